/** Functions of Terraform over lists, maps and numbers. */
import { allItems, isObject, knownText, type ObjectValue, partsOf, textOf, type Value } from '../../../bicep/value.ts';

type Function = (args: readonly Value[]) => Value | undefined;

const numbers = (args: readonly Value[]): number[] | undefined => {
  const all = args.length === 1 && Array.isArray(args[0]) ? args[0] : args;
  return all.every((each) => typeof each === 'number') ? (all as number[]) : undefined;
};
const ofNumbers =
  (compute: (all: readonly number[]) => number): Function =>
  (args) => {
    const all = numbers(args);
    return all && all.length > 0 ? compute(all) : undefined;
  };
const rounded =
  (compute: (value: number) => number): Function =>
  ([value]) =>
    typeof value === 'number' ? compute(value) : undefined;

/** What makes two values the same, where that can be told. */
const keyOf = (value: Value): string | Value => knownText(value) ?? value;
const lists = (args: readonly Value[]): Value[][] | undefined =>
  args.every((each) => Array.isArray(each)) ? (args as Value[][]) : undefined;

function distinct(items: readonly Value[]): Value[] {
  return [...new Map(items.map((each) => [keyOf(each), each])).values()];
}

/** Numbers that `range` may give: more of them is no configuration. */
const mostNumbers = 1_000;
const mostProducts = 1_000;

function product(all: readonly (readonly Value[])[]): Value[] | undefined {
  let rows: Value[][] = [[]];
  for (const each of all) {
    if (rows.length * each.length > mostProducts) return undefined;
    rows = rows.flatMap((row) => each.map((item) => [...row, item]));
  }
  return rows;
}

/** Name -> what it gives; undefined where the arguments are not known well enough. */
export const moreFunctions: Readonly<Record<string, Function>> = {
  abs: rounded(Math.abs),
  ceil: rounded(Math.ceil),
  floor: rounded(Math.floor),
  max: ofNumbers((all) => Math.max(...all)),
  min: ofNumbers((all) => Math.min(...all)),
  sum: ofNumbers((all) => all.reduce((sum, each) => sum + each, 0)),
  alltrue: ([value]) =>
    Array.isArray(value) && value.every((each) => typeof each === 'boolean') ? value.every(Boolean) : undefined,
  anytrue: ([value]) =>
    Array.isArray(value) && value.every((each) => typeof each === 'boolean') ? value.some(Boolean) : undefined,
  chunklist: ([value, size]) =>
    Array.isArray(value) && typeof size === 'number' && size >= 1
      ? Array.from({ length: Math.ceil(value.length / size) }, (_, index) =>
          value.slice(index * size, (index + 1) * size),
        )
      : undefined,
  coalescelist: (args) => lists(args)?.find((each) => each.length > 0),
  formatlist: ([pattern, ...args]) => {
    const text = knownText(pattern);
    const [items] = args;
    if (text === undefined || args.length !== 1 || !Array.isArray(items)) return undefined;
    const [before = '', ...after] = text.split('%s');
    return items.map((item) => textOf([before, ...partsOf(item, 'item'), after.join('%s')]));
  },
  one: ([value]) => (Array.isArray(value) && value.length <= 1 ? (value[0] ?? null) : undefined),
  range: (args) => {
    const all = numbers(args);
    if (!all) return undefined;
    const [start = 0, end = 0, step = 1] = all.length === 1 ? [0, ...all] : all;
    const length = step === 0 ? -1 : Math.ceil((end - start) / step);
    return length < 0 || length > mostNumbers ? undefined : Array.from({ length }, (_, index) => start + index * step);
  },
  reverse: ([value]) => (Array.isArray(value) ? [...value].reverse() : undefined),
  setintersection: (args) => {
    const [first, ...others] = lists(args) ?? [];
    return first?.filter((each) => others.every((other) => other.some((item) => keyOf(item) === keyOf(each))));
  },
  setproduct: (args) => {
    const all = lists(args);
    return all && product(all);
  },
  setsubtract: ([from, less]) =>
    Array.isArray(from) && Array.isArray(less)
      ? from.filter((each) => !less.some((item) => keyOf(item) === keyOf(each)))
      : undefined,
  setunion: (args) => {
    const all = lists(args);
    const items = all && allItems(all);
    return items && distinct(items);
  },
  slice: ([value, start, end]) =>
    Array.isArray(value) && typeof start === 'number' && typeof end === 'number' ? value.slice(start, end) : undefined,
  zipmap: ([keys, values]) => {
    if (!Array.isArray(keys) || !Array.isArray(values)) return undefined;
    const result: Record<string, Value> = {};
    for (const [index, key] of keys.entries()) {
      const name = knownText(key);
      if (name !== undefined && name !== '__proto__') result[name] = values[index] ?? null;
    }
    return result satisfies ObjectValue;
  },
  transpose: ([value]) => {
    if (value === undefined || value === null || !isObject(value)) return undefined;
    const result: Record<string, Value[]> = {};
    for (const [key, items] of Object.entries(value)) {
      if (!Array.isArray(items)) return undefined;
      for (const item of items) {
        const name = knownText(item);
        if (name !== undefined && name !== '__proto__') result[name] = [...(result[name] ?? []), key];
      }
    }
    return result;
  },
};
