/** Base64 as System.Convert reads and writes it: white space is skipped, everything else must be exact. */
import { throwNet } from '../core/exception.ts';

const INVALID =
  'The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.';

/** `Convert.FromBase64String`. Throws System.FormatException. */
export function fromBase64(text: string): Uint8Array {
  const body = /[ \t\r\n]/.test(text) ? text.replace(/[ \t\r\n]+/g, '') : text;
  if (body.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(body)) throwNet('System.FormatException', INVALID);
  return new Uint8Array(Buffer.from(body, 'base64'));
}

/** `Convert.ToBase64String`. */
export function toBase64(data: Uint8Array, lineBreaks = false): string {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
  return lineBreaks ? (text.match(/.{1,76}/g) ?? []).join('\r\n') : text;
}
