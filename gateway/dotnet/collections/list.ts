import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, type NetDelegate, NetObject } from '../core/values.ts';
import { argument, indexOutOfRange, invalidOperation, outOfRange, required } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { equal } from '../primitives/virtual.ts';
import { comparerOf, sortOrder } from './comparer.ts';
import { elements } from './enumerate.ts';
import { knownCount, type ListLike } from './protocols.ts';
import { ReadOnlyCollection } from './read-only-collection.ts';

const MODIFIED = 'Collection was modified; enumeration operation may not execute.';
const OUT_OF_BOUNDS =
  'Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.';

/** Throws because a collection changed while it was enumerated. */
export function modified(): never {
  return invalidOperation(MODIFIED);
}

/** `List<element>`. */
export function listType(element: TypeRef): NamedType {
  return named('System.Collections.Generic.List', element);
}

/** System.Collections.Generic.List<T>; items in static form. */
export class List extends NetObject implements ListLike {
  readonly type: NamedType;
  items: unknown[];
  readonly isReadOnly = false;
  /** Counts changes, so that an enumeration notices them. */
  version = 0;
  constructor(type: NamedType, items: unknown[] = []) {
    super();
    this.type = type;
    this.items = items;
  }
  override get netType(): NamedType {
    return this.type;
  }
  get elementType(): TypeRef {
    return this.type.args[0] ?? T.object;
  }
  get count(): number {
    return this.items.length;
  }
  /** Room for elements: what was asked for, doubled from 4 until the elements fit. */
  reserved = 0;
  get capacity(): number {
    while (this.reserved < this.items.length) this.reserved = this.reserved === 0 ? 4 : this.reserved * 2;
    return this.reserved;
  }
  *[Symbol.iterator](): Iterator<unknown> {
    const { version } = this;
    for (let i = 0; i < this.items.length; i++) {
      yield this.items[i];
      if (version !== this.version) modified();
    }
  }
  at(index: number): unknown {
    return index < 0 || index >= this.items.length ? indexOutOfRange() : this.items[index];
  }
  setAtIndex(index: number, item: unknown): void {
    if (index < 0 || index >= this.items.length) indexOutOfRange();
    this.items[index] = item;
    this.version++;
  }
  has(item: unknown): boolean {
    return this.indexOfItem(item) >= 0;
  }
  indexOfItem(item: unknown): number {
    return this.items.findIndex((each) => equal(each, item));
  }
  addItem(item: unknown): void {
    this.items.push(item);
    this.version++;
  }
  insertItem(index: number, item: unknown): void {
    if (index < 0 || index > this.items.length) outOfRange('index', 'Index must be within the bounds of the List.');
    this.items.splice(index, 0, item);
    this.version++;
  }
  removeIndex(index: number): void {
    if (index < 0 || index >= this.items.length) indexOutOfRange();
    this.items.splice(index, 1);
    this.version++;
  }
  removeItem(item: unknown): boolean {
    const index = this.indexOfItem(item);
    if (index >= 0) this.removeIndex(index);
    return index >= 0;
  }
  clearItems(): void {
    this.items.length = 0;
    this.version++;
  }
}

function range(self: List, index: number, count: number): void {
  if (index < 0) outOfRange('index', 'Non-negative number required.');
  if (count < 0) outOfRange('count', 'Non-negative number required.');
  if (self.items.length - index < count) argument(OUT_OF_BOUNDS);
}

function collect(source: unknown, call: CallInfo): unknown[] {
  const items: unknown[] = [];
  for (const item of elements(source)) {
    call.runtime.charge(1);
    items.push(item);
  }
  return items;
}

const test = (match: NetDelegate | null): ((item: unknown) => boolean) => {
  const predicate = required(match, 'match');
  return (item) => predicate.invoke(item) === true;
};

function sort(self: List, order: (a: unknown, b: unknown) => number, call: CallInfo): void {
  call.runtime.charge(self.items.length * Math.ceil(Math.log2(self.items.length + 2)));
  self.items.sort(sortOrder(order));
  self.version++;
}

