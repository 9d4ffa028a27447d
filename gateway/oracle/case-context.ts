import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NetContext } from '../dotnet/context/context.ts';
import type { ApiHost, BodyHost, ContextHost, MultiMapHost, ResponseHost, UrlHost } from '../dotnet/context/host.ts';
import type { Runtime } from '../dotnet/core/define.ts';

/** The instant at which cases run: 2026-01-15T12:00:00Z. No case depends on it; a frozen clock keeps it so. */
const NOW = Date.UTC(2026, 0, 15, 12);

/** The runtime of a case. @param platform whose newline and culture apply */
export function caseRuntime(platform: Runtime['platform']): Runtime {
  return { now: () => NOW, randomBytes: (count) => randomBytes(count), platform, charge: () => {} };
}

/** A JSON object such as context.json holds. */
export type Described = Readonly<Record<string, unknown>>;

let standard: Described | undefined;

/**
 * The `context` that context.json describes.
 * @param variables its variables, as `object`
 * @param overrides what differs from context.json; a null removes
 */
export function caseContext(variables: ReadonlyMap<string, unknown>, overrides: Described = {}): NetContext {
  standard ??= JSON.parse(readFileSync(new URL('context.json', import.meta.url), 'utf8')) as Described;
  const described = merged(standard, overrides);
  const request = described.request as Described;
  const deployment = described.deployment as Described;
  const host = {
    ...described,
    now: () => described.timestamp as number,
    request: {
      ...request,
      url: urlHost(request.url as string),
      originalUrl: urlHost(request.originalUrl as string),
      headers: multiMap(request.headers as Record<string, string[]>),
      matchedParameters: map(request.matchedParameters as Record<string, string>),
      body: bodyHost(request.body),
      certificate: null,
    },
    response: described.response ? responseHost(described.response as Described) : null,
    variables,
    api: described.api ? apiHost(described.api as Described) : null,
    product: described.product ? { ...(described.product as Described), apis: [] } : null,
    deployment: { ...deployment, certificates: new Map() },
    trace: () => {},
  };
  return new NetContext(host as unknown as ContextHost);
}

/** The host of a response, such as an IResponse in a variable. */
export function responseHost(described: Described): ResponseHost {
  return {
    statusCode: described.statusCode as number,
    statusReason: described.statusReason as string,
    headers: multiMap((described.headers ?? {}) as Record<string, string[]>),
    body: bodyHost(described.body),
  };
}

function merged(base: unknown, over: unknown): Described {
  const isObject = (value: unknown): value is Described =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(base) || !isObject(over)) return over as Described;
  const entries = Object.entries(over).map(([key, value]) => [key, key in base ? merged(base[key], value) : value]);
  return { ...base, ...Object.fromEntries(entries) };
}

function multiMap(values: Readonly<Record<string, string[] | null>>): MultiMapHost {
  const present = Object.entries(values).filter((entry): entry is [string, string[]] => entry[1] !== null);
  const byName = new Map(present.map(([name, list]) => [name.toLowerCase(), list]));
  return { names: () => present.map(([name]) => name), values: (name) => byName.get(name.toLowerCase()) };
}

function map(values: Readonly<Record<string, string>>): ContextHost['request']['matchedParameters'] {
  return {
    names: () => Object.keys(values),
    value: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
  };
}

function urlHost(text: string): UrlHost {
  const url = new URL(text);
  const query: Record<string, string[]> = {};
  for (const pair of url.search.slice(1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    query[name] = [...(query[name] ?? []), equals < 0 ? '' : pair.slice(equals + 1)];
  }
  return {
    scheme: url.protocol.slice(0, -1),
    host: url.hostname,
    port: url.port === '' ? 443 : Number(url.port),
    path: url.pathname,
    queryString: url.search,
    query: multiMap(query),
    toString: () => text,
  };
}

function bodyHost(text: unknown): BodyHost | null {
  if (typeof text !== 'string') return null;
  return { read: () => new TextEncoder().encode(text), charset: 'utf-8' };
}

function apiHost(described: Described): ApiHost {
  return { ...described, serviceUrl: urlHost(described.serviceUrl as string) } as unknown as ApiHost;
}
