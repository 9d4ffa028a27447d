import { createHash } from 'node:crypto';
import { knownText, type ObjectValue, Unknown, type Value } from '../../../bicep/value.ts';
import { list, member } from '../deployment-values.ts';
import { resourceId } from './resource-id.ts';

/** A UUID that is always the same for one text: what stands in for one that Terraform makes up. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Ids of what blocks of an application declare, by the value that each has. */
function idsByValue(blocks: Value | undefined): ObjectValue {
  const entries = list(blocks).flatMap((block): [string, Value][] => {
    const value = knownText(member(block, 'value'));
    const id = member(block, 'id');
    return value === undefined || id === undefined ? [] : [[value, id]];
  });
  return Object.fromEntries(entries);
}

/** Types whose identity matters elsewhere: the whole address tells theirs apart. */
const ofDirectory = /^(?:azuread_|azurerm_user_assigned_identity$)/;

/**
 * An attribute that a declaration does not give and the provider computes, as far as it can be told.
 * @param label of the declaration
 * @param address of the declaration in the whole configuration
 */
export function computedAttribute(
  name: string,
  {
    type,
    label,
    address,
    source,
    own,
  }: {
    readonly type: string;
    readonly label: string;
    readonly address: string;
    readonly source: string;
    readonly own: ObjectValue;
  },
): Value {
  if (name === 'id') {
    const id = resourceId(type, own);
    if (id !== undefined) return id;
  }
  if (type === 'random_uuid' && (name === 'result' || name === 'id')) return uuidOf(address);
  if (type === 'azuread_application') {
    if (name === 'oauth2_permission_scope_ids') return idsByValue(member(list(own.api)[0], 'oauth2_permission_scope'));
    if (name === 'app_role_ids') return idsByValue(own.app_role);
  }
  const of = ofDirectory.test(type) ? address : label;
  return new Unknown(`${source}.${name}`, { type, path: [name], of });
}