const found = (self: List, index: number): unknown => (index < 0 ? defaultValue(self.elementType) : self.items[index]);

defineType({
  name: 'System.Collections.Generic.List<T>',
  kind: 'class',
  interfaces: ['IList<T>', 'IReadOnlyList<T>'],
  members: {
    'List()': (call: CallInfo) => new List(call.receiver as NamedType),
    'List(int capacity)': (capacity: number, call: CallInfo) => {
      if (capacity < 0) outOfRange('capacity', 'Non-negative number required.');
      const list = new List(call.receiver as NamedType);
      list.reserved = capacity;
      return list;
    },
    'List(IEnumerable<T> collection)': (source: unknown, call: CallInfo) => {
      const list = new List(call.receiver as NamedType, collect(required(source, 'collection'), call));
      if (knownCount(source) !== undefined) list.reserved = list.count;
      return list;
    },
    'int Count { get; }': (self: List) => self.count,
    'int Capacity { get; set; }': {
      get: (self: List) => self.capacity,
      set: (self: List, capacity: number) => {
        if (capacity < self.count) outOfRange('value', 'capacity was less than the current size.');
        self.reserved = capacity;
      },
    },
    'T this[int index] { get; set; }': {
      get: (self: List, index: number) => self.at(index),
      set: (self: List, index: number, value: unknown) => self.setAtIndex(index, value),
    },
    'void Add(T item)': (self: List, item: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      self.addItem(item);
    },
    'void AddRange(IEnumerable<T> collection)': (self: List, source: unknown, call: CallInfo) => {
      for (const item of collect(required(source, 'collection'), call)) self.items.push(item);
      self.version++;
    },
    'void Insert(int index, T item)': (self: List, index: number, item: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      self.insertItem(index, item);
    },
    'void InsertRange(int index, IEnumerable<T> collection)': (
      self: List,
      index: number,
      source: unknown,
      call: CallInfo,
    ) => {
      const items = collect(required(source, 'collection'), call);
      if (index < 0 || index > self.count)
        outOfRange(
          'index',
          'Index was out of range. Must be non-negative and less than or equal to the size of the collection.',
        );
      self.items = [...self.items.slice(0, index), ...items, ...self.items.slice(index)];
      self.version++;
    },
    'bool Remove(T item)': (self: List, item: unknown, call: CallInfo) => {
      call.runtime.charge(self.count);
      return self.removeItem(item);
    },
    'void RemoveAt(int index)': (self: List, index: number) => self.removeIndex(index),
    'void RemoveRange(int index, int count)': (self: List, index: number, count: number) => {
      range(self, index, count);
      self.items.splice(index, count);
      self.version++;
    },
    'int RemoveAll(Predicate<T> match)': (self: List, match: NetDelegate | null, call: CallInfo) => {
      const matches = test(match);
      call.runtime.charge(self.count);
      const before = self.count;
      self.items = self.items.filter((item) => !matches(item));
      if (self.count !== before) self.version++;
      return before - self.count;
    },
    'void Clear()': (self: List) => self.clearItems(),
    'bool Contains(T item)': (self: List, item: unknown, call: CallInfo) => {
      call.runtime.charge(self.count);
      return self.has(item);
    },
    'int IndexOf(T item)': (self: List, item: unknown, call: CallInfo) => {
      call.runtime.charge(self.count);
      return self.indexOfItem(item);
    },
    'int IndexOf(T item, int index)': (self: List, item: unknown, index: number) => {
      if (index > self.count || index < 0)
        outOfRange(
          'index',
          'Index was out of range. Must be non-negative and less than or equal to the size of the collection.',
        );
      return self.items.findIndex((each, at) => at >= index && equal(each, item));
    },
    'int LastIndexOf(T item)': (self: List, item: unknown) => self.items.findLastIndex((each) => equal(each, item)),
    'bool Exists(Predicate<T> match)': (self: List, match: NetDelegate | null) => self.items.some(test(match)),
    'T Find(Predicate<T> match)': (self: List, match: NetDelegate | null) =>
      found(self, self.items.findIndex(test(match))),
    'T FindLast(Predicate<T> match)': (self: List, match: NetDelegate | null) =>
      found(self, self.items.findLastIndex(test(match))),
    'List<T> FindAll(Predicate<T> match)': (self: List, match: NetDelegate | null) =>
      new List(self.type, self.items.filter(test(match))),
    'int FindIndex(Predicate<T> match)': (self: List, match: NetDelegate | null) => self.items.findIndex(test(match)),
    'int FindIndex(int startIndex, Predicate<T> match)': (self: List, start: number, match: NetDelegate | null) => {
      const matches = test(match);
      return self.items.findIndex((item, index) => index >= start && matches(item));
    },
    'int FindLastIndex(Predicate<T> match)': (self: List, match: NetDelegate | null) =>
      self.items.findLastIndex(test(match)),
    'bool TrueForAll(Predicate<T> match)': (self: List, match: NetDelegate | null) => self.items.every(test(match)),
    'void ForEach(Action<T> action)': (self: List, action: NetDelegate | null) => {
      const run = required(action, 'action');
      for (const item of self) run.invoke(item);
    },
    'List<TOutput> ConvertAll<TOutput>(Converter<T, TOutput> converter)': (
      self: List,
      converter: NetDelegate | null,
      call: CallInfo,
    ) => {
      const convert = required(converter, 'converter');
      return new List(
        listType(call.typeArgs[0] ?? T.object),
        self.items.map((item) => convert.invoke(item)),
      );
    },
    'List<T> GetRange(int index, int count)': (self: List, index: number, count: number) => {
      range(self, index, count);
      return new List(self.type, self.items.slice(index, index + count));
    },
    'void Reverse()': (self: List) => {
      self.items.reverse();
      self.version++;
    },
    'void Reverse(int index, int count)': (self: List, index: number, count: number) => {
      range(self, index, count);
      const middle = self.items.slice(index, index + count).reverse();
      self.items = [...self.items.slice(0, index), ...middle, ...self.items.slice(index + count)];
      self.version++;
    },
    'void Sort()': (self: List, call: CallInfo) => sort(self, comparerOf(null, call), call),
    'void Sort(IComparer<T> comparer)': (self: List, comparer: unknown, call: CallInfo) =>
      sort(self, comparerOf(comparer, call), call),
    'void Sort(Comparison<T> comparison)': (self: List, comparison: NetDelegate | null, call: CallInfo) => {
      const order = required(comparison, 'comparison');
      sort(self, (a, b) => Number(order.invoke(a, b)), call);
    },
    'int BinarySearch(T item)': (self: List, item: unknown, call: CallInfo) => {
      const order = comparerOf(null, call);
      let low = 0;
      let high = self.count - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const result = order(self.items[middle], item);
        if (result === 0) return middle;
        if (result < 0) low = middle + 1;
        else high = middle - 1;
      }
      return ~low;
    },
    'T[] ToArray()': (self: List, call: CallInfo) => {
      call.runtime.charge(self.count);
      return arrayFrom(self.elementType, self.items.slice());
    },
    'void CopyTo(T[] array)': (self: List, target: NetArray | null) => copyTo(self.items, target, 0),
    'void CopyTo(T[] array, int arrayIndex)': (self: List, target: NetArray | null, index: number) =>
      copyTo(self.items, target, index),
    'System.Collections.ObjectModel.ReadOnlyCollection<T> AsReadOnly()': (self: List) => new ReadOnlyCollection(self),
    'void TrimExcess()': (self: List) => {
      self.reserved = self.count;
    },
  },
});

/** Copies items into an array. Throws System.ArgumentException when it is too short. */
export function copyTo(items: readonly unknown[], target: NetArray | null, index: number): void {
  const array = required(target, 'array');
  if (index < 0) outOfRange('arrayIndex', 'Non-negative number required.');
  if (array.items.length - index < items.length) {
    argument(
      "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.",
      'destinationArray',
    );
  }
  items.forEach((item, at) => {
    array.items[index + at] = item as number;
  });
}

/** A list of `element`s, for library code that returns one. */
export function listOf(element: TypeRef, items: unknown[]): List {
  return new List(listType(element), items);
}
