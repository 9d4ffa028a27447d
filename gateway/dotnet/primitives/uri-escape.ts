/** Percent-encoding as System.Uri does it: what is escaped, what is left, and what unescaping gives back. */

const UNRESERVED = /[A-Za-z0-9\-._~]/;
const encoder = new TextEncoder();

function percent(text: string): string {
  let out = '';
  for (const byte of encoder.encode(text)) out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return out;
}

/** `Uri.EscapeDataString`: everything but unreserved characters (RFC 3986). */
export function escapeData(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent);
}

/** `Uri.EscapeUriString`: reserved characters stay as well. */
export function escapeUri(text: string): string {
  return encodeURI(text.toWellFormed()).replace(/%5[BD]/g, (each) => (each === '%5B' ? '[' : ']'));
}

/**
 * `Uri.UnescapeDataString`: every well-formed sequence is decoded as UTF-8; bytes that are not UTF-8 stay escaped.
 * @param keep characters that stay escaped even though they decode
 */
export function unescapeData(text: string, keep?: RegExp): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => unescapeRun(run, keep));
}

function unescapeRun(run: string, keep: RegExp | undefined): string {
  const bytes = Uint8Array.from(run.match(/[0-9A-Fa-f]{2}/g) ?? [], (hex) => Number.parseInt(hex, 16));
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    const raw = run.slice(i * 3, (i + Math.max(length, 1)) * 3);
    if (length === 0) out += raw;
    else {
      const ch = new TextDecoder().decode(bytes.subarray(i, i + length));
      out += keep?.test(ch) ? raw : ch;
    }
    i += Math.max(length, 1);
  }
  return out;
}

/** Bytes of the UTF-8 sequence at `at`; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF.
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0;
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) || first > 0xf4 ? 0 : length;
}

/**
 * The canonical spelling of a part of an absolute URI: characters that must be are escaped, unreserved ones are not, and
 * the escapes of non-ASCII characters are in upper case.
 */
export function canonicalEscape(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; ) {
    const run = /^(?:%[0-9A-Fa-f]{2})+/.exec(text.slice(i))?.[0];
    if (run) {
      out += canonicalRun(run);
      i += run.length;
      continue;
    }
    const ch = String.fromCodePoint(text.codePointAt(i) ?? 0);
    out += /[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]/.test(ch) ? ch : percent(ch.toWellFormed());
    i += ch.length;
  }
  return out;
}

function canonicalRun(run: string): string {
  const bytes = Uint8Array.from(run.match(/[0-9A-Fa-f]{2}/g) ?? [], (hex) => Number.parseInt(hex, 16));
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = Math.max(sequenceLength(bytes, i), 1);
    const raw = run.slice(i * 3, (i + length) * 3);
    const ch = length === 1 ? String.fromCharCode(bytes[i] ?? 0) : '';
    out += length > 1 ? raw.toUpperCase() : UNRESERVED.test(ch) && (bytes[i] ?? 0) < 128 ? ch : raw;
    i += length;
  }
  return out;
}

/** `ToString()` of a URI part: readable, but what would change its meaning stays escaped. */
export function displayUnescape(text: string): string {
  return unescapeData(text, /[%:/?#[\]@!$&'()*+,;=\\]/);
}
