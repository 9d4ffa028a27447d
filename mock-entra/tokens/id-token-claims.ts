/** Claims of id tokens. Their version follows the endpoint, unlike access tokens. id-token claims reference. */
import { createHash } from 'node:crypto';
import type { Application, Tenant, User } from '../directory/model.ts';
import { issuerV1, issuerV2, type Origins } from '../origins.ts';
import { orderClaims } from './claim-order.ts';
import { groupClaims } from './group-claims.ts';
import type { Claims } from './jwt.ts';
import { timeClaims } from './lifetime.ts';
import { newAio, newRevalidationHandle, newTokenId } from './opaque.ts';
import { identityProvider, optionalClaims } from './optional-claims.ts';
import { pairwiseSubject } from './pairwise-subject.ts';
import { rolesOf } from './role-claims.ts';
import type { SignIn } from './sign-in.ts';

/** What goes into an id token. */
export interface IdTokenRequest {
  readonly origins: Origins;
  readonly tenant: Tenant;
  readonly client: Application;
  readonly user: User;
  readonly signIn: SignIn;
  readonly version: 1 | 2;
  /** OpenID scopes that were asked for. */
  readonly scopes: ReadonlySet<string>;
  /** Echoed exactly when one was sent; never invented. */
  readonly nonce: string | undefined;
  /** Milliseconds. */
  readonly now: number;
  readonly lifetime: number;
  /** Only in tokens from the authorize endpoint. */
  readonly code?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly implicit?: boolean;
}

/** Left half of a SHA-256, OpenID Connect Core 3.3.2.11. */
const halfHash = (value: string): string =>
  createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');

/** Claims of an id token for `client`. */
export function idTokenClaims(request: IdTokenRequest): Claims {
  const { origins, tenant, client, user, signIn, version } = request;
  const roles = rolesOf(tenant, client, user.id, 'User');
  const name = user.mail && user.home ? user.mail : user.userPrincipalName;
  return orderClaims({
    aud: client.appId,
    iss: version === 2 ? issuerV2(origins, tenant.id) : issuerV1(origins, tenant.id),
    ...timeClaims(request.now, request.lifetime),
    ...(version === 2
      ? {
          aio: newAio(),
          email: request.scopes.has('email') ? user.mail : undefined,
          name: request.scopes.has('profile') ? user.displayName : undefined,
          preferred_username: request.scopes.has('profile') ? name : undefined,
        }
      : {
          amr: signIn.methods,
          family_name: user.surname,
          given_name: user.givenName,
          ipaddr: signIn.address,
          name: user.displayName,
          unique_name: user.userPrincipalName,
          upn: user.home ? undefined : user.userPrincipalName,
        }),
    at_hash: request.accessToken && halfHash(request.accessToken),
    c_hash: request.code && halfHash(request.code),
    idp: identityProvider(user, origins.sts),
    nonce: request.nonce,
    oid: user.id,
    rh: newRevalidationHandle(),
    roles: roles.length > 0 ? roles : undefined,
    sid: signIn.sessionId,
    sub: pairwiseSubject(tenant.id, client.appId, user.id),
    tid: tenant.id,
    uti: newTokenId(),
    ver: version === 2 ? '2.0' : '1.0',
    ...groupClaims(client, tenant, user, request.implicit),
    ...optionalClaims(client, 'idToken', user, tenant, signIn),
  });
}
