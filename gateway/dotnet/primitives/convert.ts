import { box } from '../core/box.ts';
import { type CallInfo, defineEnum, defineType, type Members, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { universe } from '../core/universe.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { fromBase64, toBase64 } from '../text/base64.ts';
import { cultureOf } from '../text/culture.ts';
import { argument, atMost, nonNegative, outOfRange, required } from './argument-errors.ts';
import { convertTo, isConvertible } from './convertible.ts';
import { integerTypes } from './integer-types.ts';
import { bytes, bytesOf, textOf, unitsOf } from './net-arrays.ts';
import { reflectionName } from './reflection-name.ts';
import { typeCodeOf } from './type-code.ts';
import { runtimeType } from './virtual.ts';

defineEnum({ name: 'System.Base64FormattingOptions', flags: true, values: { None: 0, InsertLineBreaks: 1 } });

const dateTime = named('System.DateTime');

/** The types that System.Convert converts between: C# name, method suffix, type. */
const convertible: readonly (readonly [keyword: string, name: string, type: TypeRef])[] = [
  ['bool', 'Boolean', T.bool],
  ['char', 'Char', T.char],
  ['sbyte', 'SByte', T.sbyte],
  ['byte', 'Byte', T.byte],
  ['short', 'Int16', T.short],
  ['ushort', 'UInt16', T.ushort],
  ['int', 'Int32', T.int],
  ['uint', 'UInt32', T.uint],
  ['long', 'Int64', T.long],
  ['ulong', 'UInt64', T.ulong],
  ['float', 'Single', T.float],
  ['double', 'Double', T.double],
  ['decimal', 'Decimal', T.decimal],
  ['DateTime', 'DateTime', dateTime],
  ['string', 'String', T.string],
  ['object', 'Object', T.object],
];

const conversions: Record<string, (...args: never[]) => unknown> = {};
for (const [targetKeyword, targetName, target] of convertible) {
  if (targetKeyword === 'object') continue;
  for (const [keyword, , source] of convertible) {
    const nullStays = targetKeyword === 'string' && keyword === 'string';
    conversions[`static ${targetKeyword} To${targetName}(${keyword} value)`] = (value: unknown, call: CallInfo) =>
      nullStays ? value : convertTo(box(value, source), target, call.runtime);
    conversions[`static ${targetKeyword} To${targetName}(${keyword} value, IFormatProvider provider)`] = (
      value: unknown,
      provider: unknown,
      call: CallInfo,
    ) => (nullStays ? value : convertTo(box(value, source), target, call.runtime, cultureOf(provider, call.runtime)));
  }
}

function checkBase(base: number): void {
  if (![2, 8, 10, 16].includes(base)) argument('Invalid Base.');
}

const NO_DIGITS = 'Could not find any recognizable digits.';

function parseRadix(text: string | null, base: number, bits: number, signed: boolean, words: string): number | bigint {
  checkBase(base);
  const zero = bits === 64 ? 0n : 0;
  if (text === null) return zero;
  if (text === '') {
    outOfRange('Index was out of range. Must be non-negative and less than the size of the collection.');
  }
  let body = text;
  let negative = false;
  if (body[0] === '-') {
    if (base !== 10) argument('String cannot contain a minus sign if the base is not 10.');
    if (!signed)
      throwNet(
        'System.OverflowException',
        'The string was being parsed as an unsigned number and could not have a negative sign.',
      );
    negative = true;
    body = body.slice(1);
  } else if (body[0] === '+') body = body.slice(1);
  if (base === 16 && /^0x/i.test(body)) body = body.slice(2);
  const digits = { 2: /^[01]*/, 8: /^[0-7]*/, 10: /^[0-9]*/, 16: /^[0-9a-f]*/i }[base]?.exec(body)?.[0] ?? '';
  if (digits === '') throwNet('System.FormatException', NO_DIGITS);
  if (digits.length !== body.length)
    throwNet('System.FormatException', 'Additional non-parsable characters are at the end of the string.');
  const prefix = { 2: '0b', 8: '0o', 10: '', 16: '0x' }[base] ?? '';
  let value = BigInt(prefix + digits);
  const overflow = (as: string): never =>
    throwNet('System.OverflowException', `Value was either too large or too small for ${as}.`);
  if (base === 10) {
    if (negative) value = -value;
    if ((signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) !== value) overflow(words);
  } else {
    const wide = bits === 64 ? 64 : 32;
    if (BigInt.asUintN(wide, value) !== value) overflow(wide === 64 ? 'a UInt64' : 'a UInt32');
    if (BigInt.asUintN(bits, value) !== value) overflow(words);
    if (signed) value = BigInt.asIntN(bits, value);
  }
  return bits === 64 ? value : Number(value);
}

for (const [keyword, name, bits, signed, words] of integerTypes) {
  conversions[`static ${keyword} To${name}(string value, int fromBase)`] = (text: string | null, base: number) =>
    parseRadix(text, base, bits, signed, words);
  if (!['byte', 'short', 'int', 'long'].includes(keyword)) continue;
  conversions[`static string ToString(${keyword} value, int toBase)`] = (value: number | bigint, base: number) => {
    checkBase(base);
    return base === 10 ? String(value) : BigInt.asUintN(bits, BigInt(value)).toString(base);
  };
}

/** A System.Type as an argument: whatever object carries the type it stands for. */
interface TypeObject {
  readonly represents: TypeRef;
}

function changeType(value: unknown, type: TypeRef, call: CallInfo): unknown {
  const target = convertible.find(([, , known]) => known === type);
  const actual = runtimeType(value);
  if (value === null) {
    if (universe().isValueType(type))
      throwNet('System.InvalidCastException', 'Null object cannot be converted to a value type.');
    return null;
  }
  if (actual === type) return value;
  if (!isConvertible(value)) throwNet('System.InvalidCastException', 'Object must implement IConvertible.');
  if (target) return box(convertTo(value, type, call.runtime), type);
  return throwNet(
    'System.InvalidCastException',
    `Invalid cast from '${reflectionName(actual ?? T.object)}' to '${reflectionName(type)}'.`,
  );
}

const part = (source: NetArray | null, offset: number, length: number, name: string): Uint8Array => {
  const data = bytesOf(required(source, name));
  nonNegative(length, 'length');
  nonNegative(offset, 'offset');
  atMost(offset, data.length - length, 'offset');
  return data.subarray(offset, offset + length);
};

const encode = (data: Uint8Array, options: EnumValue | null, call: CallInfo): string => {
  call.runtime.charge(Math.ceil(data.length / 3) * 4);
  return toBase64(data, options?.value === 1);
};

function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0)
    throwNet('System.FormatException', 'The input is not a valid hex string as its length is not a multiple of 2.');
  if (!/^[0-9a-fA-F]*$/.test(text))
    throwNet('System.FormatException', 'The input is not a valid hex string as it contains a non-hex character.');
  return new Uint8Array(Buffer.from(text, 'hex'));
}

