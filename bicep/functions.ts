/** Functions of Bicep that can be worked out without deploying. The others give an Unknown. */
import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import { encodingFunctions } from './encoding-functions.ts';
import { plainJson } from './plain-json.ts';
import { jsonOrigins, type OriginOf, yamlOrigins } from './text-origins.ts';
import {
  allItems,
  Callable,
  commonOrigin,
  isObject,
  knownText,
  mostCharacters,
  mostItems,
  type ObjectValue,
  partsOf,
  plainData,
  Text,
  textOf,
  Unknown,
  type Value,
} from './value.ts';

type Function = (args: readonly Value[]) => Value | undefined;

const both = (args: readonly Value[]): [string, string] | undefined => {
  const [a, b] = args.map(knownText);
  return a === undefined || b === undefined ? undefined : [a, b];
};
const one = (change: (text: string) => Value): Function => {
  return ([value]) => {
    const text = knownText(value);
    return text === undefined ? undefined : change(text);
  };
};
const lengthOf = (value: Value | undefined): number | undefined => {
  if (Array.isArray(value)) return value.length;
  if (value !== undefined && value !== null && isObject(value)) return Object.keys(value).length;
  return knownText(value)?.length;
};
const callable = (value: Value | undefined): Callable | undefined => (value instanceof Callable ? value : undefined);

/** Replaces text, in known stretches and keeping the origin, so that positions in policy files stay close. */
function replace([value, from, to]: readonly Value[]): Value | undefined {
  const search = knownText(from);
  if (search === undefined || search === '' || to === undefined) return undefined;
  if (typeof value !== 'string' && !(value instanceof Text)) return undefined;
  const inserted = partsOf(to, 'value');
  const pieces = partsOf(value, '').map((part) => (typeof part === 'string' ? part.split(search) : part));
  const more = inserted.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 1);
  const places = pieces.reduce((sum, each) => sum + (Array.isArray(each) ? each.length - 1 : 0), 0);
  if (places * more > mostCharacters) return undefined;
  const parts = pieces.flatMap((each): (string | Unknown)[] =>
    Array.isArray(each) ? each.flatMap((piece, index) => (index === 0 ? [piece] : [...inserted, piece])) : [each],
  );
  return textOf(parts, commonOrigin([value, to]));
}

function fromJson(value: unknown, originOf: OriginOf = () => undefined): Value {
  if (typeof value !== 'object' || value === null) return value as Value;
  const inside = (inner: unknown, key: PropertyKey): Value => {
    const origin = typeof inner === 'string' ? originOf(value, key) : undefined;
    return origin ? new Text([inner as string], origin) : fromJson(inner, originOf);
  };
  if (Array.isArray(value)) return value.map(inside);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner, key)]));
}

/**
 * A JSON text, which may hold comments, as a value; undefined when it is no JSON.
 * @param file where the whole of it is written, for the origins of texts in it
 */
export function parseJson(text: string, file?: string): Value | undefined {
  try {
    const plain = plainJson(text);
    const data: unknown = JSON.parse(plain);
    return fromJson(data, file === undefined ? undefined : jsonOrigins(plain, data, file));
  } catch {
    return undefined;
  }
}

/**
 * A YAML text as a value; undefined when it is none. Aliases are bounded, so that a small file stays small.
 * @param file where the whole of it is written, for the origins of texts in it
 */
export function parseYaml(text: string, file?: string): Value | undefined {
  try {
    const document = parseDocument(text);
    if (document.errors.length > 0) return undefined;
    const data: unknown = document.toJS({ maxAliasCount: 50 });
    return fromJson(data, file === undefined ? undefined : yamlOrigins(text, document, data, file));
  } catch {
    return undefined;
  }
}

/** The file that a text is the whole of. */
export function fileOf(value: Value | undefined): string | undefined {
  const origin = value instanceof Text ? value.origin : undefined;
  return origin?.written && origin.written.text === knownText(value) ? origin.file : undefined;
}

/** What a path such as `$.a.b[0]` selects of data: all of it without one. Undefined where there is nothing. */
export function selected(value: Value, path: string | undefined): Value | undefined {
  let current: Value | undefined = value;
  for (const part of path?.replace(/^\$/, '').match(/[^.[\]'"]+/g) ?? []) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (current !== undefined && current !== null && isObject(current))
      current = Object.hasOwn(current, part) ? current[part] : undefined;
    else return undefined;
  }
  return current;
}

/** Plain data as values. */
export function toValues(data: Readonly<Record<string, unknown>>): ObjectValue {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, fromJson(value)]));
}

