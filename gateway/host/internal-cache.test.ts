import { describe, expect, test } from 'vitest';
import { JArray } from '../dotnet/json/tree/array.ts';
import { JValue } from '../dotnet/json/tree/value.ts';
import { CachedResponse } from '../policies/cached-response.ts';
import { InternalCache } from './internal-cache.ts';

describe('internal cache', () => {
  test('forgets after the duration', async () => {
    let now = 0;
    const cache = new InternalCache(() => now, 'immediate');
    await cache.store('k', 'v', 10);
    now = 9_999;
    expect(await cache.lookup('k')).toBe('v');
    now = 10_000;
    expect(await cache.lookup('k')).toBeUndefined();
  });

  test('a removed value is gone, and removing has no result: two readers may both have read it', async () => {
    const cache = new InternalCache(() => 0, 'immediate');
    await cache.store('code', 'v', 10);
    const [first, second] = await Promise.all([cache.lookup('code'), cache.lookup('code')]);
    await cache.remove('code');
    expect([first, second, await cache.lookup('code')]).toEqual(['v', 'v', undefined]);
  });

  test('with delayed visibility the old value is seen for a while (semantics 4)', async () => {
    let now = 0;
    const cache = new InternalCache(() => now, { delayedMs: 50 });
    await cache.store('k', 'old', 10);
    expect(await cache.lookup('k')).toBeUndefined();
    now = 50;
    expect(await cache.lookup('k')).toBe('old');
    await cache.store('k', 'new', 10);
    now = 60;
    expect(await cache.lookup('k')).toBe('old');
    now = 100;
    expect(await cache.lookup('k')).toBe('new');
  });

  test('counts what responses and tokens take', async () => {
    const cache = new InternalCache(() => 0, 'immediate');
    const body = new Uint8Array(20 * 1024 * 1024);
    for (const key of ['a', 'b', 'c', 'd']) await cache.store(key, new CachedResponse(200, 'OK', [], body), 10);
    expect(await cache.lookup('a')).toBeUndefined();
    expect(await cache.lookup('d')).toBeInstanceOf(CachedResponse);
    const list = new JArray();
    for (let index = 0; index < 20; index++) list.add(JValue.of('x'.repeat(1024 * 1024)));
    for (const key of ['e', 'f']) await cache.store(key, list, 10);
    expect(await cache.lookup('e')).toBeUndefined();
    expect(await cache.lookup('f')).toBeInstanceOf(JArray);
  });

  test('drops the oldest when it is full', async () => {
    const cache = new InternalCache(() => 0, 'immediate');
    const large = 'x'.repeat(10 * 1024 * 1024);
    for (const key of ['a', 'b', 'c', 'd']) await cache.store(key, large, 10);
    expect(await cache.lookup('a')).toBeUndefined();
    expect(await cache.lookup('d')).toBe(large);
  });
});
