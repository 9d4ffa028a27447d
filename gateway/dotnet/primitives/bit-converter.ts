import { type CallInfo, defineType, type Members } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import { argument, indexOutOfRange, outOfRange, required } from './argument-errors.ts';
import { bytes, bytesOf } from './net-arrays.ts';

const scratch = new DataView(new ArrayBuffer(8));
/** The bits of what is no number: x86 sets the sign, and so do the constants of .NET. */
const NAN_SINGLE = 0xffc00000;
const NAN_DOUBLE = 0xfff8000000000000n;

/** One primitive: its size and how a DataView reads and writes it, little-endian as every supported machine is. */
interface Layout {
  readonly keyword: string;
  readonly name: string;
  readonly size: number;
  readonly get: (view: DataView) => unknown;
  readonly set: (view: DataView, value: never) => void;
}

const layouts: readonly Layout[] = [
  {
    keyword: 'bool',
    name: 'Boolean',
    size: 1,
    get: (v) => v.getUint8(0) !== 0,
    set: (v, x: boolean) => v.setUint8(0, x ? 1 : 0),
  },
  {
    keyword: 'char',
    name: 'Char',
    size: 2,
    get: (v) => v.getUint16(0, true),
    set: (v, x: number) => v.setUint16(0, x, true),
  },
  {
    keyword: 'short',
    name: 'Int16',
    size: 2,
    get: (v) => v.getInt16(0, true),
    set: (v, x: number) => v.setInt16(0, x, true),
  },
  {
    keyword: 'ushort',
    name: 'UInt16',
    size: 2,
    get: (v) => v.getUint16(0, true),
    set: (v, x: number) => v.setUint16(0, x, true),
  },
  {
    keyword: 'int',
    name: 'Int32',
    size: 4,
    get: (v) => v.getInt32(0, true),
    set: (v, x: number) => v.setInt32(0, x, true),
  },
  {
    keyword: 'uint',
    name: 'UInt32',
    size: 4,
    get: (v) => v.getUint32(0, true),
    set: (v, x: number) => v.setUint32(0, x, true),
  },
  {
    keyword: 'long',
    name: 'Int64',
    size: 8,
    get: (v) => v.getBigInt64(0, true),
    set: (v, x: bigint) => v.setBigInt64(0, x, true),
  },
  {
    keyword: 'ulong',
    name: 'UInt64',
    size: 8,
    get: (v) => v.getBigUint64(0, true),
    set: (v, x: bigint) => v.setBigUint64(0, x, true),
  },
  {
    keyword: 'float',
    name: 'Single',
    size: 4,
    get: (v) => v.getFloat32(0, true),
    set: (v, x: number) => (Number.isNaN(x) ? v.setUint32(0, NAN_SINGLE, true) : v.setFloat32(0, x, true)),
  },
  {
    keyword: 'double',
    name: 'Double',
    size: 8,
    get: (v) => v.getFloat64(0, true),
    set: (v, x: number) => (Number.isNaN(x) ? v.setBigUint64(0, NAN_DOUBLE, true) : v.setFloat64(0, x, true)),
  },
];

const members: Record<string, (...args: never[]) => unknown> = {};
for (const { keyword, name, size, get, set } of layouts) {
  members[`static byte[] GetBytes(${keyword} value)`] = (value: never) => {
    set(scratch, value);
    return bytes(new Uint8Array(scratch.buffer.slice(0, size)));
  };
  members[`static ${keyword} To${name}(byte[] value, int startIndex)`] = (value: NetArray | null, start: number) => {
    const data = bytesOf(required(value, 'value'));
    if (start < 0 || start >= data.length) indexOutOfRange('startIndex');
    if (start > data.length - size) {
      argument(
        'The array starting from the specified index is not long enough to read a value of the specified type.',
        'value',
      );
    }
    return get(new DataView(data.buffer, data.byteOffset + start, size));
  };
}

function toText(value: NetArray | null, start: number, length: number | null, call: CallInfo): string {
  const data = bytesOf(required(value, 'value'));
  if (start < 0 || (start >= data.length && start > 0)) indexOutOfRange('startIndex');
  const count = length ?? data.length - start;
  if (count < 0) outOfRange('length', `length ('${count}') must be a non-negative value.`, count);
  if (start > data.length - count) {
    argument(
      'The array starting from the specified index is not long enough to read a value of the specified type.',
      'value',
    );
  }
  call.runtime.charge(count * 3);
  return Array.from(data.subarray(start, start + count), (byte) =>
    byte.toString(16).toUpperCase().padStart(2, '0'),
  ).join('-');
}

defineType({
  name: 'System.BitConverter',
  kind: 'class',
  members: {
    ...(members as Members),
    'static bool IsLittleEndian { get; }': () => true,
    'static string ToString(byte[] value)': (value: NetArray | null, call: CallInfo) => toText(value, 0, null, call),
    'static string ToString(byte[] value, int startIndex)': (value: NetArray | null, start: number, call: CallInfo) =>
      toText(value, start, null, call),
    'static string ToString(byte[] value, int startIndex, int length)': toText,
    'static long DoubleToInt64Bits(double value)': (value: number) => {
      if (Number.isNaN(value)) return BigInt.asIntN(64, NAN_DOUBLE);
      scratch.setFloat64(0, value);
      return scratch.getBigInt64(0);
    },
    'static double Int64BitsToDouble(long value)': (value: bigint) => {
      scratch.setBigInt64(0, value);
      return scratch.getFloat64(0);
    },
    'static int SingleToInt32Bits(float value)': (value: number) => {
      if (Number.isNaN(value)) return NAN_SINGLE | 0;
      scratch.setFloat32(0, value);
      return scratch.getInt32(0);
    },
    'static float Int32BitsToSingle(int value)': (value: number) => {
      scratch.setInt32(0, value);
      return scratch.getFloat32(0);
    },
  },
});
