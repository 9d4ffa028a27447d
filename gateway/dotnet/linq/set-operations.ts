/** Enumerable: operators on sequences as sets. Keys decide which elements are the same. */

import { keysOf } from '../collections/comparer.ts';
import type { Sequence } from '../collections/sequence.ts';
import type { CallInfo, Members } from '../core/define.ts';
import type { Key } from '../primitives/virtual.ts';
import { func, lazy, source } from './source.ts';

/** Distinct, Union, Except and Intersect: elements whose key is met for the first time and passes. */
function* distinct(
  items: Iterable<unknown>,
  keyOf: (item: unknown) => Key,
  accept: (key: Key) => boolean = () => true,
): Generator<unknown> {
  const seen = new Set<Key>();
  for (const item of items) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.add(key);
    if (accept(key)) yield item;
  }
}

function keySet(items: Iterable<unknown>, keyOf: (item: unknown) => Key): Set<Key> {
  const keys = new Set<Key>();
  for (const item of items) keys.add(keyOf(item));
  return keys;
}

const union = (a: unknown, b: unknown, comparer: unknown, call: CallInfo): Sequence => {
  const left = source(a, call, 'first');
  const right = source(b, call, 'second');
  return lazy(call, 0, () =>
    distinct(
      (function* () {
        yield* left;
        yield* right;
      })(),
      keysOf(comparer, call.runtime),
    ),
  );
};

const setOperation = (a: unknown, b: unknown, comparer: unknown, keep: boolean, call: CallInfo): Sequence => {
  const left = source(a, call, 'first');
  const right = source(b, call, 'second');
  return lazy(call, 0, function* () {
    const keyOf = keysOf(comparer, call.runtime);
    const others = keySet(right, keyOf);
    yield* distinct(left, keyOf, (key) => others.has(key) === keep);
  });
};

const by = (selector: unknown, comparer: unknown, call: CallInfo): ((item: unknown) => Key) => {
  const select = func(selector, 'keySelector');
  const keyOf = keysOf(comparer, call.runtime);
  return (item) => keyOf(select(item));
};

export const setOperators: Members = {
  'static IEnumerable<TSource> Distinct<TSource>(this IEnumerable<TSource> source)': (
    value: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, () => distinct(items, keysOf(null, call.runtime)));
  },
  'static IEnumerable<TSource> Distinct<TSource>(this IEnumerable<TSource> source, IEqualityComparer<TSource> comparer)':
    (value: unknown, comparer: unknown, call: CallInfo) => {
      const items = source(value, call);
      return lazy(call, 0, () => distinct(items, keysOf(comparer, call.runtime)));
    },
  'static IEnumerable<TSource> DistinctBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)':
    (value: unknown, selector: unknown, call: CallInfo) => {
      const items = source(value, call);
      const keyOf = by(selector, null, call);
      return lazy(call, 0, () => distinct(items, keyOf));
    },
  'static IEnumerable<TSource> Union<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)': (
    a: unknown,
    b: unknown,
    call: CallInfo,
  ) => union(a, b, null, call),
  'static IEnumerable<TSource> Union<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second, IEqualityComparer<TSource> comparer)':
    union,
  'static IEnumerable<TSource> Except<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)': (
    a: unknown,
    b: unknown,
    call: CallInfo,
  ) => setOperation(a, b, null, false, call),
  'static IEnumerable<TSource> Except<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second, IEqualityComparer<TSource> comparer)':
    (a: unknown, b: unknown, comparer: unknown, call: CallInfo) => setOperation(a, b, comparer, false, call),
  'static IEnumerable<TSource> Intersect<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)': (
    a: unknown,
    b: unknown,
    call: CallInfo,
  ) => setOperation(a, b, null, true, call),
  'static IEnumerable<TSource> Intersect<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second, IEqualityComparer<TSource> comparer)':
    (a: unknown, b: unknown, comparer: unknown, call: CallInfo) => setOperation(a, b, comparer, true, call),
};
