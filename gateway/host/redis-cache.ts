/** `caching-type="external"`: a Redis, as the external cache page describes. Out of reach, it is a cache that holds nothing. */
import type { Runtime } from '../dotnet/core/define.ts';
import type { ValueCache } from '../policies/services.ts';
import { decodeValue, encodeValue } from './cached-value.ts';
import { RedisClient, RedisError } from './redis-client.ts';

export interface RedisCacheOptions {
  readonly port: number;
  readonly host?: string;
  /** Prefix of every key, so that gateways can share a server without sharing a cache. */
  readonly prefix?: string;
  /** How long Redis may say nothing before it counts as out of reach; 5,000 unless told. */
  readonly timeoutMs?: number;
}

/** A cache to close. */
export interface RedisCache extends ValueCache {
  close(): void;
}

const runtime: Runtime = {
  now: Date.now,
  randomBytes: (count) => new Uint8Array(count),
  platform: 'linux',
  charge: () => {},
};

/** A cache over a Redis on this machine. It connects when it is first used. */
export function createRedisCache(options: RedisCacheOptions): RedisCache {
  const client = new RedisClient(options.port, options.host, options.timeoutMs);
  const key = (name: string): string => `${options.prefix ?? 'sallyport:'}${name}`;
  /** What a command answers; undefined when Redis can't be had. */
  const ask = async (...parts: string[]): Promise<string | number | null | undefined> => {
    try {
      return await client.command(...parts);
    } catch (error) {
      if (error instanceof RedisError) return undefined;
      throw error;
    }
  };
  return {
    lookup: async (name) => {
      const found = await ask('GET', key(name));
      try {
        return typeof found === 'string' ? decodeValue(found, runtime) : undefined;
      } catch {
        // what somebody else wrote there is no value, and no cache operation is a failure
        return undefined;
      }
    },
    store: async (name, value, seconds) => {
      const encoded = encodeValue(value);
      if (encoded !== undefined) await ask('SET', key(name), encoded, 'EX', String(seconds));
    },
    remove: async (name) => {
      await ask('DEL', key(name));
    },
    close: () => client.close(),
  };
}
