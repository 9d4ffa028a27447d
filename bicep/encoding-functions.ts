/** Functions of Bicep over encodings, URIs and objects. Undefined where the arguments are not known well enough. */
import {
  Callable,
  isObject,
  knownText,
  Lazy,
  type ObjectValue,
  partsOf,
  textOf,
  Unknown,
  type Value,
} from './value.ts';

type Function = (args: readonly Value[]) => Value | undefined;

const object = (value: Value | undefined): ObjectValue | undefined =>
  value !== undefined && value !== null && isObject(value) ? value : undefined;
const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const one =
  (change: (text: string) => Value | undefined): Function =>
  ([value]) => {
    const text = knownText(value);
    return text === undefined ? undefined : change(text);
  };
const safe = (name: string): boolean => name !== '__proto__';

/** The segments of an id of a resource: scopes come before the type. */
function resourceId(args: readonly Value[]): Value | undefined {
  const at = args.findIndex((each) => /^[A-Za-z0-9.]+\.[A-Za-z0-9.]+\//.test(knownText(each) ?? ''));
  const [provider = '', ...segments] = (knownText(args[at]) ?? '').split('/');
  if (at < 0) return undefined;
  const names = args.slice(at + 1);
  return textOf([
    `/providers/${provider}`,
    ...segments.flatMap((segment, index) => [`/${segment}/`, ...partsOf(names[index] ?? '', segment)]),
  ]);
}

/** What a value has by a name or an index: null where it has none, undefined where that can't be told. */
function tryMember(value: Value | undefined, key: Value): Value | undefined {
  if (value === null) return null;
  const name = knownText(key);
  if (name === undefined) return Array.isArray(value) && typeof key === 'number' ? (value[key] ?? null) : undefined;
  if (value instanceof Lazy) return value.member(name);
  const known = object(value);
  if (!known) return undefined;
  return Object.hasOwn(known, name) ? (known[name] ?? null) : null;
}

function keyed(items: Value | undefined, key: Value | undefined, value?: Value): ObjectValue | undefined {
  if (!Array.isArray(items) || !(key instanceof Callable)) return undefined;
  return Object.fromEntries(
    items.flatMap((item) => {
      const name = knownText(key.call([item]));
      return name === undefined || !safe(name) ? [] : [[name, value instanceof Callable ? value.call([item]) : item]];
    }),
  );
}

function grouped(items: Value | undefined, key: Value | undefined): ObjectValue | undefined {
  if (!Array.isArray(items) || !(key instanceof Callable)) return undefined;
  const groups = new Map<string, Value[]>();
  for (const item of items) {
    const name = knownText(key.call([item]));
    if (name !== undefined && safe(name)) groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return Object.fromEntries(groups);
}

function uri(base: string, path: string): Value | undefined {
  return URL.canParse(base) ? `${base.replace(/\/?$/, '/')}${path.replace(/^\//, '')}` : undefined;
}

function parsedUri(text: string): Value | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname, search } = new URL(text);
  return {
    scheme: protocol.replace(/:$/, ''),
    host: hostname,
    port: port === '' ? null : Number(port),
    path: pathname,
    query: search,
  };
}

/** Name -> what it gives. Source: learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions */
export const encodingFunctions: Readonly<Record<string, Function>> = {
  base64: one(encode),
  base64ToString: one(decode),
  dataUri: one((text) => `data:text/plain;charset=utf8;base64,${encode(text)}`),
  groupBy: ([items, key]) => grouped(items, key),
  intersection: (args) => {
    const [first, ...rest] = args;
    if (!Array.isArray(first) || !rest.every((each) => Array.isArray(each))) return undefined;
    return first.filter((item) => rest.every((each) => Array.isArray(each) && each.includes(item)));
  },
  lastIndexOf: ([value, part]) => {
    const text = knownText(value);
    const search = knownText(part);
    return text === undefined || search === undefined
      ? undefined
      : text.toLowerCase().lastIndexOf(search.toLowerCase());
  },
  mapValues: ([value, change]) => {
    const known = object(value);
    if (!known || !(change instanceof Callable)) return undefined;
    return Object.fromEntries(Object.entries(known).map(([key, inner]) => [key, change.call([inner])]));
  },
  objectKeys: ([value]) => {
    const known = object(value);
    return known && Object.keys(known).sort();
  },
  parseUri: one(parsedUri),
  // a variable of the environment is one only where the deployment runs
  readEnvironmentVariable: ([name, fallback]) => {
    const variable = knownText(name) ?? 'variable';
    return fallback ?? new Unknown(variable, { type: 'environment', path: [variable] });
  },
  resourceId,
  shallowMerge: ([items]) => {
    if (!Array.isArray(items) || !items.every((each) => object(each))) return undefined;
    return Object.assign({}, ...items) as ObjectValue;
  },
  subscriptionResourceId: resourceId,
  tenantResourceId: resourceId,
  toObject: ([items, key, value]) => keyed(items, key, value),
  tryGet: ([value = null, ...keys]) => keys.reduce<Value | undefined>(tryMember, value),
  uri: ([base, path]) => {
    const from = knownText(base);
    const to = knownText(path);
    return from === undefined || to === undefined ? undefined : uri(from, to);
  },
  uriComponentToString: one((text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return undefined;
    }
  }),
};
