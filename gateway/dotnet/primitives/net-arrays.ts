import { arrayOf, T } from '../core/type-ref.ts';
import { NetArray } from '../core/values.ts';

const byteArray = arrayOf(T.byte);
const stringArray = arrayOf(T.string);
const charArray = arrayOf(T.char);

/** A `byte[]`. */
export function bytes(items: Uint8Array): NetArray {
  return new NetArray(byteArray, items);
}

/** A `string[]`. */
export function strings(items: (string | null)[]): NetArray {
  return new NetArray(stringArray, items);
}

/** A `char[]` from UTF-16 code units. */
export function chars(items: number[]): NetArray {
  return new NetArray(charArray, items);
}

/** The content of a `byte[]`; shared, not copied. */
export function bytesOf(array: NetArray): Uint8Array {
  return array.items instanceof Uint8Array ? array.items : Uint8Array.from(array.items as number[]);
}

/** The UTF-16 code units of a string. */
export function unitsOf(text: string): number[] {
  const units = new Array<number>(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

/** The string of UTF-16 code units, in slices so that no call gets too many arguments. */
export function textOf(units: ArrayLike<number>, start = 0, end = units.length): string {
  let text = '';
  for (let i = start; i < end; i += 4096) {
    const slice: number[] = [];
    for (let j = i; j < Math.min(i + 4096, end); j++) slice.push(units[j] ?? 0);
    text += String.fromCharCode(...slice);
  }
  return text;
}
