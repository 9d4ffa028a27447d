/** Signs access and id tokens: which key, which header, and Graph's own way. */
import { graphAppId } from '../directory/first-party.ts';
import type { Application, Tenant } from '../directory/model.ts';
import { signGraphToken } from './graph-nonce.ts';
import { type Claims, signJwt } from './jwt.ts';
import type { KeyStore } from './key-store.ts';
import type { SigningKey } from './signing-key.ts';

/** v1.0 headers carry `x5t` beside `kid`; v2.0 headers do not. `typ` is always `JWT`, never `at+jwt`. */
const tokenHeader = (key: SigningKey, version: 1 | 2): Claims =>
  version === 1 ? { typ: 'JWT', alg: 'RS256', x5t: key.x5t, kid: key.kid } : { typ: 'JWT', alg: 'RS256', kid: key.kid };

/** The ring that signs tokens for an application: its own, or its tenant's. */
const ringFor = (keys: KeyStore, tenant: Tenant, audience: Application) =>
  audience.ownSigningKey ? keys.applicationRing(audience.appId) : keys.ring(tenant);

/** An access token for `resource`. */
export async function signAccessToken(
  keys: KeyStore,
  tenant: Tenant,
  resource: Application,
  version: 1 | 2,
  claims: Claims,
): Promise<string> {
  const key = await ringFor(keys, tenant, resource).current();
  const header = tokenHeader(key, version);
  return resource.appId === graphAppId
    ? signGraphToken(header, claims, key.privateKey)
    : signJwt(header, claims, key.privateKey);
}

/** An id token for `client`. */
export async function signIdToken(
  keys: KeyStore,
  tenant: Tenant,
  client: Application,
  version: 1 | 2,
  claims: Claims,
): Promise<string> {
  const key = await ringFor(keys, tenant, client).current();
  return signJwt(tokenHeader(key, version), claims, key.privateKey);
}
