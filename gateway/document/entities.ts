/** XML's five predefined entities; policies have no DTD, so there are no others (XML 1.0, 4.6). */
const predefined: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };

/** A reference found in a text: what it stands for and how many characters it takes. */
export interface EntityReference {
  readonly text: string;
  readonly length: number;
}

const pattern = /&(?:#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,10}))|([A-Za-z]{2,4}));/y;

/** Whether XML 1.0 allows the code point in a document (section 2.2, Char). */
function isXmlChar(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/**
 * The entity or character reference at `offset` of `text`, where an `&` stands; undefined when that `&` begins none
 * (raw C# such as `a && b`, or a name that XML does not define).
 */
export function entityAt(text: string, offset: number): EntityReference | undefined {
  pattern.lastIndex = offset;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [whole, hex, decimal, name] = match;
  if (name !== undefined) {
    const value = Object.hasOwn(predefined, name) ? predefined[name] : undefined;
    return value === undefined ? undefined : { text: value, length: whole.length };
  }
  const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
  return isXmlChar(code) ? { text: String.fromCodePoint(code), length: whole.length } : undefined;
}
