/** OpenID userinfo, which at Microsoft is part of Graph and takes a Graph token. */
import type { EntraService } from '../service.ts';
import { pairwiseSubject } from '../tokens/pairwise-subject.ts';
import type { Caller } from './caller.ts';
import { invalidToken } from './graph-error.ts';

/** Claims about the caller. */
export function userInfo(service: EntraService, { user, claims, tenant, scopes }: Caller): Record<string, unknown> {
  if (!user) throw invalidToken('Access token validation failure. The token has no user.');
  const client = typeof claims.appid === 'string' ? claims.appid : String(claims.azp ?? '');
  return {
    sub: pairwiseSubject(tenant.id, client, user.id),
    ...(scopes.has('profile') || scopes.has('openid') || scopes.has('User.Read')
      ? { name: user.displayName, family_name: user.surname, given_name: user.givenName }
      : {}),
    picture: `${service.origins.graph}/v1.0/me/photo/$value`,
    ...(scopes.has('email') && user.mail !== undefined && { email: user.mail }),
  };
}
