import type { NetArray } from '../core/values.ts';
import { argument, nonNegative, required } from '../primitives/argument-errors.ts';
import { bytesOf } from '../primitives/net-arrays.ts';

/** Names of the three parameters, as the method that is asked spells them. */
type Spelling = readonly [buffer: string, offset: string];

/**
 * The part of an array that offset and count name.
 * @throws ArgumentNullException, ArgumentOutOfRangeException, ArgumentException as HashAlgorithm words them (observed
 *   with .NET 10)
 */
export function byteRange(
  buffer: NetArray | null,
  offset: number,
  count: number,
  [bufferName, offsetName]: Spelling = ['buffer', 'offset'],
): Uint8Array {
  const data = bytesOf(required(buffer, bufferName));
  nonNegative(offset, offsetName);
  if (count < 0 || count > data.length) argument('Value was invalid.');
  if (data.length - count < offset) {
    argument(
      'Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.',
    );
  }
  return data.subarray(offset, offset + count);
}
