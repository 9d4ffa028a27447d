/** Members and local references of an OpenAPI document. */

/** An object of a document. */
export type Data = Readonly<Record<string, unknown>>;

/** Whether a value of a document is an object. */
export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A member of an object; undefined of anything else. */
export const member = (value: unknown, name: string): unknown =>
  isData(value) && Object.hasOwn(value, name) ? value[name] : undefined;
/** Text that is not empty. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** How deep references and schemas are followed, and how many members in all; what lies beyond says nothing. */
const deepest = 8;
const most = 2_000;

/** A value with references of its document replaced. */
export function resolved(value: unknown, document: unknown, depth = 0, left = { members: most }): unknown {
  left.members -= 1;
  if (depth > deepest || left.members < 0) return {};
  if (Array.isArray(value)) return value.map((each: unknown) => resolved(each, document, depth + 1, left));
  if (!isData(value)) return value;
  const reference = text(value.$ref);
  if (reference !== undefined) {
    if (!reference.startsWith('#/')) return {};
    const names = reference.slice(2).split('/');
    const target = names.reduce(
      (current: unknown, name) => member(current, name.replaceAll('~1', '/').replaceAll('~0', '~')),
      document,
    );
    return resolved(target, document, depth + 1, left);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__proto__')
      .map(([name, inner]) => [name, resolved(inner, document, depth + 1, left)]),
  );
}
