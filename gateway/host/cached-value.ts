/** Values as caches hold them: text for Redis, and copies where a value could be changed after it was stored. */

import type { Runtime } from '../dotnet/core/define.ts';
import { named, T, typeName } from '../dotnet/core/type-ref.ts';
import { Boxed, NetArray } from '../dotnet/core/values.ts';
import { loadToken, parseJson } from '../dotnet/json/json-loader.ts';
import { JToken } from '../dotnet/json/tree/token.ts';
import { bytes } from '../dotnet/primitives/net-arrays.ts';
import { CachedResponse } from '../policies/cached-response.ts';

const bigints: ReadonlySet<unknown> = new Set([T.long, T.ulong]);

/** The value as the cache may keep it: tokens are copied, everything else is immutable or a copy already. */
export function detached(value: unknown): unknown {
  return value instanceof JToken ? value.clone() : value;
}

/** @returns undefined for values that have no text form: they can't be stored outside the gateway */
export function encodeValue(value: unknown): string | undefined {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'boolean') return value ? 'b1' : 'b0';
  if (value instanceof Boxed) return `n${typeName(value.type)}:${value.value}`;
  if (value instanceof NetArray && value.items instanceof Uint8Array) {
    return `y${Buffer.from(value.items).toString('base64')}`;
  }
  if (value instanceof JToken) return `j${value.toJson(null)}`;
  if (value instanceof CachedResponse) {
    const { status, reason, headers, body } = value;
    return `r${JSON.stringify([status, reason, headers, Buffer.from(body).toString('base64')])}`;
  }
  return undefined;
}

/** The value behind `encodeValue`'s text; undefined when it is none. */
export function decodeValue(text: string, runtime: Runtime): unknown {
  const content = text.slice(1);
  switch (text[0]) {
    case 's':
      return content;
    case 'b':
      return content === '1';
    case 'n': {
      const colon = content.indexOf(':');
      const type = named(content.slice(0, colon));
      const digits = content.slice(colon + 1);
      return new Boxed(type, bigints.has(type) ? BigInt(digits) : Number(digits));
    }
    case 'y':
      return bytes(new Uint8Array(Buffer.from(content, 'base64')));
    case 'r': {
      const [status, reason, headers, body] = JSON.parse(content) as [number, string, string[], string];
      return new CachedResponse(status, reason, headers, new Uint8Array(Buffer.from(body, 'base64')));
    }
    case 'j':
      return parseJson(content, loadToken, runtime, 'None');
    default:
      return undefined;
  }
}
