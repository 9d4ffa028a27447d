import { type CallInfo, defineType } from '../core/define.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { argument, nonNegative, required } from '../primitives/argument-errors.ts';
import { cryptoType } from './hash-algorithm.ts';

class NetRandomNumberGenerator extends NetObject {
  override get netType(): TypeRef {
    return cryptoType('RNGCryptoServiceProvider');
  }
}

function fill({ items }: NetArray, offset: number, random: Uint8Array): void {
  for (let i = 0; i < random.length; i++) items[offset + i] = random[i] ?? 0;
}

/** Random bytes none of which is zero. */
function nonZero(count: number, call: CallInfo): Uint8Array {
  const result = new Uint8Array(count);
  let length = 0;
  while (length < count) {
    for (const byte of call.runtime.randomBytes(count - length)) if (byte !== 0) result[length++] = byte;
  }
  return result;
}

/** System.Security.Cryptography.RNGCryptoServiceProvider. */
defineType({
  name: 'System.Security.Cryptography.RNGCryptoServiceProvider',
  kind: 'class',
  interfaces: ['IDisposable'],
  members: {
    'RNGCryptoServiceProvider()': () => new NetRandomNumberGenerator(),
    'void GetBytes(byte[] data)': (_self: unknown, data: NetArray | null, call: CallInfo) => {
      const array = required(data, 'data');
      call.runtime.charge(array.items.length);
      fill(array, 0, call.runtime.randomBytes(array.items.length));
    },
    'void GetBytes(byte[] data, int offset, int count)': (
      _self: unknown,
      data: NetArray | null,
      offset: number,
      count: number,
      call: CallInfo,
    ) => {
      const array = required(data, 'data');
      nonNegative(offset, 'offset');
      nonNegative(count, 'count');
      if (count > array.items.length - offset) {
        argument(
          'Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.',
        );
      }
      call.runtime.charge(count);
      fill(array, offset, call.runtime.randomBytes(count));
    },
    'void GetNonZeroBytes(byte[] data)': (_self: unknown, data: NetArray | null, call: CallInfo) => {
      const array = required(data, 'data');
      call.runtime.charge(array.items.length);
      fill(array, 0, nonZero(array.items.length, call));
    },
    'void Dispose()': () => undefined,
  },
});
