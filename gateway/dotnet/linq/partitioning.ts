import { Sequence } from '../collections/sequence.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { arrayOf } from '../core/type-ref.ts';
import { outOfRange } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { func, lazy, source, typeArg } from './source.ts';

/** Skip and Take with their variants, and Chunk. */
export const partitioningOperators: Members = {
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
  'static IEnumerable<TSource[]> Chunk<TSource>(this IEnumerable<TSource> source, int size)': (
    value: unknown,
    size: number,
    call: CallInfo,
  ) => {
    if (size < 1) outOfRange('size');
    const items = source(value, call);
    const type = typeArg(call);
    return new Sequence(arrayOf(type), function* () {
      const all = [...items];
      for (let at = 0; at < all.length; at += size) yield arrayFrom(type, all.slice(at, at + size));
    });
  },
};
