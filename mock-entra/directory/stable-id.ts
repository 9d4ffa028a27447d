/** GUIDs derived from names, so that a seed without ids yields the same ids on every run. */
import { createHash } from 'node:crypto';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a GUID. */
export const isGuid = (text: string): boolean => guid.test(text);

/** A version 8 (RFC 9562 5.8) UUID of the given words. */
export function stableId(...words: readonly string[]): string {
  const hash = createHash('sha256')
    .update(`sallyport\0${words.join('\0')}`)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
