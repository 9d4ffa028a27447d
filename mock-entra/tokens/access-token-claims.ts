/**
 * Claims of access tokens. The version is the resource's choice (`requestedAccessTokenVersion`), whatever the endpoint.
 * Access-token claims reference, and recorded tokens.
 */
import type { Application, ServicePrincipal, Tenant, User } from '../directory/model.ts';
import { issuerV1, issuerV2, type Origins } from '../origins.ts';
import { orderClaims } from './claim-order.ts';
import { groupClaims } from './group-claims.ts';
import type { Claims } from './jwt.ts';
import { timeClaims } from './lifetime.ts';
import { newAio, newRevalidationHandle, newTokenId } from './opaque.ts';
import { identityProvider, optionalClaims, pinsGuidAudience, registered } from './optional-claims.ts';
import { pairwiseSubject } from './pairwise-subject.ts';
import { rolesOf } from './role-claims.ts';
import type { SignIn } from './sign-in.ts';

/** How the client proved who it is: 0 not at all, 1 secret, 2 certificate or assertion (`azpacr`, `appidacr`). */
export type ClientProof = '0' | '1' | '2';

/** The resource a token is for, and the identifier it was asked by. */
export interface TokenTarget {
  readonly resource: ServicePrincipal;
  /** The identifier the client asked with: `aud` of v1.0 tokens. */
  readonly identifier: string;
}

interface Common {
  readonly origins: Origins;
  readonly tenant: Tenant;
  readonly client: { readonly appId: string; readonly proof: ClientProof };
  readonly target: TokenTarget;
  /** Milliseconds. */
  readonly now: number;
  readonly lifetime: number;
}

/** What goes into a user's access token. Times are milliseconds, the lifetime is seconds. */
export interface UserTokenRequest extends Common {
  readonly user: User;
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
  /** Capabilities the client declared (`cp1`). */
  readonly capabilities: readonly string[];
}

/** What goes into an application's own access token. Times are milliseconds, the lifetime is seconds. */
export interface AppTokenRequest extends Common {
  /** Object id of the client's service principal. */
  readonly principalId: string;
  readonly extra?: Claims;
}

/** Version of access tokens for a resource. */
export const tokenVersion = (application: Application): 1 | 2 =>
  application.requestedAccessTokenVersion === 2 ? 2 : 1;

/** `aud`: the client id in v2.0; in v1.0 whatever identifier was asked with, unless pinned. */
export function audienceOf({ resource, identifier }: TokenTarget): string {
  const { application } = resource;
  return tokenVersion(application) === 2 || pinsGuidAudience(application) ? application.appId : identifier;
}

function common(request: Common): Record<string, unknown> {
  const { origins, tenant, client, target } = request;
  const version = tokenVersion(target.resource.application);
  return {
    aud: audienceOf(target),
    iss: version === 2 ? issuerV2(origins, tenant.id) : issuerV1(origins, tenant.id),
    ...timeClaims(request.now, request.lifetime),
    aio: newAio(),
    ...(version === 2 ? { azp: client.appId, azpacr: client.proof } : { appid: client.appId, appidacr: client.proof }),
    rh: newRevalidationHandle(),
    tid: tenant.id,
    uti: newTokenId(),
    ver: version === 2 ? '2.0' : '1.0',
    xms_ftd: newAio(),
    ...target.resource.application.mappedClaims,
  };
}

/** Claims of a delegated token. `scp` holds every granted scope, not only those asked for. */
export function userTokenClaims(request: UserTokenRequest): Claims {
  const { origins, tenant, target, user, signIn } = request;
  const { application } = target.resource;
  const version = tokenVersion(application);
  const roles = rolesOf(tenant, application, user.id, 'User');
  return orderClaims({
    ...common(request),
    ...(version === 1
      ? {
          acr: '1',
          amr: signIn.methods,
          family_name: user.surname,
          given_name: user.givenName,
          ipaddr: signIn.address,
          unique_name: user.userPrincipalName,
          upn: user.home ? undefined : user.userPrincipalName,
        }
      : { preferred_username: user.mail && user.home ? user.mail : user.userPrincipalName }),
    acrs: signIn.contexts.length > 0 ? signIn.contexts : undefined,
    idp: identityProvider(user, origins.sts),
    idtyp: registered(application, 'accessToken', 'idtyp')?.additionalProperties.includes('include_user_token')
      ? 'user'
      : undefined,
    name: user.displayName,
    oid: user.id,
    roles: roles.length > 0 ? roles : undefined,
    scp: request.scopes.join(' '),
    sid: signIn.sessionId,
    sub: pairwiseSubject(tenant.id, application.appId, user.id),
    xms_cc: request.capabilities.length > 0 ? request.capabilities : undefined,
    ...groupClaims(application, tenant, user),
    ...optionalClaims(application, 'accessToken', user, tenant, signIn),
  });
}

/** Claims of an app-only token. Without assigned roles there is no `roles` at all, and the token is issued all the same. */
export function appTokenClaims(request: AppTokenRequest): Claims {
  const { origins, tenant, target, principalId } = request;
  const { application } = target.resource;
  const roles = rolesOf(tenant, application, principalId, 'Application');
  return orderClaims({
    ...common(request),
    idp: tokenVersion(application) === 1 ? issuerV1(origins, tenant.id) : undefined,
    idtyp: registered(application, 'accessToken', 'idtyp') ? 'app' : undefined,
    oid: principalId,
    roles: roles.length > 0 ? roles : undefined,
    sub: principalId,
    ...request.extra,
  });
}
