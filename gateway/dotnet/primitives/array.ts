/** System.Array: the members that every `T[]` inherits, and the static algorithms. */

import { comparerOf, sortOrder } from '../collections/comparer.ts';
import { ReadOnlyCollection } from '../collections/read-only-collection.ts';
import { box } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { arrayOf, T, type TypeRef } from '../core/type-ref.ts';
import { NetArray, type NetDelegate } from '../core/values.ts';
import {
  argument,
  arrayIndex,
  countOutOfRange,
  indexBeyondEnd,
  nonNegative,
  outOfRange,
  required,
} from './argument-errors.ts';
import { equal } from './virtual.ts';

type Items = unknown[];
const itemsOf = (array: NetArray): Items => array.items as Items;
const elementOf = (array: NetArray): TypeRef => (array.type.kind === 'array' ? array.type.element : T.object);
const elementArg = (call: CallInfo): TypeRef => call.typeArgs[0] ?? T.object;

/** A new array of `type[]` holding `items`. */
export function arrayFrom(element: TypeRef, items: Items): NetArray {
  return new NetArray(arrayOf(element), element === T.byte ? Uint8Array.from(items as number[]) : items);
}

/** A new array of default values. Throws System.OverflowException for a negative length. */
function newArray(element: TypeRef, length: number, call: CallInfo): NetArray {
  if (length < 0) throwNet('System.OverflowException', 'Arithmetic operation resulted in an overflow.');
  call.runtime.charge(length);
  if (element === T.byte) return new NetArray(arrayOf(element), new Uint8Array(length));
  return new NetArray(arrayOf(element), new Array(length).fill(defaultValue(element)));
}

function copy(
  source: NetArray | null,
  sourceIndex: number,
  target: NetArray | null,
  targetIndex: number,
  length: number,
  call: CallInfo,
): void {
  const from = required(source, 'sourceArray');
  const to = required(target, 'destinationArray');
  const a = elementOf(from);
  const b = elementOf(to);
  const primitive = (type: TypeRef): boolean => box(0, type) !== 0 || type === T.bool;
  if (a !== b && (primitive(a) || primitive(b)) && b !== T.object)
    throwNet('System.ArrayTypeMismatchException', 'Source array type cannot be assigned to destination array type.');
  nonNegative(length, 'length');
  if (sourceIndex < 0)
    outOfRange('sourceIndex', `sourceIndex ('${sourceIndex}') must be greater than or equal to '0'.`, sourceIndex);
  if (targetIndex < 0)
    outOfRange(
      'destinationIndex',
      `destinationIndex ('${targetIndex}') must be greater than or equal to '0'.`,
      targetIndex,
    );
  if (sourceIndex + length > from.items.length) {
    argument(
      "Source array was not long enough. Check the source index, length, and the array's lower bounds.",
      'sourceArray',
    );
  }
  if (targetIndex + length > to.items.length) {
    argument(
      "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.",
      'destinationArray',
    );
  }
  call.runtime.charge(length);
  const slice = from.items.slice(sourceIndex, sourceIndex + length);
  const convert = b === T.object && a !== T.object;
  for (let i = 0; i < length; i++) to.items[targetIndex + i] = (convert ? box(slice[i], a) : slice[i]) as number;
}

function indexOf(array: NetArray | null, value: unknown, start: number, count: number | null, call: CallInfo): number {
  const { items } = required(array, 'array');
  if (start < 0 || start > items.length) indexBeyondEnd('startIndex');
  if (count !== null && (count < 0 || count > items.length - start)) countOutOfRange();
  call.runtime.charge(items.length);
  const end = count === null ? items.length : start + count;
  for (let i = start; i < end; i++) if (equal(items[i], value)) return i;
  return -1;
}

function lastIndexOf(array: NetArray | null, value: unknown, call: CallInfo): number {
  const { items } = required(array, 'array');
  call.runtime.charge(items.length);
  for (let i = items.length - 1; i >= 0; i--) if (equal(items[i], value)) return i;
  return -1;
}

function findIndex(array: NetArray | null, match: NetDelegate | null, call: CallInfo): number {
  const { items } = required(array, 'array');
  const test = required(match, 'match');
  call.runtime.charge(items.length);
  for (let i = 0; i < items.length; i++) if (test.invoke(items[i])) return i;
  return -1;
}

function findLastIndex(array: NetArray | null, match: NetDelegate | null, call: CallInfo): number {
  const { items } = required(array, 'array');
  const test = required(match, 'match');
  call.runtime.charge(items.length);
  for (let i = items.length - 1; i >= 0; i--) if (test.invoke(items[i])) return i;
  return -1;
}

