/** The answer to client credentials: an access token and its life, nothing else. */
import { graphAppId } from '../../directory/first-party.ts';
import type { Transaction } from '../../rules/transaction.ts';
import { appTokenClaims, audienceOf, tokenVersion } from '../../tokens/access-token-claims.ts';
import { backdated } from '../../tokens/lifetime.ts';
import { signAccessToken } from '../../tokens/sign-access-token.ts';
import { type TokenBody, v1Members } from './token-body.ts';

/** Issues the app-only token. */
export async function appTokenResponse(transaction: Transaction): Promise<TokenBody> {
  const { service, tenant, client, target, message, proof, claims } = transaction;
  const { resource, identifier } = target.value;
  const { application } = resource;
  const lifetime = service.switches.appTokenLifetime;
  const principalId = service.directory.install(tenant.value, client.value).id;
  const { capabilities } = claims.value;
  const payload = appTokenClaims({
    origins: service.origins,
    tenant: tenant.value,
    client: { appId: client.value.appId, proof: proof.value },
    target: { resource, identifier },
    now: service.now(),
    lifetime,
    principalId,
    ...(capabilities.length > 0 && { extra: { xms_cc: capabilities } }),
  });
  const token = await signAccessToken(service.keys, tenant.value, application, tokenVersion(application), payload);
  service.issued({
    kind: application.appId === graphAppId ? 'graph_token' : 'access_token',
    value: token,
    audience: audienceOf({ resource, identifier }),
    subject: principalId,
    issuedTo: client.value.appId,
  });
  const v1 = message.version === 1;
  return {
    token_type: 'Bearer',
    expires_in: v1 ? String(lifetime - 1) : lifetime - 1,
    ext_expires_in: v1 ? String(lifetime - 1) : lifetime - 1,
    ...(v1 && v1Members(service.now(), backdated, lifetime, identifier)),
    access_token: token,
  };
}
