/** Functions of Terraform that can be worked out without a plan. The others give an Unknown. */
import { createHash } from 'node:crypto';
import { fileOf, parseJson, parseYaml } from '../../../bicep/functions.ts';
import {
  allItems,
  commonOrigin,
  isObject,
  knownText,
  mostCharacters,
  type ObjectValue,
  partsOf,
  Text,
  textOf,
  Unknown,
  type Value,
} from '../../../bicep/value.ts';

import { JsonText } from './json-text.ts';
import { moreFunctions } from './list-functions.ts';

type Function = (args: readonly Value[]) => Value | undefined;

const one =
  (change: (text: string) => Value): Function =>
  ([value]) => {
    const text = knownText(value);
    return text === undefined ? undefined : change(text);
  };
const two =
  (change: (first: string, second: string) => Value): Function =>
  ([a, b]) => {
    const first = knownText(a);
    const second = knownText(b);
    return first === undefined || second === undefined ? undefined : change(first, second);
  };
const same: Function = ([value]) => value;
const asObject = (value: Value | undefined): ObjectValue | undefined =>
  value !== undefined && value !== null && isObject(value) ? value : undefined;

const digest = (name: string): Function => one((text) => createHash(name).update(text).digest('hex'));

/** The namespaces of RFC 9562 that have names in Terraform. */
const namespaces: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

