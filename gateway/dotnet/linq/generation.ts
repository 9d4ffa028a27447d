/** Enumerable: operators that make a sequence from nothing, or from nothing else but a default. */

import { Sequence } from '../collections/sequence.ts';
import { defaultValue } from '../core/default-value.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { T } from '../core/type-ref.ts';
import { NetArray } from '../core/values.ts';
import { outOfRange } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { lazy, source, typeArg } from './source.ts';

function range(start: number, count: number, call: CallInfo): Sequence {
  if (count < 0 || start + count - 1 > 0x7fffffff) outOfRange('count');
  return new Sequence(T.int, function* () {
    for (let i = 0; i < count; i++) {
      call.runtime.charge(1);
      yield start + i;
    }
  });
}

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

export const generationOperators: Members = {
  'static IEnumerable<int> Range(int start, int count)': range,
  'static IEnumerable<TResult> Repeat<TResult>(TResult element, int count)': (
    item: unknown,
    count: number,
    call: CallInfo,
  ) => {
    if (count < 0) outOfRange('count');
    return lazy(call, 0, function* () {
      for (let i = 0; i < count; i++) {
        call.runtime.charge(1);
        yield item;
      }
    });
  },
  'static IEnumerable<TResult> Empty<TResult>()': (call: CallInfo) => arrayFrom(typeArg(call), []),
  'static IEnumerable<TResult> DefaultIfEmpty<TResult>(this IEnumerable<TResult> source)': (
    value: unknown,
    call: CallInfo,
  ) => orDefault(value, () => defaultValue(typeArg(call)), call),
  'static IEnumerable<TResult> DefaultIfEmpty<TResult>(this IEnumerable<TResult> source, TResult defaultValue)': (
    value: unknown,
    fallback: unknown,
    call: CallInfo,
  ) => orDefault(value, () => fallback, call),
};
