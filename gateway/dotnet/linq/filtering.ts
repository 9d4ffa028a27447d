/** Enumerable: operators that keep the elements that pass a test or have a type, and those that only change the type. */

import { elements, elementType } from '../collections/enumerate.ts';
import { box } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { isInstance, throwInvalidCast } from '../core/runtime-type.ts';
import { named, T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { nullReference, required } from '../primitives/argument-errors.ts';
import { func, isEmptyArray, lazy, source, typeArg } from './source.ts';

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

export const filteringOperators: Members = {
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
  'static IEnumerable<TResult> OfType<TResult>(this System.Collections.IEnumerable source)': (
    value: unknown,
    call: CallInfo,
  ) => {
    required(value, 'source');
    return lazy(call, 0, function* () {
      for (const item of boxedItems(value, call)) if (isInstance(item, typeArg(call))) yield castOne(item, call);
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
  'static IEnumerable<TSource> AsEnumerable<TSource>(this IEnumerable<TSource> source)': (value: unknown) => value,
};
