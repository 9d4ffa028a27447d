import type { NamedValue, Role, ServiceModel } from '../model.ts';
import type { LoadProblem } from './load-error.ts';

/** A service as read from somebody else's layout, and what that layout does not say. */
export interface ForeignService {
  readonly service: ServiceModel;
  /** What was left out or could not be known, with the file it is about. */
  readonly gaps: readonly LoadProblem[];
  /** Named values whose content is made of others: name -> text with `{{name}}` references. */
  readonly derived: ReadonlyMap<string, string>;
}

const reference = /\{\{([A-Za-z0-9._-]+)\}\}/g;

/**
 * The content of derived named values, once their parts are known. Those with a part that nobody knows are left out.
 * @param overrides named values by name, which win over roles and over the service's own
 */
export function expandDerived(
  derived: ReadonlyMap<string, string>,
  namedValues: readonly NamedValue[],
  bindings: Readonly<Partial<Record<Role, string>>>,
  overrides: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const known = new Map<string, string>();
  for (const { name, value, role } of namedValues) {
    const content = overrides[name] ?? (role && bindings[role]) ?? value;
    if (content !== undefined) known.set(name, content);
  }
  for (const [name, value] of Object.entries(overrides)) known.set(name, value);
  const expanded: Record<string, string> = {};
  for (const [name, text] of derived) {
    if (known.has(name)) continue;
    const content = text.replace(reference, (whole, part: string) => known.get(part) ?? whole);
    if (content.search(reference) < 0) expanded[name] = content;
  }
  return expanded;
}
