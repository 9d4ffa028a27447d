/** IGrouping, ILookup and the operators that put elements together by key. */

import { keysOf } from '../collections/comparer.ts';
import { Sequence } from '../collections/sequence.ts';
import { type CallInfo, defineType, type Members } from '../core/define.ts';
import { type NamedType, named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import type { Key } from '../primitives/virtual.ts';
import { func, lazy, source, typeArg } from './source.ts';

/** System.Linq.IGrouping<TKey, TElement>. */
class Grouping extends NetObject {
  readonly keyType: TypeRef;
  readonly elementType: TypeRef;
  readonly key: unknown;
  readonly items: unknown[] = [];
  constructor(keyType: TypeRef, elementType: TypeRef, key: unknown) {
    super();
    this.keyType = keyType;
    this.elementType = elementType;
    this.key = key;
  }
  override get netType(): NamedType {
    return groupingType(this.keyType, this.elementType);
  }
  get count(): number {
    return this.items.length;
  }
  /** The name of the class behind the interface. */
  toText(): string {
    return reflectionName(named('System.Linq.Grouping', this.keyType, this.elementType));
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

function groupingType(key: TypeRef, element: TypeRef): NamedType {
  return named('System.Linq.IGrouping', key, element);
}

/** System.Linq.ILookup<TKey, TElement>: groups in order of their first element. */
class Lookup extends NetObject {
  readonly keyType: TypeRef;
  readonly valueType: TypeRef;
  readonly #keyOf: (value: unknown) => Key;
  readonly groups = new Map<Key, Grouping>();
  constructor(keyType: TypeRef, valueType: TypeRef, keyOf: (value: unknown) => Key) {
    super();
    this.keyType = keyType;
    this.valueType = valueType;
    this.#keyOf = keyOf;
  }
  override get netType(): NamedType {
    return named('System.Linq.ILookup', this.keyType, this.valueType);
  }
  get elementType(): TypeRef {
    return groupingType(this.keyType, this.valueType);
  }
  get count(): number {
    return this.groups.size;
  }
  add(key: unknown, item: unknown): void {
    const hash = this.#keyOf(key);
    let group = this.groups.get(hash);
    if (!group) {
      group = new Grouping(this.keyType, this.valueType, key);
      this.groups.set(hash, group);
    }
    group.items.push(item);
  }
  find(key: unknown): Grouping | undefined {
    return this.groups.get(this.#keyOf(key));
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.groups.values();
  }
}

defineType({
  name: 'System.Linq.IGrouping<TKey, TElement>',
  kind: 'interface',
  interfaces: ['IEnumerable<TElement>'],
  members: { 'TKey Key { get; }': (self: Grouping) => self.key },
});
defineType({
  name: 'System.Linq.ILookup<TKey, TElement>',
  kind: 'interface',
  interfaces: ['IEnumerable<IGrouping<TKey, TElement>>'],
  members: {
    'int Count { get; }': (self: Lookup) => self.count,
    'bool Contains(TKey key)': (self: Lookup, key: unknown) => self.find(key) !== undefined,
    'IEnumerable<TElement> this[TKey key] { get; }': (self: Lookup, key: unknown) =>
      self.find(key) ?? new Sequence(self.valueType, () => [][Symbol.iterator]()),
  },
});

interface Plan {
  readonly items: Iterable<unknown>;
  readonly key: (item: unknown) => unknown;
  readonly element: (item: unknown) => unknown;
  readonly keyType: TypeRef;
  readonly elementType: TypeRef;
  readonly comparer: unknown;
}

const identity = (item: unknown): unknown => item;

function lookup(plan: Plan, call: CallInfo): Lookup {
  const result = new Lookup(plan.keyType, plan.elementType, keysOf(plan.comparer, call.runtime));
  for (const item of plan.items) result.add(plan.key(item), plan.element(item));
  return result;
}

function plan(value: unknown, key: unknown, element: unknown, comparer: unknown, call: CallInfo): Plan {
  return {
    items: source(value, call),
    key: func(key, 'keySelector'),
    element: element === undefined ? identity : func(element, 'elementSelector'),
    keyType: typeArg(call, 1),
    elementType: typeArg(call, element === undefined ? 0 : 2),
    comparer,
  };
}

function grouped(each: Plan, call: CallInfo): Sequence {
  return new Sequence(groupingType(each.keyType, each.elementType), () => lookup(each, call)[Symbol.iterator]());
}

function groupedInto(each: Plan, result: unknown, resultIndex: number, call: CallInfo): Sequence {
  const combine = func(result, 'resultSelector');
  return lazy(call, resultIndex, function* () {
    for (const group of lookup(each, call).groups.values()) yield combine(group.key, group);
  });
}

function join(
  outer: unknown,
  inner: unknown,
  outerKey: unknown,
  innerKey: unknown,
  result: unknown,
  comparer: unknown,
  whole: boolean,
  call: CallInfo,
): Sequence {
  const left = source(outer, call, 'outer');
  const right = source(inner, call, 'inner');
  const leftKey = func(outerKey, 'outerKeySelector');
  const rightKey = func(innerKey, 'innerKeySelector');
  const combine = func(result, 'resultSelector');
  return lazy(call, 3, function* () {
    const table = new Lookup(typeArg(call, 2), typeArg(call, 1), keysOf(comparer, call.runtime));
    for (const item of right) {
      const key = rightKey(item);
      if (key !== null) table.add(key, item);
    }
    for (const item of left) {
      const key = leftKey(item);
      const matches = key === null ? undefined : table.find(key);
      if (whole) yield combine(item, matches ?? new Sequence(table.valueType, () => [][Symbol.iterator]()));
      else for (const match of matches?.items ?? []) yield combine(item, match);
    }
  });
}

export const groupingOperators: Members = {
  'static IEnumerable<IGrouping<TKey, TSource>> GroupBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)':
    (value: unknown, key: unknown, call: CallInfo) => grouped(plan(value, key, undefined, null, call), call),
  'static IEnumerable<IGrouping<TKey, TSource>> GroupBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, IEqualityComparer<TKey> comparer)':
    (value: unknown, key: unknown, comparer: unknown, call: CallInfo) =>
      grouped(plan(value, key, undefined, comparer, call), call),
  'static IEnumerable<IGrouping<TKey, TElement>> GroupBy<TSource, TKey, TElement>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TSource, TElement> elementSelector)':
    (value: unknown, key: unknown, element: unknown, call: CallInfo) =>
      grouped(plan(value, key, element, null, call), call),
  'static IEnumerable<IGrouping<TKey, TElement>> GroupBy<TSource, TKey, TElement>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TSource, TElement> elementSelector, IEqualityComparer<TKey> comparer)':
    (value: unknown, key: unknown, element: unknown, comparer: unknown, call: CallInfo) =>
      grouped(plan(value, key, element, comparer, call), call),
  'static IEnumerable<TResult> GroupBy<TSource, TKey, TResult>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TKey, IEnumerable<TSource>, TResult> resultSelector)':
    (value: unknown, key: unknown, result: unknown, call: CallInfo) =>
      groupedInto(plan(value, key, undefined, null, call), result, 2, call),
  'static IEnumerable<TResult> GroupBy<TSource, TKey, TElement, TResult>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TSource, TElement> elementSelector, Func<TKey, IEnumerable<TElement>, TResult> resultSelector)':
    (value: unknown, key: unknown, element: unknown, result: unknown, call: CallInfo) =>
      groupedInto(plan(value, key, element, null, call), result, 3, call),
  'static ILookup<TKey, TSource> ToLookup<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)':
    (value: unknown, key: unknown, call: CallInfo) => lookup(plan(value, key, undefined, null, call), call),
  'static ILookup<TKey, TSource> ToLookup<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, IEqualityComparer<TKey> comparer)':
    (value: unknown, key: unknown, comparer: unknown, call: CallInfo) =>
      lookup(plan(value, key, undefined, comparer, call), call),
  'static ILookup<TKey, TElement> ToLookup<TSource, TKey, TElement>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TSource, TElement> elementSelector)':
    (value: unknown, key: unknown, element: unknown, call: CallInfo) =>
      lookup(plan(value, key, element, null, call), call),
  'static IEnumerable<TResult> Join<TOuter, TInner, TKey, TResult>(this IEnumerable<TOuter> outer, IEnumerable<TInner> inner, Func<TOuter, TKey> outerKeySelector, Func<TInner, TKey> innerKeySelector, Func<TOuter, TInner, TResult> resultSelector)':
    (a: unknown, b: unknown, ka: unknown, kb: unknown, result: unknown, call: CallInfo) =>
      join(a, b, ka, kb, result, null, false, call),
  'static IEnumerable<TResult> Join<TOuter, TInner, TKey, TResult>(this IEnumerable<TOuter> outer, IEnumerable<TInner> inner, Func<TOuter, TKey> outerKeySelector, Func<TInner, TKey> innerKeySelector, Func<TOuter, TInner, TResult> resultSelector, IEqualityComparer<TKey> comparer)':
    (a: unknown, b: unknown, ka: unknown, kb: unknown, result: unknown, comparer: unknown, call: CallInfo) =>
      join(a, b, ka, kb, result, comparer, false, call),
  'static IEnumerable<TResult> GroupJoin<TOuter, TInner, TKey, TResult>(this IEnumerable<TOuter> outer, IEnumerable<TInner> inner, Func<TOuter, TKey> outerKeySelector, Func<TInner, TKey> innerKeySelector, Func<TOuter, IEnumerable<TInner>, TResult> resultSelector)':
    (a: unknown, b: unknown, ka: unknown, kb: unknown, result: unknown, call: CallInfo) =>
      join(a, b, ka, kb, result, null, true, call),
};
