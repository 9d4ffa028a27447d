/** The collection interfaces. Their members work on any class that follows protocols.ts. */
import { box } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import { type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { compare, equal, hashCode } from '../primitives/virtual.ts';
import type { Comparer, EqualityComparer } from './comparer.ts';
import { missingKey } from './dictionary.ts';
import { elements, elementType } from './enumerate.ts';
import { copyTo, listOf } from './list.ts';
import {
  asList,
  type CollectionLike,
  type DictionaryLike,
  knownCount,
  type ReadOnlyDictionaryLike,
} from './protocols.ts';
import { Sequence } from './sequence.ts';

/** System.Collections.Generic.IEnumerator<T> over any enumerable. */
export class Enumerator extends NetObject {
  readonly elementType: TypeRef;
  readonly #source: Iterator<unknown>;
  #current: unknown = null;
  constructor(element: TypeRef, source: Iterator<unknown>) {
    super();
    this.elementType = element;
    this.#source = source;
    this.#current = defaultValue(element);
  }
  override get netType(): TypeRef {
    return named('System.Collections.Generic.IEnumerator', this.elementType);
  }
  get current(): unknown {
    return this.#current;
  }
  moveNext(): boolean {
    const next = this.#source.next();
    this.#current = next.done ? defaultValue(this.elementType) : next.value;
    return next.done !== true;
  }
}

/** The enumerator of an enumerable value. */
function enumeratorOf(source: unknown, element = elementType(source)): Enumerator {
  return new Enumerator(element, elements(source)[Symbol.iterator]());
}

const countOf = (self: unknown): number => knownCount(self) ?? [...elements(self)].length;
const typeArgument = (call: CallInfo, index: number): TypeRef =>
  (call.receiver.kind === 'named' ? call.receiver.args[index] : undefined) ?? T.object;

defineType({
  name: 'System.Collections.IEnumerator',
  kind: 'interface',
  members: {
    'object Current { get; }': (self: Enumerator) => box(self.current, self.elementType),
    'bool MoveNext()': (self: Enumerator) => self.moveNext(),
    'void Reset()': () => undefined,
  },
});
defineType({
  name: 'System.Collections.Generic.IEnumerator<T>',
  kind: 'interface',
  interfaces: ['System.Collections.IEnumerator', 'IDisposable'],
  members: {
    'T Current { get; }': (self: Enumerator) => self.current,
    'void Dispose()': () => undefined,
  },
});
defineType({
  name: 'System.Collections.IEnumerable',
  kind: 'interface',
  members: { 'System.Collections.IEnumerator GetEnumerator()': (self: unknown) => enumeratorOf(self) },
});
defineType({
  name: 'System.Collections.Generic.IEnumerable<T>',
  kind: 'interface',
  interfaces: ['System.Collections.IEnumerable'],
  members: { 'IEnumerator<T> GetEnumerator()': (self: unknown) => enumeratorOf(self) },
});
defineType({
  name: 'System.Collections.Generic.IReadOnlyCollection<T>',
  kind: 'interface',
  interfaces: ['IEnumerable<T>'],
  members: { 'int Count { get; }': countOf },
});
defineType({
  name: 'System.Collections.Generic.IReadOnlyList<T>',
  kind: 'interface',
  interfaces: ['IReadOnlyCollection<T>'],
  members: { 'T this[int index] { get; }': (self: unknown, index: number) => asList(self).at(index) },
});
defineType({
  name: 'System.Collections.Generic.ICollection<T>',
  kind: 'interface',
  interfaces: ['IEnumerable<T>'],
  members: {
    'int Count { get; }': countOf,
    'bool IsReadOnly { get; }': (self: unknown) => asList(self).isReadOnly,
    'void Add(T item)': (self: unknown, item: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      asList(self).addItem(item);
    },
    'bool Remove(T item)': (self: unknown, item: unknown) => asList(self).removeItem(item),
    'bool Contains(T item)': (self: unknown, item: unknown, call: CallInfo) => {
      call.runtime.charge(countOf(self));
      return asList(self).has(item);
    },
    'void Clear()': (self: unknown) => asList(self).clearItems(),
    'void CopyTo(T[] array, int arrayIndex)': (self: unknown, target: NetArray | null, index: number) =>
      copyTo([...elements(self)], target, index),
  },
});
defineType({
  name: 'System.Collections.Generic.IList<T>',
  kind: 'interface',
  interfaces: ['ICollection<T>'],
  members: {
    'T this[int index] { get; set; }': {
      get: (self: unknown, index: number) => asList(self).at(index),
      set: (self: unknown, index: number, value: unknown) => asList(self).setAtIndex(index, value),
    },
    'int IndexOf(T item)': (self: unknown, item: unknown) => asList(self).indexOfItem(item),
    'void Insert(int index, T item)': (self: unknown, index: number, item: unknown) =>
      asList(self).insertItem(index, item),
    'void RemoveAt(int index)': (self: unknown, index: number) => asList(self).removeIndex(index),
  },
});
defineType({
  name: 'System.Collections.Generic.ISet<T>',
  kind: 'interface',
  interfaces: ['ICollection<T>'],
  members: { 'bool Add(T item)': (self: CollectionLike, item: unknown) => self.addItem(item) },
});

const key = (value: unknown): unknown => required(value, 'key');
const values = (self: ReadOnlyDictionaryLike): unknown[] => Array.from(self.keys(), (each) => self.find(each));

function lookUp(self: ReadOnlyDictionaryLike, wanted: unknown, call: CallInfo): unknown {
  const found = self.find(key(wanted));
  return found === undefined ? missingKey(box(wanted, typeArgument(call, 0))) : found;
}

function tryGet(self: ReadOnlyDictionaryLike, wanted: unknown, out: Ref, call: CallInfo): boolean {
  const found = self.find(key(wanted));
  out.value = found === undefined ? defaultValue(typeArgument(call, 1)) : found;
  return found !== undefined;
}

const containsKey = (self: ReadOnlyDictionaryLike, wanted: unknown): boolean => self.find(key(wanted)) !== undefined;

defineType({
  name: 'System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>',
  kind: 'interface',
  interfaces: ['IReadOnlyCollection<KeyValuePair<TKey, TValue>>'],
  members: {
    'TValue this[TKey key] { get; }': lookUp,
    'bool ContainsKey(TKey key)': containsKey,
    'bool TryGetValue(TKey key, out TValue value)': tryGet,
    'IEnumerable<TKey> Keys { get; }': (self: ReadOnlyDictionaryLike, call: CallInfo) =>
      new Sequence(typeArgument(call, 0), () => self.keys()[Symbol.iterator]()),
    'IEnumerable<TValue> Values { get; }': (self: ReadOnlyDictionaryLike, call: CallInfo) =>
      new Sequence(typeArgument(call, 1), () => values(self)[Symbol.iterator]()),
  },
});
defineType({
  name: 'System.Collections.Generic.IDictionary<TKey, TValue>',
  kind: 'interface',
  interfaces: ['ICollection<KeyValuePair<TKey, TValue>>'],
  members: {
    'TValue this[TKey key] { get; set; }': {
      get: lookUp,
      set: (self: DictionaryLike, wanted: unknown, value: unknown, call: CallInfo) => {
        call.runtime.charge(1);
        self.put(key(wanted), value);
      },
    },
    'bool ContainsKey(TKey key)': containsKey,
    'bool TryGetValue(TKey key, out TValue value)': tryGet,
    'void Add(TKey key, TValue value)': (self: DictionaryLike, wanted: unknown, value: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      self.addKey(key(wanted), value);
    },
    'bool Remove(TKey key)': (self: DictionaryLike, wanted: unknown) => self.removeKey(key(wanted)),
    'ICollection<TKey> Keys { get; }': (self: DictionaryLike, call: CallInfo) =>
      listOf(typeArgument(call, 0), [...self.keys()]),
    'ICollection<TValue> Values { get; }': (self: DictionaryLike, call: CallInfo) =>
      listOf(typeArgument(call, 1), values(self)),
  },
});

defineType({
  name: 'System.Collections.Generic.IComparer<T>',
  kind: 'interface',
  members: {
    'int Compare(T x, T y)': (self: Comparer, a: unknown, b: unknown, call: CallInfo) =>
      self.compareValues(a, b, call.runtime),
  },
});
defineType({
  name: 'System.Collections.Generic.IEqualityComparer<T>',
  kind: 'interface',
  members: {
    'bool Equals(T x, T y)': (self: EqualityComparer, a: unknown, b: unknown, call: CallInfo) =>
      equal(self.keyOf(a, call.runtime), self.keyOf(b, call.runtime)),
    'int GetHashCode(T obj)': (self: EqualityComparer, value: unknown, call: CallInfo) =>
      hashCode(self.keyOf(value, call.runtime)),
  },
});

/** Comparer<T>.Default and EqualityComparer<T>.Default. */
class DefaultComparer extends NetObject implements Comparer, EqualityComparer {
  readonly type: NamedType;
  constructor(type: NamedType) {
    super();
    this.type = type;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  compareValues(a: unknown, b: unknown, runtime: CallInfo['runtime']): number {
    return compare(a, b, runtime);
  }
  keyOf(value: unknown): unknown {
    return value;
  }
}

for (const name of ['Comparer', 'EqualityComparer']) {
  defineType({
    name: `System.Collections.Generic.${name}<T>`,
    kind: 'class',
    interfaces: [`I${name}<T>`],
    members: {
      [`static ${name}<T> Default { get; }`]: (call: CallInfo) => new DefaultComparer(call.receiver as NamedType),
    },
  });
}
