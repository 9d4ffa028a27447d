/** Key sets. No `alg` member, never one key alone, `issuer` in v2.0 only, order without meaning. */

import { consumersTenantId, type Tenant } from '../../directory/model.ts';
import { AadstsError } from '../../errors/aadsts-error.ts';
import { documentAnswer, errorAnswer } from '../../http/answers.ts';
import type { Message } from '../../http/message.ts';
import { tenancyOf } from '../../rules/known-tenant.ts';
import type { EntraService } from '../../service.ts';
import type { PublishedKey } from '../../tokens/key-store.ts';

function tenantsOf(service: EntraService, segment: string): readonly Tenant[] {
  const { tenant, kind } = tenancyOf(service, segment);
  if (tenant) return [tenant];
  const all = [...service.directory.tenants.values()];
  if (kind === 'consumers') return all.filter(({ id }) => id === consumersTenantId);
  if (kind === 'organizations') return all.filter(({ id }) => id !== consumersTenantId);
  return all;
}

const member = ({ key, issuer }: PublishedKey, version: 1 | 2, cloud: boolean): Record<string, unknown> => ({
  kty: 'RSA',
  use: 'sig',
  kid: key.kid,
  x5t: key.x5t,
  n: key.n,
  e: key.e,
  x5c: [key.x5c],
  ...(cloud && { cloud_instance_name: 'microsoftonline.com' }),
  ...(version === 2 && { issuer }),
});

/** The key set as an object; `appid` selects an application's own keys when it has some. */
async function keySet(
  service: EntraService,
  segment: string,
  version: 1 | 2,
  appId: string | undefined,
  stale = false,
): Promise<{ keys: readonly Record<string, unknown>[] }> {
  const application = appId === undefined ? undefined : service.directory.applications.get(appId.toLowerCase());
  if (application?.ownSigningKey) service.keys.applicationRing(application.appId);
  const own = application?.ownSigningKey ? application.appId : undefined;
  const published = await service.keys.published(tenantsOf(service, segment), own, stale);
  return { keys: published.map((key) => member(key, version, version === 2 && service.switches.keyCloudInstanceName)) };
}

/** Answers `{tenant}/discovery/[v2.0/]keys`. */
export async function keys(service: EntraService, message: Message, stale = false): Promise<Response> {
  const { marks, version, tenantSegment, query } = message;
  try {
    return documentAnswer(await keySet(service, tenantSegment, version, query.get('appid'), stale), marks);
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    return errorAnswer(service, error, marks, version, { 'access-control-allow-origin': '*' });
  }
}
