/** Enumerable: operators that take one element, or tell something about the sequence. */

import { keysOf } from '../collections/comparer.ts';
import { List } from '../collections/list.ts';
import { asList, knownCount } from '../collections/protocols.ts';
import { defaultValue } from '../core/default-value.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { NetArray } from '../core/values.ts';
import { indexOutOfRange, invalidOperation, outOfRange } from '../primitives/argument-errors.ts';
import { equal } from '../primitives/virtual.ts';
import { func, source, typeArg } from './source.ts';

const NO_ELEMENTS = 'Sequence contains no elements';
const NO_MATCH = 'Sequence contains no matching element';
const MORE = 'Sequence contains more than one element';
const MORE_MATCHES = 'Sequence contains more than one matching element';

type Test = ((item: unknown) => unknown) | null;

function first(value: unknown, test: Test, call: CallInfo): { item: unknown } | null {
  for (const item of source(value, call)) if (!test || test(item) === true) return { item };
  return null;
}

function last(value: unknown, test: Test, call: CallInfo): { item: unknown } | null {
  let found: { item: unknown } | null = null;
  for (const item of source(value, call)) if (!test || test(item) === true) found = { item };
  return found;
}

function single(value: unknown, test: Test, call: CallInfo): { item: unknown } | null {
  let found: { item: unknown } | null = null;
  for (const item of source(value, call)) {
    if (test && test(item) !== true) continue;
    if (found) invalidOperation(test ? MORE_MATCHES : MORE);
    found = { item };
  }
  return found;
}

type Pick = typeof first;
const members: Record<string, (...args: never[]) => unknown> = {};
for (const [name, pick] of [
  ['First', first],
  ['Last', last],
  ['Single', single],
] as [string, Pick][]) {
  const missing = (test: Test): never => invalidOperation(test ? NO_MATCH : NO_ELEMENTS);
  const get = (value: unknown, test: Test, call: CallInfo): unknown => {
    const found = pick(value, test, call);
    return found ? found.item : missing(test);
  };
  const getOr = (value: unknown, test: Test, fallback: () => unknown, call: CallInfo): unknown => {
    const found = pick(value, test, call);
    return found ? found.item : fallback();
  };
  members[`static TSource ${name}<TSource>(this IEnumerable<TSource> source)`] = (value: unknown, call: CallInfo) =>
    get(value, null, call);
  members[`static TSource ${name}<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)`] = (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => {
    source(value, call);
    return get(value, func(predicate, 'predicate'), call);
  };
  members[`static TSource ${name}OrDefault<TSource>(this IEnumerable<TSource> source)`] = (
    value: unknown,
    call: CallInfo,
  ) => getOr(value, null, () => defaultValue(typeArg(call)), call);
  members[`static TSource ${name}OrDefault<TSource>(this IEnumerable<TSource> source, TSource defaultValue)`] = (
    value: unknown,
    fallback: unknown,
    call: CallInfo,
  ) => getOr(value, null, () => fallback, call);
  members[`static TSource ${name}OrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)`] =
    (value: unknown, predicate: unknown, call: CallInfo) => {
      source(value, call);
      return getOr(value, func(predicate, 'predicate'), () => defaultValue(typeArg(call)), call);
    };
  members[
    `static TSource ${name}OrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate, TSource defaultValue)`
  ] = (value: unknown, predicate: unknown, fallback: unknown, call: CallInfo) =>
    getOr(value, func(predicate, 'predicate'), () => fallback, call);
}

function elementAt(value: unknown, index: number, call: CallInfo): { item: unknown } | null {
  const items = source(value, call);
  if (index < 0) return null;
  if (value instanceof NetArray || value instanceof List) {
    const list = asList(value);
    return index < list.count ? { item: list.at(index) } : null;
  }
  let at = 0;
  for (const item of items) if (at++ === index) return { item };
  return null;
}

function count(value: unknown, predicate: unknown, call: CallInfo): number {
  const items = source(value, call);
  if (predicate === undefined) {
    const known = knownCount(value);
    if (known !== undefined) return known;
    let total = 0;
    for (const _ of items) total++;
    return total;
  }
  const test = func(predicate, 'predicate');
  let total = 0;
  for (const item of items) if (test(item) === true) total++;
  return total;
}

function contains(value: unknown, wanted: unknown, comparer: unknown, call: CallInfo): boolean {
  const keyOf = keysOf(comparer, call.runtime);
  const key = keyOf(wanted);
  for (const item of source(value, call)) if (equal(keyOf(item), key)) return true;
  return false;
}

function sequenceEqual(a: unknown, b: unknown, comparer: unknown, call: CallInfo): boolean {
  const keyOf = keysOf(comparer, call.runtime);
  const right = source(b, call, 'second')[Symbol.iterator]();
  for (const item of source(a, call, 'first')) {
    const other = right.next();
    if (other.done || !equal(keyOf(item), keyOf(other.value))) return false;
  }
  return right.next().done === true;
}

export const elementOperators: Members = {
  ...(members as Members),
  'static TSource ElementAt<TSource>(this IEnumerable<TSource> source, int index)': (
    value: unknown,
    index: number,
    call: CallInfo,
  ) => {
    const found = elementAt(value, index, call);
    if (found) return found.item;
    if (value instanceof NetArray || value instanceof List) indexOutOfRange('index');
    return outOfRange('index');
  },
  'static TSource ElementAtOrDefault<TSource>(this IEnumerable<TSource> source, int index)': (
    value: unknown,
    index: number,
    call: CallInfo,
  ) => {
    const found = elementAt(value, index, call);
    return found ? found.item : defaultValue(typeArg(call));
  },
  'static bool Any<TSource>(this IEnumerable<TSource> source)': (value: unknown, call: CallInfo) =>
    first(value, null, call) !== null,
  'static bool Any<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)': (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => {
    source(value, call);
    return first(value, func(predicate, 'predicate'), call) !== null;
  },
  'static bool All<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)': (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call);
    const test = func(predicate, 'predicate');
    for (const item of items) if (test(item) !== true) return false;
    return true;
  },
  'static int Count<TSource>(this IEnumerable<TSource> source)': (value: unknown, call: CallInfo) =>
    count(value, undefined, call),
  'static int Count<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)': count,
  'static long LongCount<TSource>(this IEnumerable<TSource> source)': (value: unknown, call: CallInfo) =>
    BigInt(count(value, undefined, call)),
  'static long LongCount<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)': (
    value: unknown,
    predicate: unknown,
    call: CallInfo,
  ) => BigInt(count(value, predicate, call)),
  'static bool Contains<TSource>(this IEnumerable<TSource> source, TSource value)': (
    value: unknown,
    wanted: unknown,
    call: CallInfo,
  ) => contains(value, wanted, null, call),
  'static bool Contains<TSource>(this IEnumerable<TSource> source, TSource value, IEqualityComparer<TSource> comparer)':
    contains,
  'static bool SequenceEqual<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)': (
    a: unknown,
    b: unknown,
    call: CallInfo,
  ) => sequenceEqual(a, b, null, call),
  'static bool SequenceEqual<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second, IEqualityComparer<TSource> comparer)':
    sequenceEqual,
};
