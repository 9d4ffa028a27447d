/** Form encoding as System.Net.WebUtility does it. */

/** Bytes that stay as they are besides letters and digits. */
const safe = new Set([...'-_.!*()'].map((char) => char.charCodeAt(0)));
const encoder = new TextEncoder();

function isSafe(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || safe.has(byte);
}

const hex = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** Percent-encodes UTF-8 bytes; a space becomes `+`. Lone surrogates become U+FFFD. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%20|[~']/g, (each) => REWRITTEN[each] ?? each);
}

/** What `encodeURIComponent` leaves or writes otherwise. */
const REWRITTEN: Readonly<Record<string, string>> = { '%20': '+', '~': '%7E', "'": '%27' };

/** The same for bytes. */
export function urlEncodeBytes(source: Uint8Array): Uint8Array {
  let result = '';
  for (const byte of source) result += byte === 32 ? '+' : isSafe(byte) ? String.fromCharCode(byte) : hex(byte);
  return encoder.encode(result);
}

const hexDigit = (unit: number): number => {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const lower = unit | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
};

/** The byte of `%XX` at `at`, or -1. */
function escaped(unitAt: (index: number) => number, at: number, length: number): number {
  if (at + 2 >= length) return -1;
  const high = hexDigit(unitAt(at + 1));
  const low = hexDigit(unitAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** Decodes `+` and `%XX`; runs of bytes are read as UTF-8, and what is no escape stays. */
export function urlDecode(text: string): string {
  let result = '';
  let pending: number[] = [];
  const flush = (): void => {
    if (pending.length > 0) result += Buffer.from(pending).toString('utf8');
    pending = [];
  };
  const unitAt = (index: number): number => text.charCodeAt(index);
  for (let i = 0; i < text.length; i++) {
    const unit = unitAt(i);
    const byte = unit === 37 ? escaped(unitAt, i, text.length) : -1;
    if (byte >= 0) {
      pending.push(byte);
      i += 2;
    } else if (unit < 128) {
      pending.push(unit === 43 ? 32 : unit);
    } else {
      flush();
      result += text[i];
    }
  }
  flush();
  return result;
}

/** The same for bytes. */
export function urlDecodeBytes(source: Uint8Array): Uint8Array {
  const result: number[] = [];
  const unitAt = (index: number): number => source[index] ?? 0;
  for (let i = 0; i < source.length; i++) {
    const unit = unitAt(i);
    const byte = unit === 37 ? escaped(unitAt, i, source.length) : -1;
    if (byte >= 0) i += 2;
    result.push(byte >= 0 ? byte : unit === 43 ? 32 : unit);
  }
  return Uint8Array.from(result);
}
