/**
 * Upper and lower case as .NET's invariant culture maps it: one code unit (or surrogate pair) to one, never `ß` to `SS`.
 * Checked against .NET 10 for every code unit of the basic plane.
 */

/** Letters with iota subscript: JavaScript expands them, .NET maps them to their title case letter. */
function iotaSubscript(unit: number): number | undefined {
  if (unit < 0x1f80 || unit > 0x1ff3) return undefined;
  if (unit === 0x1fb3 || unit === 0x1fc3 || unit === 0x1ff3) return unit + 9;
  const row = unit & 0xfff8;
  return row === 0x1f80 || row === 0x1f90 || row === 0x1fa0 ? row + 8 + (unit & 7) : undefined;
}

/** Dotless i, which only Turkic cultures map. */
const DOTLESS_I = '\u0131';
const DOTTED_CAPITAL_I = '\u0130';
const LONG_S = '\u017f';

function map(text: string, mapOne: (ch: string) => string): string {
  let out = '';
  for (const ch of text) {
    const mapped = mapOne(ch);
    out += mapped.length === ch.length ? mapped : ch;
  }
  return out;
}

/** `ToUpperInvariant()`. */
export function toUpper(text: string): string {
  const quick = text.toUpperCase();
  if (isAscii(text)) return quick;
  return map(text, (ch) => {
    if (ch === DOTLESS_I) return ch;
    const iota = iotaSubscript(ch.charCodeAt(0));
    return iota === undefined ? ch.toUpperCase() : String.fromCharCode(iota);
  });
}

/** `ToLowerInvariant()`. */
export function toLower(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return map(text, (ch) => (ch === DOTTED_CAPITAL_I ? ch : ch.toLowerCase()));
}

/** The form in which two strings equal under OrdinalIgnoreCase are the same. */
export function foldOrdinal(text: string): string {
  if (isAscii(text)) return text.toUpperCase();
  return map(text, (ch) => {
    if (ch === DOTLESS_I || ch === LONG_S) return ch;
    const iota = iotaSubscript(ch.charCodeAt(0));
    return iota === undefined ? ch.toUpperCase() : String.fromCharCode(iota);
  });
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}
