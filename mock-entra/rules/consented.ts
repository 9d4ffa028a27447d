/** AADSTS65001: scopes that nobody has consented to. `suberror` consent_required is what sends MSAL to the user. */
import { oidcScopes } from '../directory/first-party.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import { grantedScopes } from './consent.ts';
import type { Rule } from './transaction.ts';

export const consented: Rule = ({ service, tenant, client, user, target, scopes, granted }) => {
  const { resource, names, isDefault } = target.value;
  const all = grantedScopes(service, tenant.value, client.value, resource.application, user.value);
  const missing = names.some((name) => !all.includes(name));
  const self = resource.application.appId === client.value.appId;
  // a sign-in that asks only for OpenID scopes gets a Graph token with those
  const signInOnly = !isDefault && names.length === 0 && scopes.value.oidc.size > 0;
  if (missing || (all.length === 0 && !self && !signInOnly)) {
    throw aadsts(65001, { clientId: client.value.appId, name: client.value.name });
  }
  const oidc = signInOnly ? oidcScopes.filter((name) => name !== 'offline_access' && scopes.value.oidc.has(name)) : [];
  granted.set([...new Set([...oidc, ...all])].filter((name) => name !== 'offline_access'));
};
