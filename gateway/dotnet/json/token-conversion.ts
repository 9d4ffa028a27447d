/** The conversion operators of JToken: which token types convert to what, and with which messages. */
import { NetDecimal } from '../core/decimal.ts';
import type { CallInfo, Members, Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { Boxed, NetArray } from '../core/values.ts';
import { argument, argumentNull } from '../primitives/argument-errors.ts';
import { convertTo, fitInteger } from '../primitives/convertible.ts';
import { Guid, parseGuid } from '../primitives/guid.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { absoluteUri, Uri } from '../primitives/uri-value.ts';
import { fromBase64, toBase64 } from '../text/base64.ts';
import { invariantCulture } from '../text/culture.ts';
import { parseOffset } from '../time/date-time-offset.ts';
import { DateTime, DateTimeOffset, offsetFrom } from '../time/date-time-value.ts';
import { TimeSpan } from '../time/time-span.ts';
import { parseTimeSpan } from '../time/time-span-parse.ts';
import { BigInteger } from './big-integer.ts';
import { JProperty } from './tree/property.ts';
import type { JToken } from './tree/token.ts';
import type { TokenTypeName } from './tree/token-type.ts';
import { JValue } from './tree/value.ts';

const number: readonly TokenTypeName[] = ['Integer', 'Float', 'String', 'Comment', 'Raw', 'Boolean'];
const text: readonly TokenTypeName[] = [
  'Date',
  'Integer',
  'Float',
  'String',
  'Comment',
  'Raw',
  'Boolean',
  'Bytes',
  'Guid',
  'TimeSpan',
  'Uri',
];
const date: readonly TokenTypeName[] = ['Date', 'String', 'Comment', 'Raw'];

/** A type that tokens convert to. */
interface Target {
  readonly name: string;
  readonly from: readonly TokenTypeName[];
  readonly convert: (value: unknown, runtime: Runtime) => unknown;
}

const toText = (value: unknown, runtime: Runtime): string => {
  if (value instanceof NetArray && value.items instanceof Uint8Array) return toBase64(value.items);
  if (value instanceof BigInteger) return value.toText();
  return String(convertTo(value, T.string, runtime, invariantCulture));
};

const primitive =
  (type: TypeRef) =>
  (value: unknown, runtime: Runtime): unknown => {
    if (value instanceof BigInteger) return fromBigInteger(value, type);
    return convertTo(value, type, runtime, invariantCulture);
  };

/** Types to which a BigInteger converts by way of `int`. */
const viaInt: ReadonlySet<TypeRef> = new Set<TypeRef>([T.bool, T.sbyte, T.byte, T.short, T.ushort, T.char]);

/** A number beyond 64 bits as `type`, in static form. */
export function fromBigInteger(value: BigInteger, type: TypeRef): unknown {
  if (viaInt.has(type)) fitInteger(value.value, T.int);
  if (type === T.double) return Number(value.value);
  if (type === T.float) return Math.fround(Number(value.value));
  if (type === T.decimal) return NetDecimal.of(value.value, 0);
  if (type === T.bool) return value.value !== 0n;
  return fitInteger(value.value, type);
}

function toSpan(value: unknown, runtime: Runtime): TimeSpan {
  if (value instanceof TimeSpan) return value;
  const source = toText(value, runtime);
  const ticks = parseTimeSpan(source, invariantCulture);
  if (typeof ticks === 'bigint') return new TimeSpan(ticks);
  if (ticks === 'overflow') {
    throwNet(
      'System.OverflowException',
      `The TimeSpan string '${source}' could not be parsed because at least one of the numeric components is out of range or contains too many digits.`,
    );
  }
  return throwNet('System.FormatException', `String '${source}' was not recognized as a valid TimeSpan.`);
}

function toDateTime(value: unknown, runtime: Runtime): unknown {
  if (value instanceof DateTimeOffset) return new DateTime(value.ticks);
  return convertTo(value, DateTime.minValue.netType, runtime, invariantCulture);
}

function toOffset(value: unknown, runtime: Runtime): unknown {
  if (value instanceof DateTimeOffset) return value;
  if (typeof value === 'string')
    return parseOffset(value, invariantCulture, 0, { runtime, typeArgs: [], receiver: T.object });
  const moment = toDateTime(value, runtime) as DateTime;
  return offsetFrom(moment.ticks, 0);
}

/** Two's complement, least significant byte first, in as few bytes as hold the sign. */
function littleEndian(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(BigInt.asUintN(8, rest));
    out.push(byte);
    rest >>= 8n;
    if ((rest === 0n && byte < 128) || (rest === -1n && byte >= 128)) return Uint8Array.from(out);
  }
}

function toBytes(value: unknown): unknown {
  if (typeof value === 'string') return bytes(fromBase64(value));
  if (value instanceof NetArray) return value;
  if (value instanceof BigInteger) return bytes(littleEndian(value.value));
  return argument(`Can not convert ${JValue.of(value).type} to byte array.`);
}

