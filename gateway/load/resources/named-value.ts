import type { DeployedResource } from '../../../bicep/deployment.ts';
import { knownText } from '../../../bicep/value.ts';
import type { NamedValue } from '../../model.ts';
import { flag, member } from '../deployment-values.ts';
import { last } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/**
 * A named value.
 * @param derived where the text of one goes that is made of values which only a deployment knows
 */
export function readNamedValue(
  resources: ServiceResources,
  resource: DeployedResource,
  derived: Map<string, string>,
): NamedValue {
  const properties = member(resource.body, 'properties');
  const name = resources.knownOr(member(properties, 'displayName'), last(resource.names));
  const vault = member(properties, 'keyVault');
  // what comes from a vault is a secret, whatever is said of it
  const secret = flag(member(properties, 'secret'), false) || vault !== undefined;
  const value = member(properties, 'value');
  const role = resources.values.role(value);
  if (value === undefined) {
    const where = vault === undefined ? '' : ' but in Key Vault';
    resources.gap(resource, `the value of '${name}' is not here${where}; give it in the configuration`, { name });
    return { name, secret };
  }
  const known = knownText(value);
  if (known !== undefined) return { name, secret, value: known };
  const text = resources.values.text(value, resource);
  if (text !== undefined) derived.set(name, text);
  return { name, secret, ...(role ? { role } : {}) };
}
