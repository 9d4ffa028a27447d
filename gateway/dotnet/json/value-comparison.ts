/** Equality and order of JValues. */
import { NetDecimal } from '../core/decimal.ts';
import { T } from '../core/type-ref.ts';
import { Boxed, EnumValue, NetArray } from '../core/values.ts';
import { argument } from '../primitives/argument-errors.ts';
import { compareNumbers, type Virtual } from '../primitives/virtual.ts';
import { compareOrdinal } from '../text/string-comparison.ts';
import { BigInteger } from './big-integer.ts';
import { roundTrip } from './json-text.ts';
import type { TokenTypeName } from './tree/token-type.ts';
import type { JValue } from './tree/value.ts';

/** `JValue.Equals`: same type and equal values. */
export function valuesEqual(a: JValue, b: JValue): boolean {
  if (a === b) return true;
  return a.type === b.type && compareAs(a.type, a.value, b.value) === 0;
}

/** `JValue.CompareTo`: a string is compared as what it is compared with. */
export function compareValues(a: JValue, b: JValue): number {
  const type = a.type === 'String' && b.type !== 'String' ? b.type : a.type;
  return compareAs(type, a.value, b.value);
}

function asNumber(value: unknown): number {
  if (value instanceof Boxed) return Number(value.value);
  if (value instanceof NetDecimal) return value.toNumber();
  if (value instanceof BigInteger) return Number(value.value);
  if (value instanceof EnumValue) return value.value;
  return typeof value === 'boolean' ? Number(value) : Number(value);
}

function asBigInt(value: unknown): bigint | undefined {
  if (value instanceof BigInteger) return value.value;
  if (value instanceof EnumValue) return BigInt(value.value);
  if (value instanceof Boxed && value.type !== T.double && value.type !== T.float) return BigInt(value.value);
  return undefined;
}

function asText(value: unknown): string {
  if (value instanceof Boxed) {
    if (value.type === T.char) return String.fromCharCode(Number(value.value));
    if (value.type === T.double || value.type === T.float)
      return roundTrip(Number(value.value), value.type === T.float);
    return String(value.value);
  }
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

function compareAs(type: TokenTypeName, a: unknown, b: unknown): number {
  const noA = a === null || a === undefined;
  const noB = b === null || b === undefined;
  if (noA || noB) return noA ? (noB ? 0 : -1) : 1;
  switch (type) {
    case 'Integer':
    case 'Float': {
      const left = asBigInt(a);
      const right = asBigInt(b);
      if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
      if (a instanceof NetDecimal && b instanceof NetDecimal) return a.compareTo(b);
      return compareNumbers(asNumber(a), asNumber(b));
    }
    case 'String':
    case 'Comment':
    case 'Raw':
      return compareOrdinal(asText(a), asText(b));
    case 'Boolean':
      return Number(a) - Number(b);
    case 'Bytes':
      return compareBytes(a, b);
    default: {
      const virtual = a as Virtual;
      if (virtual.compareTo) return virtual.compareTo(b);
      if (virtual.toText) return compareOrdinal(String(a), String(b));
      return argument('Object must be comparable.');
    }
  }
}

function compareBytes(a: unknown, b: unknown): number {
  if (!(a instanceof NetArray) || !(b instanceof NetArray)) return argument('Object must be of type byte[].');
  for (let i = 0; i < Math.min(a.items.length, b.items.length); i++) {
    const difference = Number(a.items[i]) - Number(b.items[i]);
    if (difference !== 0) return Math.sign(difference);
  }
  return a.items.length - b.items.length;
}
