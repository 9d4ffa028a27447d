/** Doc blocks of an interface, which only its source text holds. */

/** One property as the source declares it. */
export interface DocumentedProperty {
  readonly name: string;
  readonly type: string;
  /** Its doc block as one line; empty when it has none. */
  readonly doc: string;
}

const property =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {2}readonly (?:'([^']+)'|(\w+))\??:\s*((?:[^;{]|\{[^}]*\})+);/gm;

/**
 * The properties of `name`, in order.
 * @param text source of a module, formatted as Biome does
 * @throws Error when the interface is not there
 */
export function documentedInterface(text: string, name: string): DocumentedProperty[] {
  const start = text.indexOf(`export interface ${name} {\n`);
  const end = text.indexOf('\n}', start);
  if (start < 0 || end < 0) throw new Error(`no interface ${name}`);
  return [...text.slice(start, end).matchAll(property)].map(([, doc = '', quoted, plain, type = '']) => ({
    name: quoted ?? plain ?? '',
    type: type.replace(/\s+/g, ' ').replace(/^\| /, ''),
    doc: doc
      .replace(/^\s*\* ?/gm, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  }));
}
