/** Hash codes as .NET computes them, where they are a documented or stable function of the value. */
import type { NetDecimal } from '../core/decimal.ts';
import { meter } from '../core/meter.ts';
import { T, type TypeRef } from '../core/type-ref.ts';

/** Texts above this length are work worth counting. */
const LONG = 1024;

const buffer = new DataView(new ArrayBuffer(8));

/** Int64 and UInt64: low half xor high half. */
export function longHash(value: bigint): number {
  return Number(BigInt.asIntN(32, value) ^ BigInt.asIntN(32, value >> 32n)) | 0;
}

/** Double: bits folded; all zeros and all NaNs are one. */
export function doubleHash(value: number): number {
  if (value === 0) return 0;
  buffer.setFloat64(0, value);
  return buffer.getInt32(0) ^ buffer.getInt32(4);
}

/** Boxed numbers that are held as a JavaScript number. */
export function intHash(value: number, type: TypeRef): number {
  if (type === T.char) return value | (value << 16);
  if (type === T.double) return doubleHash(value);
  if (type === T.float) {
    if (value === 0) return 0;
    buffer.setFloat32(0, value);
    return buffer.getInt32(0);
  }
  return value | 0;
}

/**
 * String. .NET randomises it per process, so no value is right or wrong; ours is a fixed function of the text (FNV-1a over
 * UTF-16 code units), which keeps runs repeatable.
 */
export function stringHash(text: string): number {
  if (text.length > LONG) meter(text.length);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** Decimal: equal values of different scale have one hash. */
export function decimalHash(value: NetDecimal): number {
  let { coefficient, scale } = value;
  if (coefficient === 0n) return 0;
  while (scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale--;
  }
  const negative = coefficient < 0n;
  if (negative) coefficient = -coefficient;
  const flags = (scale << 16) | (negative ? 0x80000000 : 0);
  const part = (shift: bigint): number => Number(BigInt.asIntN(32, coefficient >> shift));
  return flags ^ part(64n) ^ part(32n) ^ part(0n);
}
