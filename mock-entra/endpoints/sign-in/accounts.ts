/** Which account a sign-in is about: among those signed in already, or by the name that was typed. */
import { consumersTenantId, type Tenant, type User } from '../../directory/model.ts';
import { tenancyOf, tenantOf } from '../../rules/known-tenant.ts';
import type { Tenancy } from '../../rules/transaction.ts';
import type { ScopeRequest } from '../../scopes.ts';
import type { EntraService } from '../../service.ts';
import type { BrowserSession, SignedInAccount } from '../../stores/browser-session.ts';
import type { Purpose } from '../../stores/pending-sign-in.ts';

/** Path segment a purpose was started with. */
export const segmentOf = (purpose: Purpose): string =>
  purpose.kind === 'authorize' ? purpose.request.tenantSegment : purpose.tenantSegment;

/** Client a purpose is about. */
export const clientIdOf = (purpose: Purpose): string =>
  purpose.kind === 'authorize' ? purpose.request.clientId : purpose.clientId;

/** What a purpose asks consent for; nothing for admin consent, which grants what the registration lists. */
export function scopesOf(purpose: Purpose): ScopeRequest | undefined {
  if (purpose.kind === 'authorize') return purpose.request.scopes;
  return purpose.kind === 'device' ? purpose.scopes : undefined;
}

/** The home account behind a session entry, if it still may be used. */
export function accountOf(service: EntraService, account: SignedInAccount): User | undefined {
  const user = service.directory.tenants.get(account.tenantId)?.users.get(account.userId);
  if (!user || user.deleted || account.generation < user.generation) return undefined;
  return user;
}

/** Whether accounts of a home tenant may sign in at a path. A guest signs in at the inviting tenant's path. */
function allowedAt(tenancy: Tenancy, homeTenantId: string): boolean {
  if (tenancy.kind === 'consumers') return homeTenantId === consumersTenantId;
  if (tenancy.kind === 'organizations') return homeTenantId !== consumersTenantId;
  return true;
}

const goesBy = (user: User, login: string): boolean =>
  user.userPrincipalName.toLowerCase() === login.toLowerCase() || user.mail?.toLowerCase() === login.toLowerCase();

/** Accounts of a browser session that could serve a purpose. */
export function eligibleAccounts(
  service: EntraService,
  session: BrowserSession | undefined,
  purpose: Purpose,
): readonly SignedInAccount[] {
  const tenancy = tenancyOf(service, segmentOf(purpose));
  const hint = purpose.kind === 'authorize' ? purpose.request.loginHint : undefined;
  return (session?.accounts ?? []).filter((account) => {
    const user = accountOf(service, account);
    if (!user || !allowedAt(tenancy, account.tenantId)) return false;
    if (hint !== undefined && !goesBy(user, hint)) return false;
    return tenancy.tenant === undefined || service.directory.presenceOf(user, tenancy.tenant) !== undefined;
  });
}

/** The home account of a typed name, as far as the path admits it. */
export function accountByName(service: EntraService, purpose: Purpose, login: string): User | undefined {
  const tenancy = tenancyOf(service, segmentOf(purpose));
  const local = tenancy.tenant && service.directory.user(tenancy.tenant, login);
  if (local) return service.directory.homeOf(local);
  const account = service.directory.account(login);
  return account && allowedAt(tenancy, account.tenantId) ? account : undefined;
}

/** The tenant that will issue for an account: named by the path, or the account's own. */
export function issuingTenant(service: EntraService, purpose: Purpose, account: User): Tenant {
  return tenancyOf(service, segmentOf(purpose)).tenant ?? tenantOf(service, account);
}
