/**
 * The members that .NET dispatches at run time: `ToString`, `Equals`, `GetHashCode`, `CompareTo` and
 * `IFormattable.ToString`. A JavaScript class that overrides one implements the method of `Virtual`; values without a
 * class (strings, numbers, booxed values, enums) are handled here, so that every piece of the library compares and
 * prints values in one way.
 */
import { NetDecimal } from '../core/decimal.ts';
import type { Runtime } from '../core/define.ts';
import { declarations } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { Boxed, EnumValue, NetArray, NetObject } from '../core/values.ts';
import { collator } from '../text/collation.ts';
import { type Culture, currentCulture } from '../text/culture.ts';
import { formatDecimal, formatFloat, formatInteger } from '../text/number-format.ts';
import { formatEnum } from './enum-text.ts';
import { decimalHash, doubleHash, intHash, longHash, stringHash } from './hash.ts';
import { reflectionName } from './reflection-name.ts';

/** A value by which a `Map` finds equal .NET values: JavaScript's SameValueZero on keys is .NET's `Equals` on values. */
export type Key = unknown;

/** What a class may override. */
export interface Virtual {
  /** `ToString()`. */
  toText?(runtime: Runtime): string;
  /** `IFormattable.ToString(format, provider)`. */
  formatText?(format: string | null, culture: Culture, runtime: Runtime): string;
  /** Equality by value: a key, unique among all types. Classes without it are equal by identity. */
  equalityKey?(): Key;
  /** `IComparable.CompareTo`; `other` is not null. */
  compareTo?(other: unknown): number;
  /** `GetHashCode()`, where .NET's is deterministic. */
  hash?(): number;
}

/** Integer types: bits and signedness. */
export const integerTypes: ReadonlyMap<TypeRef, { bits: 8 | 16 | 32 | 64; signed: boolean }> = new Map<
  TypeRef,
  { bits: 8 | 16 | 32 | 64; signed: boolean }
>([
  [T.sbyte, { bits: 8, signed: true }],
  [T.byte, { bits: 8, signed: false }],
  [T.short, { bits: 16, signed: true }],
  [T.ushort, { bits: 16, signed: false }],
  [T.int, { bits: 32, signed: true }],
  [T.uint, { bits: 32, signed: false }],
  [T.long, { bits: 64, signed: true }],
  [T.ulong, { bits: 64, signed: false }],
]);

/** `value.ToString()` of a value in `object` form; null is the empty string, as concatenation and formatting see it. */
export function toText(value: unknown, runtime: Runtime): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return formatText(value, null, currentCulture(runtime), runtime);
}

/** `IFormattable.ToString(format, culture)`, or `ToString()` of what is not formattable. */
export function formatText(value: unknown, format: string | null, culture: Culture, runtime: Runtime): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint')
    return formatInteger(BigInt(value), 64, format, culture, runtime);
  if (value instanceof Boxed) return formatBoxed(value, format, culture, runtime);
  if (value instanceof NetDecimal) return formatDecimal(value, format, culture, runtime);
  if (value instanceof EnumValue) return formatEnum(value, format, declarations().enums);
  const virtual = value as Virtual;
  if (virtual.formatText) return virtual.formatText(format, culture, runtime);
  if (virtual.toText) return virtual.toText(runtime);
  return value instanceof NetObject ? reflectionName(value.netType) : String(value);
}

function formatBoxed(value: Boxed, format: string | null, culture: Culture, runtime: Runtime): string {
  const { type } = value;
  if (type === T.char) return String.fromCharCode(Number(value.value));
  if (type === T.double || type === T.float)
    return formatFloat(Number(value.value), type === T.float, format, culture, runtime);
  const integer = integerTypes.get(type);
  return formatInteger(BigInt(value.value), integer?.bits ?? 32, format, culture, runtime);
}

const identities = new WeakMap<object, string>();
let nextIdentity = 1;

