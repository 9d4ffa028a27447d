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

  const megabytes = (count: number): string => 'x'.repeat((count * 1024 * 1024) / 2);

  test('a key that is written again takes its room once, and counts as new', async () => {
    const cache = new InternalCache(() => 0, 'immediate');
    await cache.store('kept', 'v', 10);
    for (let count = 0; count < 20; count++) await cache.store('k', megabytes(20), 10);
    expect(await cache.lookup('kept')).toBe('v');
    await cache.store('other', megabytes(30), 10);
    await cache.store('k', megabytes(20), 10);
    await cache.store('last', megabytes(30), 10);
    expect(await cache.lookup('other')).toBeUndefined();
    expect(await cache.lookup('k')).toBeDefined();
  });

  test('what is too large for it is not kept, and drives nothing out', async () => {
    const cache = new InternalCache(() => 0, 'immediate');
    await cache.store('kept', 'v', 10);
    await cache.store('large', megabytes(65), 10);
    expect([await cache.lookup('large'), await cache.lookup('kept')]).toEqual([undefined, 'v']);
  });

  test('holds a bounded number of values', async () => {
    const cache = new InternalCache(() => 0, 'immediate');
    for (let index = 0; index <= 50_000; index++) await cache.store(`k${index}`, '', 10);
    expect([await cache.lookup('k0'), await cache.lookup('k1')]).toEqual([undefined, '']);
  });

  test('what is changed outside does not change in it', async () => {
    let now = 0;
    const cache = new InternalCache(() => now, { delayedMs: 50 });
    const lengthOf = async (): Promise<number> => [...((await cache.lookup('k')) as JArray).children].length;
    const list = new JArray();
    await cache.store('k', list, 10);
    list.add(JValue.of('a'));
    now = 50;
    expect(await lengthOf()).toBe(0);
    ((await cache.lookup('k')) as JArray).add(JValue.of('b'));
    expect(await lengthOf()).toBe(0);
    await cache.store('k', 'new', 10);
    ((await cache.lookup('k')) as JArray).add(JValue.of('c'));
    expect(await lengthOf()).toBe(0);
  });

  test('an old value that ends before the new one is visible is gone', async () => {
    let now = 0;
    const cache = new InternalCache(() => now, { delayedMs: 50 });
    await cache.store('k', 'old', 0.06);
    now = 50;
    await cache.store('k', 'new', 10);
    expect(await cache.lookup('k')).toBe('old');
    now = 60;
    expect(await cache.lookup('k')).toBeUndefined();
    now = 100;
    expect(await cache.lookup('k')).toBe('new');
  });
});
