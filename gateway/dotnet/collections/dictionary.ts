import { box } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType, type Ref, type Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { argument, outOfRange, required } from '../primitives/argument-errors.ts';
import { equal, type Key, keyOf, toText } from '../primitives/virtual.ts';
import { type EqualityComparer, keysOf } from './comparer.ts';
import { elements } from './enumerate.ts';
import { HashTable } from './hash-table.ts';
import { KeyValuePair } from './key-value-pair.ts';
import type { CollectionLike, DictionaryLike } from './protocols.ts';

/** `Dictionary<key, value>`. */
export function dictionaryType(key: TypeRef, value: TypeRef): NamedType {
  return named('System.Collections.Generic.Dictionary', key, value);
}

/** System.Collections.Generic.Dictionary<TKey, TValue>; keys and values in static form. */
export class Dictionary extends NetObject implements DictionaryLike {
  readonly type: NamedType;
  readonly table: HashTable;
  readonly comparer: unknown;
  readonly isReadOnly = false;
  constructor(type: NamedType, comparer: unknown = null, keyFunction: (value: unknown) => Key = keyOf) {
    super();
    this.type = type;
    this.comparer = comparer;
    this.table = new HashTable(keyFunction);
  }
  static with(type: NamedType, comparer: unknown, runtime: Runtime): Dictionary {
    return new Dictionary(type, comparer, keysOf(comparer, runtime));
  }
  override get netType(): NamedType {
    return this.type;
  }
  get keyType(): TypeRef {
    return this.type.args[0] ?? T.object;
  }
  get valueType(): TypeRef {
    return this.type.args[1] ?? T.object;
  }
  get elementType(): TypeRef {
    return named('System.Collections.Generic.KeyValuePair', this.keyType, this.valueType);
  }
  get count(): number {
    return this.table.size;
  }
  *[Symbol.iterator](): Iterator<unknown> {
    for (const { key, value } of this.table) yield new KeyValuePair(this.keyType, this.valueType, key, value);
  }
  *keys(): Generator<unknown> {
    for (const { key } of this.table) yield key;
  }
  *values(): Generator<unknown> {
    for (const { value } of this.table) yield value;
  }
  find(key: unknown): unknown {
    return this.table.get(key)?.value;
  }
  put(key: unknown, value: unknown): void {
    this.table.set(key, value);
  }
  addKey(key: unknown, value: unknown): void {
    if (!this.table.add(key, value)) duplicateKey(box(key, this.keyType));
  }
  removeKey(key: unknown): boolean {
    return this.table.delete(key);
  }
  has(item: unknown): boolean {
    const pair = item as KeyValuePair;
    const found = this.table.get(pair.key);
    return found !== undefined && equal(found.value, pair.value);
  }
  addItem(item: unknown): void {
    const pair = item as KeyValuePair;
    this.addKey(pair.key, pair.value);
  }
  removeItem(item: unknown): boolean {
    return this.has(item) && this.removeKey((item as KeyValuePair).key);
  }
  clearItems(): void {
    this.table.clear();
  }
}

const textOf = (key: unknown): string =>
  toText(key, { now: () => 0, randomBytes: (n) => new Uint8Array(n), platform: 'linux', charge: () => undefined });

/** ArgumentException for a key that is there already. @param key in `object` form */
function duplicateKey(key: unknown): never {
  return argument(`An item with the same key has already been added. Key: ${textOf(key)}`);
}

/** KeyNotFoundException. @param key in `object` form */
export function missingKey(key: unknown): never {
  return throwNet(
    'System.Collections.Generic.KeyNotFoundException',
    `The given key '${textOf(key)}' was not present in the dictionary.`,
  );
}

/** Keys or values of a dictionary: a live view that cannot be changed. */
class DictionaryView extends NetObject implements CollectionLike {
  readonly owner: Dictionary;
  readonly part: 'Key' | 'Value';
  readonly isReadOnly = true;
  constructor(owner: Dictionary, part: 'Key' | 'Value') {
    super();
    this.owner = owner;
    this.part = part;
  }
  override get netType(): TypeRef {
    return named(
      `System.Collections.Generic.Dictionary.${this.part}Collection`,
      this.owner.keyType,
      this.owner.valueType,
    );
  }
  get elementType(): TypeRef {
    return this.part === 'Key' ? this.owner.keyType : this.owner.valueType;
  }
  get count(): number {
    return this.owner.count;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.part === 'Key' ? this.owner.keys() : this.owner.values();
  }
  has(item: unknown): boolean {
    if (this.part === 'Key') return this.owner.table.get(item) !== undefined;
    for (const value of this.owner.values()) if (equal(value, item)) return true;
    return false;
  }
  addItem(): void {
    throwNet(
      'System.NotSupportedException',
      `Mutating a ${this.part.toLowerCase()} collection derived from a dictionary is not allowed.`,
    );
  }
  removeItem(): boolean {
    return throwNet(
      'System.NotSupportedException',
      `Mutating a ${this.part.toLowerCase()} collection derived from a dictionary is not allowed.`,
    );
  }
  clearItems(): void {
    this.addItem();
  }
}

