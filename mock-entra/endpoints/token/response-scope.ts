/** The `scope` member of a token response: names qualified by their resource. */
import { graphAppId, oidcScopes } from '../../directory/first-party.ts';
import type { Target } from '../../rules/transaction.ts';

/** `openid profile https://graph.microsoft.com/User.Read …`; `.default` is repeated when it was asked for. */
export function responseScope(target: Target, granted: readonly string[]): string {
  const { appId } = target.resource.application;
  const graph = appId === graphAppId;
  const prefix = graph && target.identifier === graphAppId ? 'https://graph.microsoft.com' : target.identifier;
  const names = granted.map((name) => (graph && oidcScopes.includes(name) ? name : `${prefix}/${name}`));
  return [...names, ...(target.isDefault ? [`${prefix}/.default`] : [])].join(' ');
}
