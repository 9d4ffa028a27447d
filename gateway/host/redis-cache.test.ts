import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { box } from '../dotnet/core/box.ts';
import { T } from '../dotnet/core/type-ref.ts';
import { NetArray } from '../dotnet/core/values.ts';
import { loadToken, parseJson } from '../dotnet/json/json-loader.ts';
import { JToken } from '../dotnet/json/token.ts';
import { bytes } from '../dotnet/primitives/net-arrays.ts';
import { createRedisCache, type RedisCache } from './redis-cache.ts';

const runtime = {
  now: () => 0,
  randomBytes: (n: number) => new Uint8Array(n),
  platform: 'linux',
  charge: () => {},
} as const;
const available = spawnSync('redis-server', ['--version']).status === 0;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

describe.skipIf(!available)('external cache on a real Redis', () => {
  let redis: ChildProcess;
  let port = 0;
  const caches: RedisCache[] = [];
  const open = (prefix?: string): RedisCache => {
    const cache = createRedisCache({ port, ...(prefix === undefined ? {} : { prefix }) });
    caches.push(cache);
    return cache;
  };

  beforeAll(async () => {
    port = await freePort();
    redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
    await new Promise<void>((resolve, reject) => {
      redis.once('error', reject);
      redis.stdout?.on('data', (text: Buffer) => String(text).includes('Ready to accept connections') && resolve());
    });
  });
  afterAll(() => {
    for (const cache of caches) cache.close();
    redis.kill();
  });

  test('keeps values with their .NET type, for every gateway instance', async () => {
    const [one, two] = [open(), open()];
    const token = parseJson('{"d":"2024-01-01T00:00:00Z","n":[1,2.5,null]}', loadToken, runtime);
    for (const [key, value] of Object.entries({
      s: 'text – 你',
      t: true,
      i: box(7, T.int),
      l: box(2n ** 60n, T.long),
      c: box(65, T.char),
      y: bytes(Uint8Array.of(0, 255)),
      j: token,
    })) {
      await one.store(key, value, 60);
    }
    expect([
      await two.lookup('s'),
      await two.lookup('t'),
      await two.lookup('i'),
      await two.lookup('l'),
      await two.lookup('c'),
    ]).toEqual(['text – 你', true, box(7, T.int), box(2n ** 60n, T.long), box(65, T.char)]);
    const binary = await two.lookup('y');
    expect(binary instanceof NetArray && [...binary]).toEqual([0, 255]);
    const read = await two.lookup('j');
    expect(read instanceof JToken && read.toJson(null)).toBe(token.toJson(null));
    await two.remove('s');
    expect(await one.lookup('s')).toBeUndefined();
  });

  test('prefixes keep gateways apart, and the server forgets by itself', async () => {
    const [a, b] = [open('a:'), open('b:')];
    await a.store('k', 'v', 1);
    expect([await a.lookup('k'), await b.lookup('k')]).toEqual(['v', undefined]);
    await expect.poll(() => a.lookup('k'), { timeout: 3000 }).toBeUndefined();
  });

  test('many commands at once get their own answers', async () => {
    const cache = open('many:');
    await Promise.all(
      Array.from({ length: 200 }, (_unused, index) => cache.store(`k${index}`, 'x'.repeat(index * 50), 60)),
    );
    const found = await Promise.all(Array.from({ length: 200 }, (_unused, index) => cache.lookup(`k${index}`)));
    expect(found.every((value, index) => typeof value === 'string' && value.length === index * 50)).toBe(true);
  });
});

test('out of reach, it holds nothing and fails nothing', async () => {
  const cache = createRedisCache({ port: await freePort() });
  await cache.store('k', 'v', 60);
  expect(await cache.lookup('k')).toBeUndefined();
  cache.close();
});

if (!available) console.warn('redis-server was not found: the external cache was tested without one');
