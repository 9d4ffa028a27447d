/** The integer structs: SByte to UInt64. They differ only in range, so one table declares them all. */
import type { CallInfo, Members, Ref } from '../core/define.ts';
import { defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { cultureOf, currentCulture } from '../text/culture.ts';
import { formatInteger } from '../text/number-format.ts';
import { checkIntegerStyles, NumberStyles, parseInteger, raise } from '../text/number-parse.ts';
import { hashCode } from './virtual.ts';

interface IntegerType {
  readonly keyword: string;
  readonly name: string;
  readonly type: TypeRef;
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  /** How overflow messages call the type. */
  readonly words: string;
}

const integers: readonly IntegerType[] = [
  { keyword: 'sbyte', name: 'SByte', type: T.sbyte, bits: 8, signed: true, words: 'a signed byte' },
  { keyword: 'byte', name: 'Byte', type: T.byte, bits: 8, signed: false, words: 'an unsigned byte' },
  { keyword: 'short', name: 'Int16', type: T.short, bits: 16, signed: true, words: 'an Int16' },
  { keyword: 'ushort', name: 'UInt16', type: T.ushort, bits: 16, signed: false, words: 'a UInt16' },
  { keyword: 'int', name: 'Int32', type: T.int, bits: 32, signed: true, words: 'an Int32' },
  { keyword: 'uint', name: 'UInt32', type: T.uint, bits: 32, signed: false, words: 'a UInt32' },
  { keyword: 'long', name: 'Int64', type: T.long, bits: 64, signed: true, words: 'an Int64' },
  { keyword: 'ulong', name: 'UInt64', type: T.ulong, bits: 64, signed: false, words: 'a UInt64' },
];

/** The static form of an integer of `bits` bits. */
function toStatic(value: bigint, bits: number): number | bigint {
  return bits === 64 ? value : Number(value);
}

function members({ keyword, type, bits, signed, words, name }: IntegerType): Members {
  const minimum = signed ? -(2n ** BigInt(bits - 1)) : 0n;
  const maximum = signed ? 2n ** BigInt(bits - 1) - 1n : 2n ** BigInt(bits) - 1n;
  const zero = toStatic(0n, bits);
  const parse = (text: string | null, styles: number, provider: unknown, call: CallInfo): number | bigint => {
    if (text === null) throwNet('System.ArgumentNullException', "Value cannot be null. (Parameter 's')");
    checkIntegerStyles(styles);
    call.runtime.charge(text.length);
    const result = parseInteger(text, bits, signed, styles, cultureOf(provider, call.runtime));
    return result.ok ? toStatic(result.value, bits) : raise(result.reason, text, words);
  };
  const tryParse = (text: string | null, styles: number, provider: unknown, out: Ref, call: CallInfo): boolean => {
    checkIntegerStyles(styles);
    const result =
      text === null ? undefined : parseInteger(text, bits, signed, styles, cultureOf(provider, call.runtime));
    out.value = result?.ok ? toStatic(result.value, bits) : zero;
    return result?.ok === true;
  };
  const compare = (a: number | bigint, b: number | bigint): number => {
    if (bits <= 16) return Number(a) - Number(b);
    return a < b ? -1 : a > b ? 1 : 0;
  };
  const styleOf = (style: { value: number }): number => style.value;
  return {
    [`const ${keyword} MinValue`]: toStatic(minimum, bits),
    [`const ${keyword} MaxValue`]: toStatic(maximum, bits),
    [`static ${keyword} Abs(${keyword} value)`]: (value: number | bigint) => {
      if (signed && BigInt(value) === minimum)
        throwNet('System.OverflowException', 'Negating the minimum value of a twos complement number is invalid.');
      return value < 0 ? -value : value;
    },
    [`static ${keyword} Max(${keyword} x, ${keyword} y)`]: (x: number | bigint, y: number | bigint) => (x < y ? y : x),
    [`static ${keyword} Min(${keyword} x, ${keyword} y)`]: (x: number | bigint, y: number | bigint) => (y < x ? y : x),
    [`static bool IsEvenInteger(${keyword} value)`]: (value: number | bigint) => BigInt(value) % 2n === 0n,
    [`static bool IsOddInteger(${keyword} value)`]: (value: number | bigint) => BigInt(value) % 2n !== 0n,
    'string ToString()': (self: number | bigint, call: CallInfo) =>
      formatInteger(BigInt(self), bits, null, currentCulture(call.runtime), call.runtime),
    'string ToString(string format)': (self: number | bigint, format: string | null, call: CallInfo) =>
      formatInteger(BigInt(self), bits, format, currentCulture(call.runtime), call.runtime),
    'string ToString(IFormatProvider provider)': (self: number | bigint, provider: unknown, call: CallInfo) =>
      formatInteger(BigInt(self), bits, null, cultureOf(provider, call.runtime), call.runtime),
    'string ToString(string format, IFormatProvider provider)': (
      self: number | bigint,
      format: string | null,
      provider: unknown,
      call: CallInfo,
    ) => formatInteger(BigInt(self), bits, format, cultureOf(provider, call.runtime), call.runtime),
    [`bool Equals(${keyword} obj)`]: (self: number | bigint, other: number | bigint) => self === other,
    'bool Equals(object obj)': (self: number | bigint, other: unknown) =>
      other instanceof Boxed && other.type === type && other.value === self,
    'int GetHashCode()': (self: number | bigint) => (bits === 64 ? hashCode(self) : Number(self) | 0),
    [`int CompareTo(${keyword} value)`]: (self: number | bigint, other: number | bigint) => compare(self, other),
    'int CompareTo(object value)': (self: number | bigint, other: unknown) => {
      if (other === null) return 1;
      if (other instanceof Boxed && other.type === type) return compare(self, other.value);
      return throwNet('System.ArgumentException', `Object must be of type ${name}.`);
    },
    [`static ${keyword} Parse(string s)`]: (text: string | null, call: CallInfo) =>
      parse(text, NumberStyles.Integer, null, call),
    [`static ${keyword} Parse(string s, NumberStyles style)`]: (
      text: string | null,
      style: { value: number },
      call: CallInfo,
    ) => parse(text, styleOf(style), null, call),
    [`static ${keyword} Parse(string s, IFormatProvider provider)`]: (
      text: string | null,
      provider: unknown,
      call: CallInfo,
    ) => parse(text, NumberStyles.Integer, provider, call),
    [`static ${keyword} Parse(string s, NumberStyles style, IFormatProvider provider)`]: (
      text: string | null,
      style: { value: number },
      provider: unknown,
      call: CallInfo,
    ) => parse(text, styleOf(style), provider, call),
    [`static bool TryParse(string s, out ${keyword} result)`]: (text: string | null, result: Ref, call: CallInfo) =>
      tryParse(text, NumberStyles.Integer, null, result, call),
    [`static bool TryParse(string s, IFormatProvider provider, out ${keyword} result)`]: (
      text: string | null,
      provider: unknown,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, NumberStyles.Integer, provider, result, call),
    [`static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out ${keyword} result)`]: (
      text: string | null,
      style: { value: number },
      provider: unknown,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, styleOf(style), provider, result, call),
  };
}

for (const integer of integers) {
  defineType({
    name: `System.${integer.name}`,
    kind: 'struct',
    interfaces: ['IComparable', 'IFormattable', `IComparable<${integer.keyword}>`, `IEquatable<${integer.keyword}>`],
    members: members(integer),
  });
}