/** Targets by C# name; every struct also has its nullable form. */
const targets: Readonly<Record<string, Target>> = {
  bool: { name: 'Boolean', from: number, convert: primitive(T.bool) },
  sbyte: { name: 'SByte', from: number, convert: primitive(T.sbyte) },
  byte: { name: 'Byte', from: number, convert: primitive(T.byte) },
  short: { name: 'Int16', from: number, convert: primitive(T.short) },
  ushort: { name: 'UInt16', from: number, convert: primitive(T.ushort) },
  int: { name: 'Int32', from: number, convert: primitive(T.int) },
  uint: { name: 'UInt32', from: number, convert: primitive(T.uint) },
  long: { name: 'Int64', from: number, convert: primitive(T.long) },
  ulong: { name: 'UInt64', from: number, convert: primitive(T.ulong) },
  float: { name: 'Single', from: number, convert: primitive(T.float) },
  double: { name: 'Double', from: number, convert: primitive(T.double) },
  decimal: { name: 'Decimal', from: number, convert: primitive(T.decimal) },
  char: { name: 'Char', from: ['Integer', 'Float', 'String', 'Comment', 'Raw'], convert: primitive(T.char) },
  DateTime: { name: 'DateTime', from: date, convert: toDateTime },
  DateTimeOffset: { name: 'DateTimeOffset', from: date, convert: toOffset },
  TimeSpan: { name: 'TimeSpan', from: ['String', 'Comment', 'Raw', 'TimeSpan'], convert: toSpan },
  Guid: {
    name: 'Guid',
    from: ['String', 'Comment', 'Raw', 'Guid', 'Bytes'],
    convert: (value, runtime) =>
      value instanceof Guid
        ? value
        : value instanceof NetArray && value.items instanceof Uint8Array
          ? guidFromBytes(value.items)
          : parseGuid(toText(value, runtime)),
  },
  string: { name: 'String', from: text, convert: toText },
  Uri: {
    name: 'Uri',
    from: ['String', 'Comment', 'Raw', 'Uri'],
    convert: (value, runtime) => (value instanceof Uri ? value : absoluteUri(toText(value, runtime), runtime.platform)),
  },
  'byte[]': { name: 'byte array', from: ['Bytes', 'String', 'Comment', 'Raw', 'Integer'], convert: toBytes },
};

const reference = new Set(['string', 'Uri', 'byte[]']);

function guidFromBytes(data: Uint8Array): Guid {
  if (data.length !== 16) argument('Byte array for Guid must be exactly 16 bytes long.', 'b');
  return Guid.fromBytes(data);
}

function describe(token: JToken): string {
  return token instanceof JProperty ? token.value.type : token.type;
}

/** `(target)token`. @param nullable whether null and missing tokens give null */
function convertToken(token: JToken | null, target: Target, nullable: boolean, runtime: Runtime): unknown {
  if (token === null) return nullable ? null : argumentNull('value');
  // An array of bytes may be missing, but JSON's null is none.
  const takesNull = nullable && target !== targets['byte[]'];
  const inner = token instanceof JProperty ? token.value : token;
  const value = inner instanceof JValue ? inner : null;
  const empty = value !== null && takesNull && (value.type === 'Null' || value.type === 'Undefined');
  if (value === null || (!empty && !target.from.includes(value.type)))
    argument(`Can not convert ${describe(token)} to ${target.name}.`);
  if (value.value === null || value.value === undefined) {
    return nullable ? null : target.convert(null, runtime);
  }
  return target.convert(value.value, runtime);
}

/** `(keyword)token`, for `ToObject<T>` and `Value<T>`; undefined when there is no such operator. */
export function convertTokenTo(
  token: JToken | null,
  keyword: string,
  nullable: boolean,
  runtime: Runtime,
): { value: unknown } | undefined {
  const target = targets[keyword];
  return target ? { value: convertToken(token, target, nullable || reference.has(keyword), runtime) } : undefined;
}

const explicit: Record<string, (token: JToken | null, call: CallInfo) => unknown> = {};
for (const [keyword, target] of Object.entries(targets)) {
  const isReference = reference.has(keyword);
  explicit[`static explicit operator ${keyword}(JToken value)`] = (token, call) =>
    convertToken(token, target, isReference, call.runtime);
  if (isReference) continue;
  explicit[`static explicit operator ${keyword}?(JToken value)`] = (token, call) =>
    convertToken(token, target, true, call.runtime);
}

const boxed = (type: TypeRef) => (value: number | bigint) => JValue.of(new Boxed(type, value));
const nullable = (type: TypeRef) => (value: number | bigint | null) =>
  value === null ? JValue.null() : JValue.of(new Boxed(type, value));
const plain = (value: unknown): JValue => JValue.of(value);
/** Integers are stored as long, which is the constructor that C# picks. */
const asLong = (value: number): JValue => JValue.of(new Boxed(T.long, BigInt(value)));
const textValue = (value: string | null): JValue => new JValue(value, 'String');

const implicit: Record<string, (value: never) => JValue> = {
  bool: plain,
  'bool?': plain,
  sbyte: asLong,
  'sbyte?': nullable(T.sbyte),
  byte: asLong,
  'byte?': nullable(T.byte),
  short: asLong,
  'short?': nullable(T.short),
  ushort: asLong,
  'ushort?': nullable(T.ushort),
  int: asLong,
  'int?': nullable(T.int),
  uint: asLong,
  'uint?': nullable(T.uint),
  long: boxed(T.long),
  'long?': nullable(T.long),
  ulong: boxed(T.ulong),
  'ulong?': nullable(T.ulong),
  float: boxed(T.float),
  'float?': nullable(T.float),
  double: boxed(T.double),
  'double?': nullable(T.double),
  decimal: plain,
  'decimal?': plain,
  DateTime: plain,
  'DateTime?': plain,
  DateTimeOffset: plain,
  'DateTimeOffset?': plain,
  TimeSpan: plain,
  'TimeSpan?': plain,
  Guid: plain,
  'Guid?': plain,
  string: textValue,
  Uri: (value: Uri | null) => new JValue(value, value === null ? 'Null' : 'Uri'),
  'byte[]': (value: NetArray | null) => new JValue(value, 'Bytes'),
};

/** The operators of JToken as member declarations. */
export const conversionOperators: Members = {
  ...explicit,
  ...Object.fromEntries(
    Object.entries(implicit).map(([keyword, make]) => [`static implicit operator JToken(${keyword} value)`, make]),
  ),
};
