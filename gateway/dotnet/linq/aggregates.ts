/** Enumerable: Sum, Average, Min, Max, Aggregate and the conversions to collections. */

import { comparerOf } from '../collections/comparer.ts';
import { Dictionary, dictionaryType } from '../collections/dictionary.ts';
import { HashSet, hashSetType } from '../collections/hash-set.ts';
import type { KeyValuePair } from '../collections/key-value-pair.ts';
import { listOf } from '../collections/list.ts';
import { NetDecimal } from '../core/decimal.ts';
import { defaultValue } from '../core/default-value.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { invalidOperation, required } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { compareNumbers } from '../primitives/virtual.ts';
import { func, source, toBytes, toList, typeArg } from './source.ts';

const NO_ELEMENTS = 'Sequence contains no elements';
type Num = number | bigint | NetDecimal;

/** How the numeric types add up and divide. */
interface Arithmetic {
  readonly keyword: string;
  readonly zero: Num;
  readonly add: (a: Num, b: Num) => Num;
  /** Type of the average. */
  readonly average: string;
  readonly divide: (sum: Num, count: number) => Num;
}

function overflow(): never {
  return throwNet('System.OverflowException', 'Arithmetic operation resulted in an overflow.');
}

function addInt(a: Num, b: Num): number {
  const sum = Number(a) + Number(b);
  return sum === (sum | 0) ? sum : overflow();
}

function addLong(a: Num, b: Num): bigint {
  const sum = (a as bigint) + (b as bigint);
  return BigInt.asIntN(64, sum) === sum ? sum : overflow();
}

const arithmetics: readonly Arithmetic[] = [
  { keyword: 'int', zero: 0, add: addInt, average: 'double', divide: (sum, count) => Number(sum) / count },
  { keyword: 'long', zero: 0n, add: addLong, average: 'double', divide: (sum, count) => Number(sum) / count },
  {
    keyword: 'float',
    zero: 0,
    add: (a, b) => (a as number) + (b as number),
    average: 'float',
    divide: (sum, count) => Math.fround((sum as number) / count),
  },
  {
    keyword: 'double',
    zero: 0,
    add: (a, b) => (a as number) + (b as number),
    average: 'double',
    divide: (sum, count) => (sum as number) / count,
  },
  {
    keyword: 'decimal',
    zero: NetDecimal.zero,
    add: (a, b) => (a as NetDecimal).add(b as NetDecimal),
    average: 'decimal',
    divide: (sum, count) => (sum as NetDecimal).divide(NetDecimal.fromInteger(count)),
  },
];

const members: Record<string, (...args: never[]) => unknown> = {};

function sum(items: Iterable<unknown>, { keyword, zero, add }: Arithmetic): Num {
  let total = zero;
  for (const item of items) if (item !== null) total = add(total, item as Num);
  return keyword === 'float' ? Math.fround(total as number) : total;
}

function average(items: Iterable<unknown>, kind: Arithmetic, nullable: boolean): Num | null {
  let total: Num = kind.keyword === 'int' ? 0n : kind.zero;
  let count = 0;
  for (const item of items) {
    if (item === null) continue;
    total = kind.keyword === 'int' ? addLong(total, BigInt(item as number)) : kind.add(total, item as Num);
    count++;
  }
  if (count === 0) return nullable ? null : invalidOperation(NO_ELEMENTS);
  return kind.divide(total, count);
}

/** Min and Max of numbers: NaN is less than everything. */
function extreme(items: Iterable<unknown>, larger: boolean, nullable: boolean): unknown {
  let found: Num | null = null;
  for (const item of items) {
    if (item === null) continue;
    const value = item as Num;
    if (found === null || compareAny(value, found) > 0 === larger) {
      if (found === null || compareAny(value, found) !== 0) found = value;
    }
  }
  return found ?? (nullable ? null : invalidOperation(NO_ELEMENTS));
}

function compareAny(a: Num, b: Num): number {
  if (a instanceof NetDecimal) return a.compareTo(b as NetDecimal);
  if (typeof a === 'bigint') return a < (b as bigint) ? -1 : a > (b as bigint) ? 1 : 0;
  return compareNumbers(a, b as number);
}

function* mapped(items: Iterable<unknown>, select: (item: unknown) => unknown): Iterable<unknown> {
  for (const item of items) yield select(item);
}

for (const kind of arithmetics) {
  for (const nullable of [false, true]) {
    const type = kind.keyword + (nullable ? '?' : '');
    const averageType = kind.average + (nullable ? '?' : '');
    const over = (aggregate: (items: Iterable<unknown>) => unknown, name: string, result: string): void => {
      members[`static ${result} ${name}(this IEnumerable<${type}> source)`] = (value: unknown, call: CallInfo) =>
        aggregate(source(value, call));
      members[`static ${result} ${name}<TSource>(this IEnumerable<TSource> source, Func<TSource, ${type}> selector)`] =
        (value: unknown, selector: unknown, call: CallInfo) =>
          aggregate(mapped(source(value, call), func(selector, 'selector')));
    };
    over((items) => sum(items, kind), 'Sum', type);
    over((items) => average(items, kind, nullable), 'Average', averageType);
    over((items) => extreme(items, true, nullable), 'Max', type);
    over((items) => extreme(items, false, nullable), 'Min', type);
  }
}

/** Min and Max of anything comparable; nulls do not count. */
function best(
  items: Iterable<unknown>,
  larger: boolean,
  type: TypeRef,
  compare: (a: unknown, b: unknown) => number,
): unknown {
  let found: { item: unknown } | null = null;
  for (const item of items) {
    if (item === null) continue;
    if (!found || (larger ? compare(item, found.item) > 0 : compare(item, found.item) < 0)) found = { item };
  }
  if (found) return found.item;
  return defaultValue(type) === null ? null : invalidOperation(NO_ELEMENTS);
}