/** The key of a value in static or `object` form. Two values are equal exactly when their keys are the same. */
export function keyOf(value: unknown): Key {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (value instanceof Boxed) {
    if (value.type === T.double || value.type === T.float)
      return `${value.type === T.float ? 'float' : 'double'}:${value.value === 0 ? 0 : value.value}`;
    return `${(value.type as { name: string }).name}:${value.value}`;
  }
  if (value instanceof NetDecimal) return `decimal:${decimalKey(value)}`;
  if (value instanceof EnumValue) return `${(value.type as { name: string }).name}:${value.value}`;
  const virtual = value as Virtual;
  return virtual.equalityKey ? virtual.equalityKey() : value;
}

/** A key usable inside a longer string key; reference objects get a number of their own. */
export function keyText(value: unknown): string {
  const key = keyOf(value);
  if (key === null) return 'null';
  if (typeof key === 'object' || typeof key === 'symbol') {
    let identity = identities.get(key as object);
    if (identity === undefined) {
      identity = `#${nextIdentity++}`;
      identities.set(key as object, identity);
    }
    return identity;
  }
  return `${typeof key}:${String(key).length}:${String(key)}`;
}

function decimalKey(value: NetDecimal): string {
  let { coefficient, scale } = value;
  while (scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale--;
  }
  return `${coefficient}e-${scale}`;
}

/** `Object.Equals(a, b)` for two values of the same form (both static, or both `object`). */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const left = keyOf(a);
  const right = keyOf(b);
  return left === right || (Number.isNaN(left) && Number.isNaN(right));
}

/** `GetHashCode()`; identity hashes count up in order of first use. */
export function hashCode(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'string') return stringHash(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return Number.isInteger(value) ? value | 0 : doubleHash(value);
  if (typeof value === 'bigint') return longHash(value);
  if (value instanceof Boxed) {
    if (typeof value.value === 'bigint') return longHash(value.value);
    return intHash(value.value, value.type);
  }
  if (value instanceof EnumValue) return value.value | 0;
  if (value instanceof NetDecimal) return decimalHash(value);
  const virtual = value as Virtual;
  if (virtual.hash) return virtual.hash();
  return stringHash(keyText(value));
}

/**
 * `Comparer<T>.Default.Compare`: null first, strings by the current culture, otherwise `CompareTo`.
 * Throws System.ArgumentException when the values do not implement IComparable.
 */
export function compare(a: unknown, b: unknown, runtime: Runtime): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1;
  if (b === null || b === undefined) return 1;
  if (typeof a === 'string' && typeof b === 'string')
    return Math.sign(collator(currentCulture(runtime), false).compare(a, b));
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : 1;
  if (typeof a === 'boolean' && typeof b === 'boolean') return a ? 1 : -1;
  if (a instanceof Boxed && b instanceof Boxed && a.type === b.type) {
    if (a.type === T.char || a.type === T.byte || a.type === T.short) return Number(a.value) - Number(b.value);
    return compare(a.value, b.value, runtime);
  }
  if (a instanceof NetDecimal && b instanceof NetDecimal) return a.compareTo(b);
  if (a instanceof EnumValue && b instanceof EnumValue && a.type === b.type) return compareNumbers(a.value, b.value);
  const virtual = a as Virtual;
  if (virtual.compareTo) return virtual.compareTo(b);
  if (typeof a === 'string') return throwNet('System.ArgumentException', 'Object must be of type String.');
  if (a instanceof NetArray || a instanceof NetObject)
    return throwNet('System.ArgumentException', 'At least one object must implement IComparable.');
  return 0;
}

/** Numbers in .NET's total order: NaN before everything, -0 equal to 0. */
export function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : 1;
}

/** The run-time type of a value in `object` form; null has none. */
export function runtimeType(value: unknown): TypeRef | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return T.string;
  if (typeof value === 'boolean') return T.bool;
  if (typeof value === 'number') return T.int;
  if (typeof value === 'bigint') return T.long;
  return value instanceof NetObject ? value.netType : T.object;
}
