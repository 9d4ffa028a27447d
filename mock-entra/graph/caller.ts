/** Who calls Graph: the token, checked as Graph does - signature over the hashed nonce, audience, time, revocation. */
import { bareIdentifier } from '../directory/directory.ts';
import { graphAppId } from '../directory/first-party.ts';
import type { Tenant, User } from '../directory/model.ts';
import { issuerV1, issuerV2 } from '../origins.ts';
import type { EntraService } from '../service.ts';
import { verifyGraphToken } from '../tokens/graph-nonce.ts';
import { type Claims, decodeJwt, numberClaim, textClaim } from '../tokens/jwt.ts';
import { backdated } from '../tokens/lifetime.ts';
import { insufficientClaims, invalidToken } from './graph-error.ts';

export interface Caller {
  readonly tenant: Tenant;
  /** Undefined for app-only tokens. */
  readonly user: User | undefined;
  /** Names in `scp`. */
  readonly scopes: ReadonlySet<string>;
  /** Names in `roles`. */
  readonly roles: ReadonlySet<string>;
  readonly claims: Claims;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

function issuer(service: EntraService, claims: Claims): Tenant | undefined {
  const iss = textClaim(claims, 'iss');
  const tenant = service.directory.tenants.get(textClaim(claims, 'tid') ?? '');
  const own = tenant && (iss === issuerV1(service.origins, tenant.id) || iss === issuerV2(service.origins, tenant.id));
  return own ? tenant : undefined;
}

function isGraphAudience(service: EntraService, audience: unknown): boolean {
  if (typeof audience !== 'string') return false;
  const graph = service.directory.applications.get(graphAppId);
  return (
    audience === graphAppId ||
    graph?.identifierUris.some((uri) => bareIdentifier(uri) === bareIdentifier(audience)) === true
  );
}

/** Continuous access evaluation: clients that can handle a challenge get one as soon as the account changed. */
function refuseRevoked(service: EntraService, user: User, claims: Claims): void {
  const capable = texts(claims.xms_cc).some((capability) => capability.toLowerCase() === 'cp1');
  if (!capable) return;
  const home = service.directory.homeOf(user);
  const issued = (numberClaim(claims, 'iat') ?? 0) + backdated;
  const validFrom = Math.max(user.validFrom, home.validFrom);
  const known = service.signIns.get(textClaim(claims, 'uti') ?? '')?.generation;
  const revoked = known === undefined ? issued * 1000 < validFrom : known < home.generation;
  const out = user.deleted || !user.accountEnabled || !home.accountEnabled || revoked;
  if (!out) return;
  const value = String(Math.ceil(Math.max(validFrom, service.now()) / 1000));
  throw insufficientClaims(JSON.stringify({ access_token: { nbf: { essential: true, value } } }));
}

/**
 * The caller behind a request.
 * @throws GraphError 401 with what is wrong.
 */
export function callerOf(service: EntraService, request: Request): Caller {
  const [scheme, token, ...rest] = (request.headers.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) throw invalidToken('Access token is empty.');
  const jwt = decodeJwt(token);
  if (!jwt) throw invalidToken('CompactToken parsing failed with error code: 80049217');
  const { claims } = jwt;
  if (!isGraphAudience(service, claims.aud)) throw invalidToken('Access token validation failure. Invalid audience.');
  const tenant = issuer(service, claims);
  if (!tenant) throw invalidToken('Access token validation failure. Invalid issuer.');
  const key = service.keys.find(textClaim(jwt.header, 'kid') ?? '', tenant);
  if (!key || !verifyGraphToken(jwt, key.publicKey)) throw invalidToken('Signature is invalid.');
  const now = service.now() / 1000;
  const expires = numberClaim(claims, 'exp');
  if (expires === undefined || expires <= now) throw invalidToken('Lifetime validation failed, the token is expired.');
  const notBefore = numberClaim(claims, 'nbf');
  if (notBefore !== undefined && notBefore > now + service.switches.clockSkew) {
    throw invalidToken('Lifetime validation failed, the token is not yet valid.');
  }
  const oid = textClaim(claims, 'oid') ?? '';
  const delegated = textClaim(claims, 'scp');
  const user = delegated === undefined ? undefined : tenant.users.get(oid);
  if (user) refuseRevoked(service, user, claims);
  return {
    tenant,
    user,
    scopes: new Set(delegated?.split(' ') ?? []),
    roles: new Set(delegated === undefined ? texts(claims.roles) : []),
    claims,
  };
}