for (const [name, larger] of [
  ['Max', true],
  ['Min', false],
] as const) {
  members[`static TSource ${name}<TSource>(this IEnumerable<TSource> source)`] = (value: unknown, call: CallInfo) =>
    best(source(value, call), larger, typeArg(call), comparerOf(null, call));
  members[
    `static TResult ${name}<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)`
  ] = (value: unknown, selector: unknown, call: CallInfo) =>
    best(mapped(source(value, call), func(selector, 'selector')), larger, typeArg(call, 1), comparerOf(null, call));
  members[
    `static TSource ${name}By<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)`
  ] = (value: unknown, selector: unknown, call: CallInfo) => {
    const key = func(selector, 'keySelector');
    const compare = comparerOf(null, call);
    return best(source(value, call), larger, typeArg(call), (a, b) => compare(key(a), key(b)));
  };
}

function dictionary(value: unknown, key: unknown, element: unknown, comparer: unknown, call: CallInfo): Dictionary {
  const items = source(value, call);
  const selectKey = func(key, 'keySelector');
  const selectElement = element === undefined ? (item: unknown) => item : func(element, 'elementSelector');
  const type = dictionaryType(typeArg(call, 1), typeArg(call, element === undefined ? 0 : 2));
  const result = Dictionary.with(type, comparer, call.runtime);
  for (const item of items) {
    const selected = selectKey(item);
    const value = selectElement(item);
    result.addKey(required(selected, 'key'), value);
  }
  return result;
}

function pairs(value: unknown, comparer: unknown, call: CallInfo): Dictionary {
  const result = Dictionary.with(dictionaryType(typeArg(call), typeArg(call, 1)), comparer, call.runtime);
  for (const item of source(value, call)) {
    const pair = item as KeyValuePair;
    result.addKey(required(pair.key, 'key'), pair.value);
  }
  return result;
}

function hashSet(value: unknown, comparer: unknown, call: CallInfo): HashSet {
  const set = HashSet.with(hashSetType(typeArg(call)), comparer, call.runtime);
  for (const item of source(value, call)) set.addItem(item);
  return set;
}

export const aggregateOperators: Members = {
  ...(members as Members),
  'static TSource Aggregate<TSource>(this IEnumerable<TSource> source, Func<TSource, TSource, TSource> func)': (
    value: unknown,
    step: unknown,
    call: CallInfo,
  ) => {
    const items = source(value, call)[Symbol.iterator]();
    const combine = func(step, 'func');
    const first = items.next();
    if (first.done) invalidOperation(NO_ELEMENTS);
    let result: unknown = first.value;
    for (let next = items.next(); !next.done; next = items.next()) result = combine(result, next.value);
    return result;
  },
  'static TAccumulate Aggregate<TSource, TAccumulate>(this IEnumerable<TSource> source, TAccumulate seed, Func<TAccumulate, TSource, TAccumulate> func)':
    (value: unknown, seed: unknown, step: unknown, call: CallInfo) => {
      const combine = func(step, 'func');
      let result = seed;
      for (const item of source(value, call)) result = combine(result, item);
      return result;
    },
  'static TResult Aggregate<TSource, TAccumulate, TResult>(this IEnumerable<TSource> source, TAccumulate seed, Func<TAccumulate, TSource, TAccumulate> func, Func<TAccumulate, TResult> resultSelector)':
    (value: unknown, seed: unknown, step: unknown, selector: unknown, call: CallInfo) => {
      const combine = func(step, 'func');
      const finish = func(selector, 'resultSelector');
      let result = seed;
      for (const item of source(value, call)) result = combine(result, item);
      return finish(result);
    },
  'static TSource[] ToArray<TSource>(this IEnumerable<TSource> source)': (value: unknown, call: CallInfo) => {
    const element = typeArg(call);
    const joined = element === T.byte ? toBytes(value, call) : undefined;
    return joined ? bytes(joined) : arrayFrom(element, toList(value, call));
  },
  'static List<TSource> ToList<TSource>(this IEnumerable<TSource> source)': (value: unknown, call: CallInfo) =>
    listOf(typeArg(call), toList(value, call)),
  'static HashSet<TSource> ToHashSet<TSource>(this IEnumerable<TSource> source)': (value: unknown, call: CallInfo) =>
    hashSet(value, null, call),
  'static HashSet<TSource> ToHashSet<TSource>(this IEnumerable<TSource> source, IEqualityComparer<TSource> comparer)':
    hashSet,
  'static Dictionary<TKey, TSource> ToDictionary<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)':
    (value: unknown, key: unknown, call: CallInfo) => dictionary(value, key, undefined, null, call),
  'static Dictionary<TKey, TSource> ToDictionary<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, IEqualityComparer<TKey> comparer)':
    (value: unknown, key: unknown, comparer: unknown, call: CallInfo) =>
      dictionary(value, key, undefined, comparer, call),
  'static Dictionary<TKey, TElement> ToDictionary<TSource, TKey, TElement>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TSource, TElement> elementSelector)':
    (value: unknown, key: unknown, element: unknown, call: CallInfo) => dictionary(value, key, element, null, call),
  'static Dictionary<TKey, TElement> ToDictionary<TSource, TKey, TElement>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TSource, TElement> elementSelector, IEqualityComparer<TKey> comparer)':
    dictionary,
  'static Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(this IEnumerable<KeyValuePair<TKey, TValue>> source)': (
    value: unknown,
    call: CallInfo,
  ) => pairs(value, null, call),
  'static Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(this IEnumerable<KeyValuePair<TKey, TValue>> source, IEqualityComparer<TKey> comparer)':
    pairs,
};