function sort(array: NetArray | null, order: (a: unknown, b: unknown) => number, call: CallInfo): void {
  const { items } = required(array, 'array');
  call.runtime.charge(items.length * Math.ceil(Math.log2(items.length + 2)));
  const sorted = Array.from(items as Items).sort(sortOrder(order));
  for (let i = 0; i < sorted.length; i++) items[i] = sorted[i] as number;
}

function range(items: { length: number }, index: number, length: number): void {
  if (index < 0 || length < 0 || index + length > items.length) arrayIndex();
}

defineType({
  name: 'System.Array',
  kind: 'class',
  interfaces: ['IEnumerable'],
  members: {
    'int Length { get; }': (self: NetArray) => self.items.length,
    'long LongLength { get; }': (self: NetArray) => BigInt(self.items.length),
    'int Rank { get; }': () => 1,
    'int GetLength(int dimension)': (self: NetArray, dimension: number) =>
      dimension === 0 ? self.items.length : arrayIndex(),
    'int GetLowerBound(int dimension)': (_self: NetArray, dimension: number) => (dimension === 0 ? 0 : arrayIndex()),
    'int GetUpperBound(int dimension)': (self: NetArray, dimension: number) =>
      dimension === 0 ? self.items.length - 1 : arrayIndex(),
    'object GetValue(int index)': (self: NetArray, index: number) =>
      index < 0 || index >= self.items.length ? arrayIndex() : box(self.items[index], elementOf(self)),
    'object Clone()': (self: NetArray, call: CallInfo) => {
      call.runtime.charge(self.items.length);
      return new NetArray(self.type, self.items.slice());
    },
    'void CopyTo(Array array, int index)': (self: NetArray, target: NetArray | null, index: number, call: CallInfo) =>
      copy(self, 0, target, index, self.items.length, call),
    'static void Copy(Array sourceArray, Array destinationArray, int length)': (
      source: NetArray | null,
      target: NetArray | null,
      length: number,
      call: CallInfo,
    ) => copy(source, 0, target, 0, length, call),
    'static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)':
      copy,
    'static void Clear(Array array)': (array: NetArray | null, call: CallInfo) => {
      const target = required(array, 'array');
      call.runtime.charge(target.items.length);
      (target.items as Items).fill(defaultValue(elementOf(target)));
    },
    'static void Clear(Array array, int index, int length)': (
      array: NetArray | null,
      index: number,
      length: number,
      call: CallInfo,
    ) => {
      const target = required(array, 'array');
      range(target.items, index, length);
      call.runtime.charge(length);
      (target.items as Items).fill(defaultValue(elementOf(target)), index, index + length);
    },
    'static T[] Empty<T>()': (call: CallInfo) => arrayFrom(elementArg(call), []),
    'static void Fill<T>(T[] array, T value)': (array: NetArray | null, value: unknown, call: CallInfo) => {
      const target = required(array, 'array');
      call.runtime.charge(target.items.length);
      (target.items as Items).fill(value);
    },
    'static void Reverse(Array array)': (array: NetArray | null, call: CallInfo) => {
      const { items } = required(array, 'array');
      call.runtime.charge(items.length);
      items.reverse();
    },
    'static void Reverse(Array array, int index, int length)': (
      array: NetArray | null,
      index: number,
      length: number,
      call: CallInfo,
    ) => {
      const { items } = required(array, 'array');
      nonNegative(index, 'index');
      nonNegative(length, 'length');
      if (index + length > items.length)
        argument(
          'Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.',
        );
      call.runtime.charge(length);
      const part = items.slice(index, index + length).reverse();
      for (let i = 0; i < length; i++) items[index + i] = part[i] as number;
    },
    'static void Resize<T>(ref T[] array, int newSize)': (array: Ref, size: number, call: CallInfo) => {
      nonNegative(size, 'newSize');
      const result = newArray(elementArg(call), size, call);
      const old = (array.value as NetArray | null)?.items ?? [];
      for (let i = 0; i < Math.min(size, old.length); i++) result.items[i] = old[i] as number;
      array.value = result;
    },
    'static int IndexOf<T>(T[] array, T value)': (array: NetArray | null, value: unknown, call: CallInfo) =>
      indexOf(array, value, 0, null, call),
    'static int IndexOf<T>(T[] array, T value, int startIndex)': (
      array: NetArray | null,
      value: unknown,
      start: number,
      call: CallInfo,
    ) => indexOf(array, value, start, null, call),
    'static int IndexOf<T>(T[] array, T value, int startIndex, int count)': indexOf,
    'static int LastIndexOf<T>(T[] array, T value)': lastIndexOf,
    'static bool Exists<T>(T[] array, Predicate<T> match)': (
      array: NetArray | null,
      match: NetDelegate | null,
      call: CallInfo,
    ) => findIndex(array, match, call) >= 0,
    'static T Find<T>(T[] array, Predicate<T> match)': (
      array: NetArray | null,
      match: NetDelegate | null,
      call: CallInfo,
    ) => {
      const index = findIndex(array, match, call);
      return index < 0 ? defaultValue(elementArg(call)) : array?.items[index];
    },
    'static T FindLast<T>(T[] array, Predicate<T> match)': (
      array: NetArray | null,
      match: NetDelegate | null,
      call: CallInfo,
    ) => {
      const index = findLastIndex(array, match, call);
      return index < 0 ? defaultValue(elementArg(call)) : array?.items[index];
    },
    'static T[] FindAll<T>(T[] array, Predicate<T> match)': (
      array: NetArray | null,
      match: NetDelegate | null,
      call: CallInfo,
    ) => {
      const items = itemsOf(required(array, 'array'));
      const test = required(match, 'match');
      call.runtime.charge(items.length);
      return arrayFrom(
        elementArg(call),
        Array.from(items).filter((item) => test.invoke(item)),
      );
    },
    'static int FindIndex<T>(T[] array, Predicate<T> match)': findIndex,
    'static int FindLastIndex<T>(T[] array, Predicate<T> match)': findLastIndex,
    'static bool TrueForAll<T>(T[] array, Predicate<T> match)': (
      array: NetArray | null,
      match: NetDelegate | null,
      call: CallInfo,
    ) => {
      const items = itemsOf(required(array, 'array'));
      const test = required(match, 'match');
      call.runtime.charge(items.length);
      return Array.from(items).every((item) => test.invoke(item));
    },
    'static void ForEach<T>(T[] array, Action<T> action)': (
      array: NetArray | null,
      action: NetDelegate | null,
      call: CallInfo,
    ) => {
      const items = itemsOf(required(array, 'array'));
      const run = required(action, 'action');
      call.runtime.charge(items.length);
      for (const item of items) run.invoke(item);
    },
    'static TOutput[] ConvertAll<TInput, TOutput>(TInput[] array, Converter<TInput, TOutput> converter)': (
      array: NetArray | null,
      converter: NetDelegate | null,
      call: CallInfo,
    ) => {
      const items = itemsOf(required(array, 'array'));
      const convert = required(converter, 'converter');
      call.runtime.charge(items.length);
      return arrayFrom(
        call.typeArgs[1] ?? T.object,
        Array.from(items, (item) => convert.invoke(item)),
      );
    },
    'static void Sort<T>(T[] array)': (array: NetArray | null, call: CallInfo) =>
      sort(array, comparerOf(null, call), call),
    'static void Sort<T>(T[] array, IComparer<T> comparer)': (
      array: NetArray | null,
      comparer: unknown,
      call: CallInfo,
    ) => sort(array, comparerOf(comparer, call), call),
    'static void Sort<T>(T[] array, Comparison<T> comparison)': (
      array: NetArray | null,
      comparison: NetDelegate | null,
      call: CallInfo,
    ) => {
      const compareBy = required(comparison, 'comparison');
      sort(array, (a, b) => Number(compareBy.invoke(a, b)), call);
    },
    'static void Sort<TKey, TValue>(TKey[] keys, TValue[] items)': (
      keys: NetArray | null,
      values: NetArray | null,
      call: CallInfo,
    ) => {
      const first = required(keys, 'keys').items;
      if (!values) {
        sort(keys, comparerOf(null, call), call);
        return;
      }
      if (values.items.length < first.length) argument('Keys array was not at least as long as items.', 'items');
      call.runtime.charge(first.length * Math.ceil(Math.log2(first.length + 2)));
      const order = sortOrder(comparerOf(null, call));
      const pairs = Array.from(first as Items, (key, at): [unknown, unknown] => [key, values.items[at]]);
      pairs.sort((a, b) => order(a[0], b[0]));
      pairs.forEach(([key, value], at) => {
        first[at] = key as number;
        values.items[at] = value as number;
      });
    },
    'static System.Collections.ObjectModel.ReadOnlyCollection<T> AsReadOnly<T>(T[] array)': (array: NetArray | null) =>
      new ReadOnlyCollection(required(array, 'array')),
    'static int BinarySearch<T>(T[] array, T value)': (array: NetArray | null, value: unknown, call: CallInfo) => {
      const { items } = required(array, 'array');
      const order = comparerOf(null, call);
      let low = 0;
      let high = items.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const result = order(items[middle], value);
        if (result === 0) return middle;
        if (result < 0) low = middle + 1;
        else high = middle - 1;
      }
      return ~low;
    },
  },
});
