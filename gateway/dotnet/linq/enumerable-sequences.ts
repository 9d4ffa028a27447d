/** Enumerable: operators that give another sequence, lazily. */

import { keysOf } from '../collections/comparer.ts';
import { elements, elementType } from '../collections/enumerate.ts';
import { enumerableOf, Sequence } from '../collections/sequence.ts';
import { box } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { isInstance, throwInvalidCast } from '../core/runtime-type.ts';
import { arrayOf, named, T } from '../core/type-ref.ts';
import { NetTuple, tupleType } from '../core/value-tuple.ts';
import { Boxed, NetArray } from '../core/values.ts';
import { nullReference, outOfRange, required } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import type { Key } from '../primitives/virtual.ts';
import { func, lazy, source, typeArg } from './source.ts';

const RANGE = 'Specified argument was out of the range of valid values.';

function range(start: number, count: number, call: CallInfo): Sequence {
  if (count < 0 || start + count - 1 > 0x7fffffff) outOfRange('count', RANGE);
  return new Sequence(T.int, function* () {
    for (let i = 0; i < count; i++) {
      call.runtime.charge(1);
      yield start + i;
    }
  });
}

/** An empty array: what .NET makes of it is an empty array as well. */
const isEmptyArray = (value: unknown): boolean => value instanceof NetArray && value.items.length === 0;

/** Cast and OfType: elements of any sequence as `T`. */
function castOne(item: unknown, call: CallInfo): unknown {
  const type = typeArg(call);
  if (item === null) {
    if (defaultValue(type) !== null) nullReference();
    return null;
  }
  if (!isInstance(item, type)) throwInvalidCast(item, type);
  return item instanceof Boxed && type !== T.object ? item.value : item;
}

function* boxedItems(value: unknown, call: CallInfo): Generator<unknown> {
  const type = elementType(value);
  for (const item of elements(value)) {
    call.runtime.charge(1);
    yield box(item, type);
  }
}

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

function* zip(
  a: Iterable<unknown>,
  b: Iterable<unknown>,
  combine: (x: unknown, y: unknown) => unknown,
): Generator<unknown> {
  const right = b[Symbol.iterator]();
  for (const item of a) {
    const other = right.next();
    if (other.done) return;
    yield combine(item, other.value);
  }
}