defineType({
  name: 'System.Convert',
  kind: 'class',
  members: {
    ...(conversions as Members),
    'static string ToBase64String(byte[] inArray)': (source: NetArray | null, call: CallInfo) =>
      encode(bytesOf(required(source, 'inArray')), null, call),
    'static string ToBase64String(byte[] inArray, Base64FormattingOptions options)': (
      source: NetArray | null,
      options: EnumValue,
      call: CallInfo,
    ) => encode(bytesOf(required(source, 'inArray')), options, call),
    'static string ToBase64String(byte[] inArray, int offset, int length)': (
      source: NetArray | null,
      offset: number,
      length: number,
      call: CallInfo,
    ) => encode(part(source, offset, length, 'inArray'), null, call),
    'static string ToBase64String(byte[] inArray, int offset, int length, Base64FormattingOptions options)': (
      source: NetArray | null,
      offset: number,
      length: number,
      options: EnumValue,
      call: CallInfo,
    ) => encode(part(source, offset, length, 'inArray'), options, call),
    'static int ToBase64CharArray(byte[] inArray, int offsetIn, int length, char[] outArray, int offsetOut)': (
      source: NetArray | null,
      offsetIn: number,
      length: number,
      target: NetArray | null,
      offsetOut: number,
      call: CallInfo,
    ) => {
      const text = encode(part(source, offsetIn, length, 'inArray'), null, call);
      const items = required(target, 'outArray').items as number[];
      atMost(offsetOut, items.length - text.length, 'offsetOut');
      unitsOf(text).forEach((unit, index) => {
        items[offsetOut + index] = unit;
      });
      return text.length;
    },
    'static byte[] FromBase64String(string s)': (text: string | null, call: CallInfo) => {
      const source = required(text, 's');
      call.runtime.charge(source.length);
      return bytes(fromBase64(source));
    },
    'static byte[] FromBase64CharArray(char[] inArray, int offset, int length)': (
      source: NetArray | null,
      offset: number,
      length: number,
      call: CallInfo,
    ) => {
      const units = required(source, 'inArray').items as number[];
      nonNegative(length, 'length');
      nonNegative(offset, 'offset');
      atMost(offset, units.length - length, 'offset');
      call.runtime.charge(length);
      return bytes(fromBase64(textOf(units, offset, offset + length)));
    },
    'static string ToHexString(byte[] inArray)': (source: NetArray | null, call: CallInfo) => {
      const data = bytesOf(required(source, 'inArray'));
      call.runtime.charge(data.length * 2);
      return Buffer.from(data).toString('hex').toUpperCase();
    },
    'static string ToHexStringLower(byte[] inArray)': (source: NetArray | null, call: CallInfo) => {
      const data = bytesOf(required(source, 'inArray'));
      call.runtime.charge(data.length * 2);
      return Buffer.from(data).toString('hex');
    },
    'static byte[] FromHexString(string s)': (text: string | null, call: CallInfo) => {
      const source = required(text, 's');
      call.runtime.charge(source.length);
      return bytes(fromHex(source));
    },
    'static object ChangeType(object value, Type conversionType)': (
      value: unknown,
      type: TypeObject | null,
      call: CallInfo,
    ) => changeType(value, required(type, 'conversionType').represents, call),
    'static object ChangeType(object value, Type conversionType, IFormatProvider provider)': (
      value: unknown,
      type: TypeObject | null,
      _provider: unknown,
      call: CallInfo,
    ) => changeType(value, required(type, 'conversionType').represents, call),
    'static TypeCode GetTypeCode(object value)': (value: unknown) => typeCodeOf(runtimeType(value)),
    'static bool IsDBNull(object value)': (_value: unknown, _result?: Ref) => false,
  },
});
