/** AADSTS90002, 900023: the first path segment names a tenant that does not exist, or can't name one. */
import { consumersTenantId, type Tenant } from '../directory/model.ts';
import { isGuid } from '../directory/stable-id.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import type { EntraService } from '../service.ts';
import type { Rule, Tenancy } from './transaction.ts';

const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/**
 * The tenancy of a path segment, in any case.
 * @throws AadstsError 90002 for an unknown tenant, 900023 for something that is neither GUID nor domain.
 */
export function tenancyOf(service: EntraService, segment: string): Tenancy {
  const lower = segment.toLowerCase();
  if (lower === 'common' || lower === 'organizations') return { kind: lower, tenant: undefined };
  if (lower === 'consumers' || lower === consumersTenantId) {
    const tenant = service.directory.tenants.get(consumersTenantId);
    if (!tenant) throw aadsts(90002, { tenant: segment });
    return lower === 'consumers' ? { kind: 'consumers', tenant: undefined } : { kind: 'tenant', tenant };
  }
  const tenant = service.directory.tenant(lower);
  if (tenant) return { kind: 'tenant', tenant };
  if (isGuid(lower) || domain.test(lower)) throw aadsts(90002, { tenant: segment });
  throw aadsts(900023, { tenant: segment });
}

/** The tenant of an account. @throws AadstsError 90002 when it is gone. */
export function tenantOf(service: EntraService, { tenantId }: { readonly tenantId: string }): Tenant {
  const tenant = service.directory.tenants.get(tenantId);
  if (!tenant) throw aadsts(90002, { tenant: tenantId });
  return tenant;
}

/** Reads the tenant of the path: AADSTS90002 (not found), 900023 (malformed). */
export const knownTenant: Rule = ({ service, message, tenancy }) => {
  tenancy.set(tenancyOf(service, message.tenantSegment));
};
