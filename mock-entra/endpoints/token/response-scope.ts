/** The `scope` member of a token response: names qualified by their resource. */
import { graphAppId, oidcScopes } from '../../directory/first-party.ts';
import type { Target } from '../../rules/transaction.ts';
import type { EntraSwitches } from '../../switches.ts';

/**
 * `openid profile https://graph.microsoft.com/User.Read …`, or `openid profile User.Read …` where the client asked without
 * naming Graph; `.default` is repeated when it was asked for.
 */
export function responseScope(
  target: Target,
  granted: readonly string[],
  { graphScopeNames }: Pick<EntraSwitches, 'graphScopeNames'>,
): string {
  const { appId } = target.resource.application;
  const graph = appId === graphAppId;
  const unnamed = graph && target.identifier === graphAppId;
  if (unnamed && graphScopeNames === 'as-asked' && !target.isDefault) return granted.join(' ');
  const prefix = unnamed ? 'https://graph.microsoft.com' : target.identifier;
  const names = granted.map((name) => (graph && oidcScopes.includes(name) ? name : `${prefix}/${name}`));
  return [...names, ...(target.isDefault ? [`${prefix}/.default`] : [])].join(' ');
}
