/** What cache-lookup and cache-store share: the key, and the response as it is kept. */
import { integer } from './schema.ts';
import type { CachingType } from './services.ts';

/** Left by cache-lookup for cache-store of the same request. */
export interface ResponseCacheKey {
  readonly key: string;
  readonly type: CachingType;
  /** `Cache-Control` for the client, before the duration; undefined when it must not cache. */
  readonly downstream: 'private' | 'public' | undefined;
  readonly mustRevalidate: boolean;
}

/** A cached response. Held by the internal cache as it is. */
export class CachedResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  constructor(status: number, reason: string, headers: readonly string[], body: Uint8Array) {
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.body = body;
  }
}

/** Name under which the key is shared. */
export const sharedKey = 'cache-lookup';

/** Name under which it is told that the response is a cached one: outbound goes on behind cache-store. */
export const hitKey = 'cache-lookup hit';

/** A duration in seconds. One that is over already keeps nothing: no cache operation is a failure (cache pages, note). */
export const duration = integer(-2_147_483_648, 2_147_483_647);