/** Objects are merged to any depth, as union() does. */
function merged(a: ObjectValue, b: ObjectValue, left: { items: number }): ObjectValue {
  const result: Record<string, Value> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = result[key];
    const both = before !== undefined && before !== null && isObject(before) && value !== null && isObject(value);
    left.items -= 1;
    result[key] = both && left.items > 0 ? merged(before, value, left) : value;
  }
  return result;
}

function union(args: readonly Value[]): Value | undefined {
  if (args.every((each) => Array.isArray(each))) {
    const all = allItems(args as Value[][]);
    return all && [...new Set(all)];
  }
  const objects = args.filter((each): each is ObjectValue => each !== null && isObject(each));
  const left = { items: mostItems };
  return objects.length === args.length ? objects.reduce((a, b) => merged(a, b, left), {}) : undefined;
}

function contains([value, item]: readonly Value[]): Value | undefined {
  const key = knownText(item);
  if (Array.isArray(value)) return value.some((each) => (key === undefined ? each === item : knownText(each) === key));
  if (value !== undefined && value !== null && isObject(value))
    return key === undefined ? undefined : Object.hasOwn(value, key);
  const text = knownText(value);
  return text === undefined || key === undefined ? undefined : text.includes(key);
}

function format([pattern, ...args]: readonly Value[]): Value | undefined {
  const text = knownText(pattern);
  if (text === undefined) return undefined;
  const parts = text.split(/\{(\d+)\}/).flatMap((part, index) => {
    if (index % 2 === 0) return [part.replaceAll('{{', '{').replaceAll('}}', '}')];
    return partsOf(args[Number(part)] ?? null, `argument ${part}`);
  });
  return textOf(parts, commonOrigin([pattern, ...args]));
}

/** What arguments say, unknown parts by their expressions. */
const printed = (args: readonly Value[]): string =>
  JSON.stringify(
    args.map((each) => (each instanceof Unknown ? `\${${each.source}}` : String(knownText(each) ?? each))),
  );

/**
 * Azure's own hash is not published. All that matters here is that equal arguments give equal names, 13 characters long.
 */
function uniqueString(args: readonly Value[]): string {
  const digest = createHash('sha256').update(printed(args)).digest();
  return `u${BigInt(`0x${digest.toString('hex')}`).toString(36)}`.slice(0, 13);
}

