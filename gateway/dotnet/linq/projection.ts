import { elements } from '../collections/enumerate.ts';
import { Sequence } from '../collections/sequence.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { NetTuple, tupleType } from '../core/value-tuple.ts';
import { required } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { func, isEmptyArray, lazy, source, typeArg } from './source.ts';

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

/** Select, SelectMany and Zip. */
export const projectionOperators: Members = {
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
};