/** A UUID of version 5 (RFC 9562 section 5.5). */
function uuidV5(namespace: string, name: string): Value {
  const of = Object.hasOwn(namespaces, namespace) ? (namespaces[namespace] ?? '') : namespace;
  const hash = createHash('sha1')
    .update(Buffer.from(of.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function format([pattern, ...args]: readonly Value[]): Value | undefined {
  const text = knownText(pattern);
  if (text === undefined) return undefined;
  let next = 0;
  const parts = text.split(/(%%|%[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z])/).flatMap((part, index) => {
    if (index % 2 === 0) return [part];
    if (part === '%%') return ['%'];
    return partsOf(args[next++] ?? null, `argument ${next}`);
  });
  return textOf(parts, commonOrigin([pattern, ...args]));
}

function replace([value, from, to]: readonly Value[]): Value | undefined {
  const search = knownText(from);
  const replacement = knownText(to);
  if (search === undefined || replacement === undefined) return undefined;
  // A search between slashes is a regular expression, of another dialect.
  if (/^\/.*\/$/s.test(search)) return undefined;
  if (typeof value !== 'string' && !(value instanceof Text)) return undefined;
  const own = partsOf(value, '');
  const places = own.reduce((sum, part) => sum + (typeof part === 'string' ? part.split(search).length : 0), 0);
  if (places * replacement.length > mostCharacters) return undefined;
  const parts = own.map((part) => (typeof part === 'string' ? part.replaceAll(search, () => replacement) : part));
  return textOf(parts, commonOrigin([value, to]));
}

/** A list without lists in it, where that is not too long. */
function flattened(value: readonly Value[]): Value[] | undefined {
  let current: Value[] | undefined = [...value];
  for (let depth = 0; current?.some(Array.isArray) && depth < 20; depth += 1)
    current = allItems(current.map((each) => (Array.isArray(each) ? each : [each])));
  return current;
}

/** Name -> what it gives; undefined where the arguments are not known well enough. */
const functions: Readonly<Record<string, Function>> = {
  basename: one((text) => text.split('/').at(-1) ?? text),
  base64decode: one((text) => Buffer.from(text, 'base64').toString('utf8')),
  base64encode: one((text) => Buffer.from(text).toString('base64')),
  coalesce: (args) => {
    const first = args.find((each) => each !== null && each !== '');
    return first instanceof Unknown ? undefined : first;
  },
  compact: ([value]) => (Array.isArray(value) ? value.filter((each) => each !== null && each !== '') : undefined),
  concat: (args) => (args.every((each) => Array.isArray(each)) ? allItems(args as Value[][]) : undefined),
  contains: ([list, item]) => {
    if (!Array.isArray(list) || list.some((each) => each instanceof Unknown) || item instanceof Unknown)
      return undefined;
    return list.some((each) => (knownText(each) ?? each) === (knownText(item) ?? item));
  },
  distinct: ([value]) => (Array.isArray(value) ? [...new Set(value)] : undefined),
  element: ([list, index]) =>
    Array.isArray(list) && typeof index === 'number' ? list[index % list.length] : undefined,
  endswith: two((text, end) => text.endsWith(end)),
  flatten: ([value]) => (Array.isArray(value) ? flattened(value) : undefined),
  format,
  indent: ([count, value]) => {
    const text = knownText(value);
    if (text === undefined || typeof count !== 'number' || count > 100) return undefined;
    return text.length * (count + 1) > mostCharacters * 4 ? undefined : text.replaceAll('\n', `\n${' '.repeat(count)}`);
  },
  join: ([separator, items]) => {
    const between = knownText(separator);
    if (!Array.isArray(items) || between === undefined) return undefined;
    return textOf(
      items.flatMap((item, index) => [...(index === 0 ? [] : [between]), ...partsOf(item, 'item')]),
      commonOrigin(items),
    );
  },
  jsondecode: ([value]) => {
    if (value instanceof JsonText) return value.value;
    const text = knownText(value);
    return text === undefined ? undefined : parseJson(text, fileOf(value));
  },
  jsonencode: ([value]) => (value === undefined ? undefined : new JsonText(value)),
  keys: ([value]) => {
    const object = asObject(value);
    return object && Object.keys(object).sort();
  },
  length: ([value]) => {
    if (Array.isArray(value)) return value.length;
    const object = asObject(value);
    return object ? Object.keys(object).length : knownText(value)?.length;
  },
  lookup: ([map, key, fallback]) => {
    const object = asObject(map);
    const name = knownText(key);
    if (!object || name === undefined) return undefined;
    return Object.hasOwn(object, name) ? object[name] : fallback;
  },
  lower: one((text) => text.toLowerCase()),
  merge: (args) => {
    const objects = args.filter((each) => each !== null).map(asObject);
    return objects.every((each) => each !== undefined) ? Object.assign({}, ...objects) : undefined;
  },
  nonsensitive: same,
  replace,
  sensitive: same,
  sort: ([value]) =>
    Array.isArray(value) && value.every((each) => typeof each === 'string') ? [...value].sort() : undefined,
  split: two((separator, text) => text.split(separator)),
  startswith: two((text, start) => text.startsWith(start)),
  substr: ([value, start, length]) => {
    const text = knownText(value);
    if (text === undefined || typeof start !== 'number' || typeof length !== 'number') return undefined;
    return length < 0 ? text.slice(start) : text.slice(start, start + length);
  },
  title: one((text) => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())),
  tobool: ([value]) => (value === 'true' ? true : value === 'false' ? false : value),
  tolist: same,
  tomap: same,
  tonumber: ([value]) =>
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value,
  toset: same,
  tostring: ([value]) => (value === undefined ? undefined : value === null ? null : textOf(partsOf(value, 'value'))),
  chomp: one((text) => text.replace(/[\r\n]+$/, '')),
  dirname: one((text) => text.split('/').slice(0, -1).join('/') || '.'),
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
  strcontains: two((text, part) => text.includes(part)),
  strrev: one((text) => [...text].reverse().join('')),
  yamldecode: (args) => one((text) => parseYaml(text, fileOf(args[0])) ?? new Unknown('yamldecode()'))(args),
  uuidv5: two(uuidV5),
  trim: two((text, cut) => {
    let start = 0;
    let end = text.length;
    while (start < end && cut.includes(text[start] ?? '')) start++;
    while (end > start && cut.includes(text[end - 1] ?? '')) end--;
    return text.slice(start, end);
  }),
  trimprefix: two((text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimspace: one((text) => text.trim()),
  trimsuffix: two((text, suffix) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  upper: one((text) => text.toUpperCase()),
  urlencode: one((text) => encodeURIComponent(text).replaceAll('%20', '+')),
  values: ([value]) => {
    const object = asObject(value);
    return (
      object &&
      Object.keys(object)
        .sort()
        .map((key) => object[key] ?? null)
    );
  },
};

/** Calls a function by name. @returns undefined when it is not known, or its arguments are not */
export function callFunction(name: string, args: readonly Value[]): Value | undefined {
  if (Object.hasOwn(functions, name)) return functions[name]?.(args);
  return Object.hasOwn(moreFunctions, name) ? moreFunctions[name]?.(args) : undefined;
}