/** A UUID of version 5 and the arguments, which is what Azure's is. */
function guid(args: readonly Value[]): string {
  const hex = createHash('sha256')
    .update(`guid ${printed(args)}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Name -> what it gives; undefined where the arguments are not known well enough. */
const functions: Readonly<Record<string, Function>> = {
  any: ([value]) => value,
  array: ([value]) => (Array.isArray(value) ? value : value === undefined ? undefined : [value]),
  bool: (args) => {
    const [value] = args;
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') return value !== 0;
    return one((text) => text.toLowerCase() === 'true' || text === '1')(args);
  },
  // what only a deployment knows is taken to be there, as by `??`
  coalesce: (args) => args.find((each) => each !== null) ?? null,
  concat: (args) =>
    args.every((each) => Array.isArray(each))
      ? allItems(args as Value[][])
      : textOf(
          args.flatMap((each) => partsOf(each, 'value')),
          commonOrigin(args),
        ),
  contains,
  empty: ([value]) => {
    if (value === null) return true;
    if (value instanceof Text && !value.isKnown && value.parts.some((part) => typeof part === 'string')) return false;
    const length = lengthOf(value);
    return length === undefined ? undefined : length === 0;
  },
  endsWith: (args) => {
    const texts = both(args);
    return texts ? texts[0].toLowerCase().endsWith(texts[1].toLowerCase()) : undefined;
  },
  filter: ([items, test]) => {
    const lambda = callable(test);
    if (!Array.isArray(items) || !lambda) return undefined;
    return items.filter((item) => lambda.call([item]) !== false);
  },
  first: ([value]) => (Array.isArray(value) ? (value[0] ?? null) : knownText(value)?.charAt(0)),
  flatten: ([value]) =>
    Array.isArray(value) ? allItems(value.map((each) => (Array.isArray(each) ? each : [each]))) : undefined,
  format,
  guid,
  indexOf: (args) => {
    const texts = both(args);
    return texts ? texts[0].toLowerCase().indexOf(texts[1].toLowerCase()) : undefined;
  },
  int: (args) =>
    typeof args[0] === 'number'
      ? args[0]
      : one((text) => (/^-?\d+$/.test(text) ? Number(text) : new Unknown('int()')))(args),
  items: ([value]) =>
    value !== undefined && value !== null && isObject(value)
      ? Object.keys(value)
          .sort()
          .map((key) => ({ key, value: value[key] ?? null }))
      : undefined,
  join: ([items, separator]) => {
    const between = knownText(separator);
    if (!Array.isArray(items) || between === undefined) return undefined;
    return textOf(
      items.flatMap((item, index) => (index === 0 ? partsOf(item, 'item') : [between, ...partsOf(item, 'item')])),
      commonOrigin(items),
    );
  },
  json: (args) => one((text) => parseJson(text, fileOf(args[0])) ?? new Unknown('json()'))(args),
  last: ([value]) => (Array.isArray(value) ? (value.at(-1) ?? null) : knownText(value)?.slice(-1)),
  length: ([value]) => lengthOf(value),
  map: ([items, change]) => {
    const lambda = callable(change);
    return Array.isArray(items) && lambda ? items.map((item, index) => lambda.call([item, index])) : undefined;
  },
  max: (args) => extreme(args, Math.max),
  min: (args) => extreme(args, Math.min),
  padLeft: ([value, width, fill]) => {
    const text = knownText(value);
    return text === undefined || typeof width !== 'number'
      ? undefined
      : text.padStart(Math.min(width, 1000), knownText(fill) ?? ' ');
  },
  range: ([start, count]) =>
    typeof start === 'number' && typeof count === 'number' && count <= 1000
      ? Array.from({ length: count }, (_, index) => start + index)
      : undefined,
  reduce: ([items, initial, change]) => {
    const lambda = callable(change);
    if (!Array.isArray(items) || !lambda || initial === undefined) return undefined;
    return items.reduce((result: Value, item) => lambda.call([result, item]), initial);
  },
  replace,
  skip: ([value, count]) => slice(value, count, (n) => [n, undefined]),
  split: ([value, separator]) => {
    const text = knownText(value);
    const between = Array.isArray(separator) ? separator.map(knownText) : [knownText(separator)];
    if (text === undefined || between.includes(undefined)) return undefined;
    return between.reduce<string[]>((parts, each) => parts.flatMap((part) => part.split(each ?? '')), [text]);
  },
  startsWith: (args) => {
    const texts = both(args);
    return texts ? texts[0].toLowerCase().startsWith(texts[1].toLowerCase()) : undefined;
  },
  string: ([value]) => {
    if (value === undefined) return undefined;
    if (Array.isArray(value) || (value !== null && isObject(value))) return JSON.stringify(plainData(value));
    return textOf(partsOf(value, 'value'), commonOrigin([value]));
  },
  substring: ([value, start, length]) => {
    const text = knownText(value);
    if (text === undefined || typeof start !== 'number') return undefined;
    return typeof length === 'number' ? text.slice(start, start + length) : text.slice(start);
  },
  // a text with unknown parts is taken whole where it seems to fit
  take: ([value, count]) =>
    slice(value, count, (n) => [0, n]) ??
    (value instanceof Text && typeof count === 'number' && value.toString().length <= count ? value : undefined),
  toLower: one((text) => text.toLowerCase()),
  toUpper: one((text) => text.toUpperCase()),
  trim: (args) => one((text) => textOf([text.trim()], commonOrigin(args)))(args),
  union,
  uniqueString,
  uriComponent: one((text) => encodeURIComponent(text)),
};

function extreme(args: readonly Value[], choose: (...numbers: number[]) => number): Value | undefined {
  const numbers = (args.length === 1 && Array.isArray(args[0]) ? args[0] : args).filter(
    (each) => typeof each === 'number',
  );
  return numbers.length > 0 ? choose(...numbers) : undefined;
}

function slice(
  value: Value | undefined,
  count: Value | undefined,
  bounds: (count: number) => [number, number | undefined],
): Value | undefined {
  if (typeof count !== 'number') return undefined;
  const [start, end] = bounds(count);
  return Array.isArray(value) ? value.slice(start, end) : knownText(value)?.slice(start, end);
}

/** What the public Azure cloud answers to environment(). */
export const publicCloud: ObjectValue = {
  name: 'AzureCloud',
  authentication: { loginEndpoint: 'https://login.microsoftonline.com/', tenant: 'common' },
  resourceManager: 'https://management.azure.com/',
  graph: 'https://graph.windows.net/',
  suffixes: {
    acrLoginServer: '.azurecr.io',
    keyvaultDns: '.vault.azure.net',
    sqlServerHostname: '.database.windows.net',
    storage: 'core.windows.net',
  },
};

/** Calls a function by name. @returns undefined when it is not known, or its arguments are not */
export function callFunction(name: string, args: readonly Value[]): Value | undefined {
  if (Object.hasOwn(functions, name)) return functions[name]?.(args);
  return Object.hasOwn(encodingFunctions, name) ? encodingFunctions[name]?.(args) : undefined;
}
