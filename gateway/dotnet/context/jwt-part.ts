/** One part of a token, decoded: JSON that anyone may have written. */

const segment = /^[A-Za-z0-9_-]+$/;
/** System.Text.Json's own limit. */
const deepest = 64;

/** Whether `text` nests objects and lists deeper than a reader of .NET follows. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0x22) {
      for (index++; index < text.length && text.charCodeAt(index) !== 0x22; index++) {
        if (text.charCodeAt(index) === 0x5c) index++;
      }
    } else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > deepest) return true;
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return false;
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
/** Integers beyond what a double holds, as they are written: claims are compared as text. */
const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
    ? source
    : value;

/** The JSON object that a base64url part holds; undefined when it holds none. */
export function decodeJwtPart(part: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (part === undefined || !segment.test(part)) return undefined;
  const text = Buffer.from(part, 'base64url').toString('utf8');
  if (tooDeep(text)) return undefined;
  try {
    const value: unknown = /\d{16}/.test(text)
      ? JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown)
      : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // no JSON
  }
  return undefined;
}
