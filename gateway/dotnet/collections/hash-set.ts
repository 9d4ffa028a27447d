import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType, type Ref, type Runtime } from '../core/define.ts';
import { type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, type NetDelegate, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { type Key, keyOf } from '../primitives/virtual.ts';
import { keysOf } from './comparer.ts';
import { elements } from './enumerate.ts';
import { HashTable } from './hash-table.ts';
import { copyTo } from './list.ts';
import type { CollectionLike } from './protocols.ts';

/** `HashSet<element>`. */
export function hashSetType(element: TypeRef): NamedType {
  return named('System.Collections.Generic.HashSet', element);
}

/** System.Collections.Generic.HashSet<T>. */
export class HashSet extends NetObject implements CollectionLike {
  readonly type: NamedType;
  readonly table: HashTable;
  readonly keyFunction: (value: unknown) => Key;
  readonly comparer: unknown;
  readonly isReadOnly = false;
  constructor(type: NamedType, comparer: unknown = null, keyFunction: (value: unknown) => Key = keyOf) {
    super();
    this.type = type;
    this.comparer = comparer;
    this.keyFunction = keyFunction;
    this.table = new HashTable(keyFunction);
  }
  static with(type: NamedType, comparer: unknown, runtime: Runtime): HashSet {
    return new HashSet(type, comparer, keysOf(comparer, runtime));
  }
  override get netType(): NamedType {
    return this.type;
  }
  get elementType(): TypeRef {
    return this.type.args[0] ?? T.object;
  }
  get count(): number {
    return this.table.size;
  }
  *[Symbol.iterator](): Iterator<unknown> {
    for (const { key } of this.table) yield key;
  }
  has(item: unknown): boolean {
    return this.table.get(item) !== undefined;
  }
  addItem(item: unknown): boolean {
    return this.table.add(item, null);
  }
  removeItem(item: unknown): boolean {
    return this.table.delete(item);
  }
  clearItems(): void {
    this.table.clear();
  }
}

/** The other side of a set operation, by the set's own equality. */
function other(self: HashSet, source: unknown, call: CallInfo): HashSet {
  const result = new HashSet(self.type, self.comparer, self.keyFunction);
  for (const item of elements(required(source, 'other'))) {
    call.runtime.charge(1);
    result.addItem(item);
  }
  return result;
}

const subset = (a: HashSet, b: HashSet): boolean => [...a].every((item) => b.has(item));

function create(call: CallInfo, source: unknown, comparer: unknown): HashSet {
  const set = HashSet.with(call.receiver as NamedType, comparer, call.runtime);
  for (const item of elements(required(source, 'collection'))) {
    call.runtime.charge(1);
    set.addItem(item);
  }
  return set;
}

defineType({
  name: 'System.Collections.Generic.HashSet<T>',
  kind: 'class',
  interfaces: ['ISet<T>', 'IReadOnlyCollection<T>'],
  members: {
    'HashSet()': (call: CallInfo) => new HashSet(call.receiver as NamedType),
    'HashSet(int capacity)': (_capacity: number, call: CallInfo) => new HashSet(call.receiver as NamedType),
    'HashSet(IEnumerable<T> collection)': (source: unknown, call: CallInfo) => create(call, source, null),
    'HashSet(IEqualityComparer<T> comparer)': (comparer: unknown, call: CallInfo) =>
      HashSet.with(call.receiver as NamedType, comparer, call.runtime),
    'HashSet(IEnumerable<T> collection, IEqualityComparer<T> comparer)': (
      source: unknown,
      comparer: unknown,
      call: CallInfo,
    ) => create(call, source, comparer),
    'int Count { get; }': (self: HashSet) => self.count,
    'IEqualityComparer<T> Comparer { get; }': (self: HashSet) => self.comparer,
    'bool Add(T item)': (self: HashSet, item: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      return self.addItem(item);
    },
    'bool Remove(T item)': (self: HashSet, item: unknown) => self.removeItem(item),
    'bool Contains(T item)': (self: HashSet, item: unknown) => self.has(item),
    'bool TryGetValue(T equalValue, out T actualValue)': (self: HashSet, item: unknown, actual: Ref) => {
      const entry = self.table.get(item);
      actual.value = entry ? entry.key : defaultValue(self.elementType);
      return entry !== undefined;
    },
    'void Clear()': (self: HashSet) => self.clearItems(),
    'int RemoveWhere(Predicate<T> match)': (self: HashSet, match: NetDelegate | null) => {
      const predicate = required(match, 'match');
      const doomed = [...self].filter((item) => predicate.invoke(item) === true);
      for (const item of doomed) self.removeItem(item);
      return doomed.length;
    },
    'void UnionWith(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) => {
      for (const item of other(self, source, call)) self.addItem(item);
    },
    'void IntersectWith(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) => {
      const kept = other(self, source, call);
      for (const item of [...self]) if (!kept.has(item)) self.removeItem(item);
    },
    'void ExceptWith(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) => {
      for (const item of other(self, source, call)) self.removeItem(item);
    },
    'void SymmetricExceptWith(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) => {
      for (const item of other(self, source, call)) if (!self.removeItem(item)) self.addItem(item);
    },
    'bool IsSubsetOf(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) =>
      subset(self, other(self, source, call)),
    'bool IsSupersetOf(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) =>
      subset(other(self, source, call), self),
    'bool IsProperSubsetOf(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) => {
      const set = other(self, source, call);
      return self.count < set.count && subset(self, set);
    },
    'bool IsProperSupersetOf(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) => {
      const set = other(self, source, call);
      return set.count < self.count && subset(set, self);
    },
    'bool Overlaps(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) =>
      [...other(self, source, call)].some((item) => self.has(item)),
    'bool SetEquals(IEnumerable<T> other)': (self: HashSet, source: unknown, call: CallInfo) => {
      const set = other(self, source, call);
      return set.count === self.count && subset(self, set);
    },
    'void CopyTo(T[] array)': (self: HashSet, target: NetArray | null) => copyTo([...self], target, 0),
    'void CopyTo(T[] array, int arrayIndex)': (self: HashSet, target: NetArray | null, index: number) =>
      copyTo([...self], target, index),
    'void TrimExcess()': () => undefined,
  },
});