export const sequenceOperators: Members = {
  'static IEnumerable<int> Range(int start, int count)': range,
  'static IEnumerable<TResult> Repeat<TResult>(TResult element, int count)': (
    item: unknown,
    count: number,
    call: CallInfo,
  ) => {
    if (count < 0) outOfRange('count', RANGE);
    return lazy(call, 0, function* () {
      for (let i = 0; i < count; i++) {
        call.runtime.charge(1);
        yield item;
      }
    });
  },
  'static IEnumerable<TResult> Empty<TResult>()': (call: CallInfo) => arrayFrom(typeArg(call), []),
  'static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)':
    (value: unknown, selector: unknown, call: CallInfo) => {
      const items = source(value, call);
      const select = func(selector, 'selector');
      if (isEmptyArray(value)) return arrayFrom(typeArg(call, 1), []);
      return lazy(call, 1, function* () {
        for (const item of items) yield select(item);
      });
    },
  'static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, int, TResult> selector)':
    (value: unknown, selector: unknown, call: CallInfo) => {
      const items = source(value, call);
      const select = func(selector, 'selector');
      return lazy(call, 1, function* () {
        let index = 0;
        for (const item of items) yield select(item, index++);
      });
    },
  'static IEnumerable<TResult> SelectMany<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, IEnumerable<TResult>> selector)':
    (value: unknown, selector: unknown, call: CallInfo) => {
      const items = source(value, call);
      const select = func(selector, 'selector');
      return lazy(call, 1, function* () {
        for (const item of items) yield* elements(required(select(item), 'source'));
      });
    },
  'static IEnumerable<TResult> SelectMany<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, int, IEnumerable<TResult>> selector)':
    (value: unknown, selector: unknown, call: CallInfo) => {
      const items = source(value, call);
      const select = func(selector, 'selector');
      return lazy(call, 1, function* () {
        let index = 0;
        for (const item of items) yield* elements(required(select(item, index++), 'source'));
      });
    },
  'static IEnumerable<TResult> SelectMany<TSource, TCollection, TResult>(this IEnumerable<TSource> source, Func<TSource, IEnumerable<TCollection>> collectionSelector, Func<TSource, TCollection, TResult> resultSelector)':
    (value: unknown, collection: unknown, result: unknown, call: CallInfo) => {
      const items = source(value, call);
      const select = func(collection, 'collectionSelector');
      const combine = func(result, 'resultSelector');
      return lazy(call, 2, function* () {
        for (const item of items) {
          for (const inner of elements(required(select(item), 'source'))) {
            call.runtime.charge(1);
            yield combine(item, inner);
          }
        }
      });
    },
  'static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)': (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    const test = func(predicate, 'predicate');
    if (isEmptyArray(value)) return value;
    return lazy(call, 0, function* () {
      for (const item of items) if (test(item) === true) yield item;
    });
  },
  'static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, int, bool> predicate)': (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    const test = func(predicate, 'predicate');
    return lazy(call, 0, function* () {
      let index = 0;
      for (const item of items) if (test(item, index++) === true) yield item;
    });
  },
  'static IEnumerable<TResult> Cast<TResult>(this System.Collections.IEnumerable source)': (
    value: unknown,
    call: CallInfo,
  ) => {
    required(value, 'source');
    // What has such elements already is given back as it is.
    if (isInstance(value, named('System.Collections.Generic.IEnumerable', typeArg(call)))) return value;
    return lazy(call, 0, function* () {
      for (const item of boxedItems(value, call)) yield castOne(item, call);
    });
  },
  'static IEnumerable<TResult> OfType<TResult>(this System.Collections.IEnumerable source)': (
    value: unknown,
    call: CallInfo,
  ) => {
    required(value, 'source');
    return lazy(call, 0, function* () {
      for (const item of boxedItems(value, call)) if (isInstance(item, typeArg(call))) yield castOne(item, call);
    });
  },
  'static IEnumerable<TSource> AsEnumerable<TSource>(this IEnumerable<TSource> source)': (value: unknown) => value,
  'static IEnumerable<TSource> Concat<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)': (
    a: unknown,
    b: unknown,
    call: CallInfo,
  ) => {
    const first = required(a, 'first');
    const second = required(b, 'second');
    const element = typeArg(call, 0);
    const make = function* () {
      yield* source(first, call);
      yield* source(second, call);
    };
    return new Sequence(element, make, enumerableOf(element), [a, b]);
  },
  'static IEnumerable<TSource> Append<TSource>(this IEnumerable<TSource> source, TSource element)': (
    value: unknown,
    item: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, function* () {
      yield* items;
      yield item;
    });
  },
  'static IEnumerable<TSource> Prepend<TSource>(this IEnumerable<TSource> source, TSource element)': (
    value: unknown,
    item: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, function* () {
      yield item;
      yield* items;
    });
  },
  'static IEnumerable<TResult> DefaultIfEmpty<TResult>(this IEnumerable<TResult> source)': (
    value: unknown,
    call: CallInfo,
  ) => orDefault(value, () => defaultValue(typeArg(call)), call),
  'static IEnumerable<TResult> DefaultIfEmpty<TResult>(this IEnumerable<TResult> source, TResult defaultValue)': (
    value: unknown,
    fallback: unknown,
    call: CallInfo,
  ) => orDefault(value, () => fallback, call),
  'static IEnumerable<TSource> Reverse<TSource>(this IEnumerable<TSource> source)': (
    value: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, () => [...items].reverse()[Symbol.iterator]());
  },
  'static IEnumerable<TSource> Skip<TSource>(this IEnumerable<TSource> source, int count)': (
    value: unknown,
    count: number,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, function* () {
      let index = 0;
      for (const item of items) if (index++ >= count) yield item;
    });
  },
  'static IEnumerable<TSource> Take<TSource>(this IEnumerable<TSource> source, int count)': (
    value: unknown,
    count: number,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    if (count <= 0) return arrayFrom(typeArg(call), []);
    return lazy(call, 0, function* () {
      let left = count;
      for (const item of items) {
        yield item;
        if (--left === 0) return;
      }
    });
  },
  'static IEnumerable<TSource> SkipLast<TSource>(this IEnumerable<TSource> source, int count)': (
    value: unknown,
    count: number,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, () => {
      const all = [...items];
      return all.slice(0, Math.max(all.length - Math.max(count, 0), 0))[Symbol.iterator]();
    });
  },
  'static IEnumerable<TSource> TakeLast<TSource>(this IEnumerable<TSource> source, int count)': (
    value: unknown,
    count: number,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, () => (count <= 0 ? [] : [...items].slice(-count))[Symbol.iterator]());
  },
  'static IEnumerable<TSource> SkipWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)': (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    const test = func(predicate, 'predicate');
    return lazy(call, 0, function* () {
      let skipping = true;
      for (const item of items) {
        skipping &&= test(item) === true;
        if (!skipping) yield item;
      }
    });
  },
  'static IEnumerable<TSource> TakeWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)': (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    const test = func(predicate, 'predicate');
    return lazy(call, 0, function* () {
      for (const item of items) {
        if (test(item) !== true) return;
        yield item;
      }
    });
  },
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
  'static IEnumerable<TResult> Zip<TFirst, TSecond, TResult>(this IEnumerable<TFirst> first, IEnumerable<TSecond> second, Func<TFirst, TSecond, TResult> resultSelector)':
    (a: unknown, b: unknown, result: unknown, call: CallInfo) => {
      const left = source(a, call, 'first');
      const right = source(b, call, 'second');
      const combine = func(result, 'resultSelector');
      return lazy(call, 2, () => zip(left, right, combine));
    },
  'static IEnumerable<ValueTuple<TFirst, TSecond>> Zip<TFirst, TSecond>(this IEnumerable<TFirst> first, IEnumerable<TSecond> second)':
    (a: unknown, b: unknown, call: CallInfo) => {
      const type = tupleType([typeArg(call), typeArg(call, 1)]);
      const left = source(a, call, 'first');
      const right = source(b, call, 'second');
      return new Sequence(type, () => zip(left, right, (x, y) => new NetTuple(type, [x, y])));
    },
  'static IEnumerable<TSource[]> Chunk<TSource>(this IEnumerable<TSource> source, int size)': (
    value: unknown,
    size: number,
    call: CallInfo,
  ) => {
    if (size < 1) outOfRange('size', RANGE);
    const items = source(value, call);
    const type = typeArg(call);
    return new Sequence(arrayOf(type), function* () {
      const all = [...items];
      for (let at = 0; at < all.length; at += size) yield arrayFrom(type, all.slice(at, at + size));
    });
  },
};

function orDefault(value: unknown, fallback: () => unknown, call: CallInfo): unknown {
  const items = source(value, call);
  if (value instanceof NetArray && value.items.length > 0) return value;
  return lazy(call, 0, function* () {
    let any = false;
    for (const item of items) {
      any = true;
      yield item;
    }
    if (!any) yield fallback();
  });
}
