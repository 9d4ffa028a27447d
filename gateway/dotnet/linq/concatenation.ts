/** Enumerable: operators that put sequences or elements one after the other, and turn the order round. */

import { enumerableOf, Sequence } from '../collections/sequence.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { required } from '../primitives/argument-errors.ts';
import { lazy, source, typeArg } from './source.ts';

export const concatenationOperators: Members = {
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
  'static IEnumerable<TSource> Reverse<TSource>(this IEnumerable<TSource> source)': (
    value: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    return lazy(call, 0, () => [...items].reverse()[Symbol.iterator]());
  },
};
