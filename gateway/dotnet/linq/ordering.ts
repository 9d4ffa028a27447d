/** OrderBy and ThenBy: stable sorting, done when the sequence is enumerated. */

import { comparerOf, sortOrder } from '../collections/comparer.ts';
import { type CallInfo, defineType, type Members } from '../core/define.ts';
import { type NamedType, named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { func, source, typeArg } from './source.ts';

interface Rule {
  readonly key: (item: unknown) => unknown;
  readonly compare: (a: unknown, b: unknown) => number;
  readonly descending: boolean;
}

/** System.Linq.IOrderedEnumerable<TElement>. */
class Ordered extends NetObject {
  readonly elementType: TypeRef;
  readonly items: Iterable<unknown>;
  readonly rules: readonly Rule[];
  constructor(elementType: TypeRef, items: Iterable<unknown>, rules: readonly Rule[]) {
    super();
    this.elementType = elementType;
    this.items = items;
    this.rules = rules;
  }
  override get netType(): NamedType {
    return named('System.Linq.IOrderedEnumerable', this.elementType);
  }
  /** Counting needs no sorting. */
  get count(): number {
    let total = 0;
    for (const _ of this.items) total++;
    return total;
  }
  [Symbol.iterator](): Iterator<unknown> {
    const rows = Array.from(this.items, (item) => ({ item, keys: this.rules.map((rule) => rule.key(item)) }));
    rows.sort((a, b) => {
      for (const [index, rule] of this.rules.entries()) {
        const order = rule.compare(a.keys[index], b.keys[index]);
        if (order !== 0) return rule.descending ? -order : order;
      }
      return 0;
    });
    return rows.map((row) => row.item)[Symbol.iterator]();
  }
}

defineType({
  name: 'System.Linq.IOrderedEnumerable<TElement>',
  kind: 'interface',
  interfaces: ['IEnumerable<TElement>'],
  members: {},
});

function rule(key: unknown, comparer: unknown, descending: boolean, call: CallInfo): Rule {
  return { key: func(key, 'keySelector'), compare: sortOrder(comparerOf(comparer, call)), descending };
}

const identity = (item: unknown): unknown => item;
const members: Record<string, (...args: never[]) => unknown> = {};
for (const descending of [false, true]) {
  const suffix = descending ? 'Descending' : '';
  const orderBy = (value: unknown, key: unknown, comparer: unknown, call: CallInfo): Ordered =>
    new Ordered(typeArg(call), source(value, call), [rule(key, comparer, descending, call)]);
  const thenBy = (value: Ordered | null, key: unknown, comparer: unknown, call: CallInfo): Ordered => {
    const ordered = required(value, 'source');
    return new Ordered(ordered.elementType, ordered.items, [...ordered.rules, rule(key, comparer, descending, call)]);
  };
  const order = (value: unknown, comparer: unknown, call: CallInfo): Ordered =>
    new Ordered(typeArg(call), source(value, call), [
      { key: identity, compare: sortOrder(comparerOf(comparer, call)), descending },
    ]);
  members[
    `static IOrderedEnumerable<TSource> OrderBy${suffix}<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)`
  ] = (value: unknown, key: unknown, call: CallInfo) => orderBy(value, key, null, call);
  members[
    `static IOrderedEnumerable<TSource> OrderBy${suffix}<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, IComparer<TKey> comparer)`
  ] = orderBy;
  members[
    `static IOrderedEnumerable<TSource> ThenBy${suffix}<TSource, TKey>(this IOrderedEnumerable<TSource> source, Func<TSource, TKey> keySelector)`
  ] = (value: Ordered | null, key: unknown, call: CallInfo) => thenBy(value, key, null, call);
  members[
    `static IOrderedEnumerable<TSource> ThenBy${suffix}<TSource, TKey>(this IOrderedEnumerable<TSource> source, Func<TSource, TKey> keySelector, IComparer<TKey> comparer)`
  ] = thenBy;
  members[`static IOrderedEnumerable<TSource> Order${suffix}<TSource>(this IEnumerable<TSource> source)`] = (
    value: unknown,
    call: CallInfo,
  ) => order(value, null, call);
  members[
    `static IOrderedEnumerable<TSource> Order${suffix}<TSource>(this IEnumerable<TSource> source, IComparer<TSource> comparer)`
  ] = order;
}

export const orderingOperators: Members = members as Members;