for (const part of ['Key', 'Value']) {
  defineType({
    name: `System.Collections.Generic.Dictionary.${part}Collection<TKey, TValue>`,
    kind: 'class',
    interfaces: [`ICollection<T${part}>`],
    members: {
      'int Count { get; }': (self: DictionaryView) => self.count,
      [`bool Contains(T${part} item)`]: (self: DictionaryView, item: unknown) => self.has(item),
    },
  });
}

const keyRequired = (key: unknown): unknown => required(key, 'key');
const receiver = (call: CallInfo): NamedType => call.receiver as NamedType;

function fill(target: Dictionary, source: unknown, call: CallInfo): Dictionary {
  for (const pair of elements(source)) {
    call.runtime.charge(1);
    target.addItem(pair);
  }
  return target;
}

defineType({
  name: 'System.Collections.Generic.Dictionary<TKey, TValue>',
  kind: 'class',
  interfaces: ['IDictionary<TKey, TValue>', 'IReadOnlyDictionary<TKey, TValue>'],
  members: {
    'Dictionary()': (call: CallInfo) => new Dictionary(receiver(call)),
    'Dictionary(int capacity)': (capacity: number, call: CallInfo) => {
      if (capacity < 0) outOfRange('capacity');
      return new Dictionary(receiver(call));
    },
    'Dictionary(IEqualityComparer<TKey> comparer)': (comparer: EqualityComparer | null, call: CallInfo) =>
      Dictionary.with(receiver(call), comparer, call.runtime),
    'Dictionary(int capacity, IEqualityComparer<TKey> comparer)': (
      _capacity: number,
      comparer: EqualityComparer | null,
      call: CallInfo,
    ) => Dictionary.with(receiver(call), comparer, call.runtime),
    'Dictionary(IDictionary<TKey, TValue> dictionary)': (source: unknown, call: CallInfo) =>
      fill(new Dictionary(receiver(call)), required(source, 'dictionary'), call),
    'Dictionary(IDictionary<TKey, TValue> dictionary, IEqualityComparer<TKey> comparer)': (
      source: unknown,
      comparer: EqualityComparer | null,
      call: CallInfo,
    ) => fill(Dictionary.with(receiver(call), comparer, call.runtime), required(source, 'dictionary'), call),
    'Dictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection)': (source: unknown, call: CallInfo) =>
      fill(new Dictionary(receiver(call)), required(source, 'collection'), call),
    'int Count { get; }': (self: Dictionary) => self.count,
    'TValue this[TKey key] { get; set; }': {
      get: (self: Dictionary, key: unknown) => {
        const entry = self.table.get(keyRequired(key));
        return entry ? entry.value : missingKey(box(key, self.keyType));
      },
      set: (self: Dictionary, key: unknown, value: unknown, call: CallInfo) => {
        call.runtime.charge(1);
        self.put(keyRequired(key), value);
      },
    },
    'Dictionary.KeyCollection<TKey, TValue> Keys { get; }': (self: Dictionary) => new DictionaryView(self, 'Key'),
    'Dictionary.ValueCollection<TKey, TValue> Values { get; }': (self: Dictionary) => new DictionaryView(self, 'Value'),
    'IEqualityComparer<TKey> Comparer { get; }': (self: Dictionary) => self.comparer,
    'void Add(TKey key, TValue value)': (self: Dictionary, key: unknown, value: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      self.addKey(keyRequired(key), value);
    },
    'bool TryAdd(TKey key, TValue value)': (self: Dictionary, key: unknown, value: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      return self.table.add(keyRequired(key), value);
    },
    'bool Remove(TKey key)': (self: Dictionary, key: unknown) => self.removeKey(keyRequired(key)),
    'bool Remove(TKey key, out TValue value)': (self: Dictionary, key: unknown, value: Ref) => {
      const entry = self.table.get(keyRequired(key));
      value.value = entry ? entry.value : defaultValue(self.valueType);
      return self.removeKey(key);
    },
    'bool ContainsKey(TKey key)': (self: Dictionary, key: unknown) => self.table.get(keyRequired(key)) !== undefined,
    'bool ContainsValue(TValue value)': (self: Dictionary, value: unknown) =>
      new DictionaryView(self, 'Value').has(value),
    'bool TryGetValue(TKey key, out TValue value)': (self: Dictionary, key: unknown, value: Ref) => {
      const entry = self.table.get(keyRequired(key));
      value.value = entry ? entry.value : defaultValue(self.valueType);
      return entry !== undefined;
    },
    'void Clear()': (self: Dictionary) => self.clearItems(),
  },
});
