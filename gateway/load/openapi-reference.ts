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

interface Left {
  members: number;
  readonly depth: number;
  /** Something lay beyond. */
  cut?: boolean;
}

/** A value with references of its document replaced. */
export function resolved(
  value: unknown,
  document: unknown,
  depth = 0,
  left: Left = { members: most, depth: deepest },
): unknown {
  left.members -= 1;
  if (depth > left.depth || left.members < 0) {
    left.cut = true;
    return {};
  }
  if (Array.isArray(value)) return value.map((each: unknown) => resolved(each, document, depth + 1, left));
  if (!isData(value)) return value;
  const reference = text(value.$ref);
  if (reference !== undefined) {
    const target = targetOf(reference, document);
    if (target === undefined) left.cut = true;
    return target === undefined ? {} : resolved(target, document, depth + 1, left);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__proto__')
      .map(([name, inner]) => [name, resolved(inner, document, depth + 1, left)]),
  );
}

/** What a local reference names; undefined when it is none, or names nothing. */
function targetOf(reference: string, document: unknown): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .reduce((current: unknown, name) => member(current, name.replaceAll('~1', '/').replaceAll('~0', '~')), document);
}

/** A value without its inside looked at: references are followed until something stands there. */
export function followed(value: unknown, document: unknown): unknown {
  let current = value;
  for (let step = 0; step < deepest; step++) {
    const reference = text(member(current, '$ref'));
    if (reference === undefined) return current;
    current = targetOf(reference, document);
  }
  return undefined;
}

/** A schema that validates has to be whole, and may be larger than what is only shown. */
const whole = { depth: 40, members: 4_000 } as const;

/** Schemas of a document, each read once. */
const read = new WeakMap<object, Data | undefined>();

/** A schema with all of its references replaced; undefined when it is recursive, very large or not all there. */
export function wholeSchema(schema: unknown, document: unknown): Data | undefined {
  const target = followed(schema, document);
  if (!isData(target)) return undefined;
  if (read.has(target)) return read.get(target);
  const left: Left = { ...whole };
  const found = resolved(target, document, 0, left);
  const known = left.cut || !isData(found) ? undefined : found;
  read.set(target, known);
  return known;
}
