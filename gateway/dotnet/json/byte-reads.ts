/** Reading `byte[]` from JSON: base64 text, an array of numbers, or an object that wraps the bytes with their type. */

import type { Runtime } from '../core/define.ts';
import { T } from '../core/type-ref.ts';
import type { NetArray } from '../core/values.ts';
import { convertTo } from '../primitives/convertible.ts';
import { tryParseGuid } from '../primitives/guid.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { fromBase64 } from '../text/base64.ts';
import { invariantCulture } from '../text/culture.ts';
import type { ValueReader } from './value-reader.ts';

/** The bytes that text stands for: base64, or a Guid. Throws System.FormatException. */
export function bytesOfText(text: string): NetArray {
  const guid = text.length === 36 ? tryParseGuid(text) : undefined;
  return bytes(guid ? guid.toBytes() : fromBase64(text));
}

/** Reads numbers until the end of the array in which the reader stands. */
export function readByteArray(reader: ValueReader, runtime: Runtime): NetArray {
  const items: number[] = [];
  for (;;) {
    if (!reader.read()) return reader.fail('Unexpected end when reading bytes.');
    if (reader.tokenType === 'EndArray') return bytes(Uint8Array.from(items));
    if (reader.tokenType === 'Comment') continue;
    if (reader.tokenType !== 'Integer') reader.fail(`Unexpected token when reading bytes: ${reader.tokenType}.`);
    items.push(Number(convertTo(reader.value, T.byte, runtime, invariantCulture)));
  }
}

/** Steps from the start of an object to the value of its `$value`, when its `$type` is that of bytes. */
export function enterWrappedBytes(reader: ValueReader): void {
  const next = (): unknown => (reader.read() ? reader.value : reader.fail('Unexpected end when reading JSON.'));
  if (next() === '$type' && String(next()).startsWith('System.Byte[]') && next() === '$value') return;
  reader.fail('Error reading bytes. Unexpected token: StartObject.');
}

/** Steps over the end of such an object. */
export function leaveWrappedBytes(reader: ValueReader): void {
  if (!reader.read()) reader.fail('Unexpected end when reading JSON.');
  if (reader.tokenType !== 'EndObject') reader.fail(`Error reading bytes. Unexpected token: ${reader.tokenType}.`);
}
