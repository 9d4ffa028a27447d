/** Optional claims an application registered for its access or id tokens. */
import type { Application, OptionalClaim, Tenant, User } from '../directory/model.ts';
import { consumersTenantId } from '../directory/model.ts';
import { loginHint } from './login-hint.ts';
import type { SignIn } from './sign-in.ts';

/** An optional claim of an application's tokens, if registered. */
export function registered(
  application: Application,
  token: 'accessToken' | 'idToken',
  name: string,
): OptionalClaim | undefined {
  return application.optionalClaims[token].find((claim) => claim.name === name);
}

/** Whether v1.0 access tokens for this application always name its client id as audience (`aud` with `use_guid`). */
export const pinsGuidAudience = (application: Application): boolean =>
  registered(application, 'accessToken', 'aud')?.additionalProperties.includes('use_guid') === true;

type Source = (user: User, tenant: Tenant, signIn: SignIn) => unknown;

/** Claims that can be asked for and where their values come from. Unknown names are ignored, as Entra does. */
const sources: Readonly<Record<string, Source>> = {
  acct: (user) => (user.home ? 1 : 0),
  auth_time: (_user, _tenant, signIn) => Math.floor(signIn.authTime / 1000),
  email: (user) => user.mail,
  xms_edov: (user) => (user.mail === undefined ? undefined : user.mailVerified),
  family_name: (user) => user.surname,
  given_name: (user) => user.givenName,
  ipaddr: (_user, _tenant, signIn) => signIn.address,
  login_hint: loginHint,
  preferred_username: (user) => user.userPrincipalName,
  sid: (_user, _tenant, signIn) => signIn.sessionId,
  tenant_ctry: () => 'NL',
  tenant_region_scope: (_user, tenant) => tenant.region,
  upn: (user) => user.userPrincipalName,
  verified_primary_email: (user) => (user.mail === undefined ? undefined : [user.mail]),
  xms_tpl: (user) => user.preferredLanguage,
  xms_pl: (user) => user.preferredLanguage,
};

/** The registered optional claims of a user's token, with values. */
export function optionalClaims(
  application: Application,
  token: 'accessToken' | 'idToken',
  user: User,
  tenant: Tenant,
  signIn: SignIn,
): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  for (const { name } of application.optionalClaims[token]) {
    const value = sources[name]?.(user, tenant, signIn);
    if (value !== undefined) claims[name] = value;
  }
  return claims;
}

/** `idp` of a user who signed in elsewhere: a guest's home tenant, or the service of personal accounts. */
export function identityProvider(user: User, stsOrigin: string): string | undefined {
  if (!user.home) return undefined;
  return user.home.tenantId === consumersTenantId ? 'live.com' : `${stsOrigin}/${user.home.tenantId}/`;
}
