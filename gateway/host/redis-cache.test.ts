import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { box } from '../dotnet/core/box.ts';
import { T } from '../dotnet/core/type-ref.ts';
import { NetArray } from '../dotnet/core/values.ts';
import { loadToken, parseJson } from '../dotnet/json/json-loader.ts';
import { JToken } from '../dotnet/json/tree/token.ts';
import { bytes } from '../dotnet/primitives/net-arrays.ts';
import { freePort, type RedisServer, redisFound, startRedis } from '../testing/redis-server.ts';
import { useGateway } from '../testing/use-gateway.ts';
import { createRedisCache, type RedisCache } from './redis-cache.ts';
import { RedisClient } from './redis-client.ts';

const runtime = {
  now: () => 0,
  randomBytes: (n: number) => new Uint8Array(n),
  platform: 'linux',
  charge: () => {},
} as const;
const found = redisFound();
const start = useGateway();

describe.skipIf(!found)(`external cache on a real Redis (${found ?? 'none found'})`, () => {
  let redis: RedisServer;
  const caches: RedisCache[] = [];
  const open = (prefix?: string): RedisCache => {
    const cache = createRedisCache({ port: redis.port, ...(prefix === undefined ? {} : { prefix }) });
    caches.push(cache);
    return cache;
  };

  beforeAll(async () => {
    redis = await startRedis(found ?? 'server');
  });
  afterAll(async () => {
    for (const cache of caches) cache.close();
    await redis.close();
  });

  test('caching-type="external" stores there: a second gateway finds it, and the built-in cache does not', async () => {
    const policies = {
      inbound:
        '<choose><when condition="@(context.Request.Method == "POST")"><cache-store-value key="k" value="@(41)" duration="60" caching-type="external" /></when></choose><cache-lookup-value key="k" variable-name="x" caching-type="external" default-value="none" /><cache-lookup-value key="k" variable-name="i" caching-type="internal" default-value="none" /><return-response><set-body>@(context.Variables["x"].GetType().Name + context.Variables["x"] + " " + context.Variables["i"])</set-body></return-response>',
    };
    const one = await start({ policy: policies, externalCache: open('shared:') });
    const two = await start({ policy: policies, externalCache: open('shared:') });
    expect((await two.request()).body).toBe('Stringnone none');
    expect((await one.request('/api/op', { method: 'POST', body: '' })).body).toBe('Int3241 none');
    expect((await two.request()).body).toBe('Int3241 none');
  });

  test('prefer-external is external where one is configured', async () => {
    const cache = open('preferred:');
    const under = await start({
      policy: { inbound: '<cache-store-value key="k" value="v" duration="60" /><return-response />' },
      externalCache: cache,
    });
    await under.request();
    expect(await cache.lookup('k')).toBe('v');
  });

  test.each(['external', 'prefer-external'])('keeps responses for cache-lookup: %s', async (type) => {
    const policies = {
      inbound: `<base /><cache-lookup vary-by-developer="false" vary-by-developer-groups="false" caching-type="${type}" />`,
      outbound: '<cache-store duration="60" />',
    };
    const one = await start({ policy: policies, externalCache: open(`${type}:`) });
    const two = await start({
      policy: {
        ...policies,
        inbound: policies.inbound.replace('<base />', `<set-backend-service base-url="${one.backend.url}" />`),
      },
      externalCache: open(`${type}:`),
    });
    const content = Buffer.from([0, 255, 10, 128]);
    one.backend.answer = (_request, response) =>
      response.writeHead(200, 'Kept', ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Own', 'é']).end(content);
    const first = await one.request();
    for (const under of [one, two]) {
      const kept = await under.request();
      expect([kept.status, kept.reason, kept.body]).toEqual([200, 'Kept', first.body]);
      expect([kept.lines('Set-Cookie'), kept.header('X-Own')]).toEqual([['a=1', 'b=2'], first.header('X-Own')]);
    }
    expect(one.backend.requests).toHaveLength(1);
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

  test.each(['r[', 'j{', 'nSystem.Int64:x', '', 'x'])('what another wrote there is a miss: %s', async (text) => {
    const client = new RedisClient(redis.port);
    await client.command('SET', 'foreign:k', text);
    expect(await open('foreign:').lookup('k')).toBeUndefined();
    client.close();
  });

  test('a value is kept for as many seconds as it was stored for; what has no text form is not stored', async () => {
    const cache = open('time:');
    await cache.store('k', 'v', 1000);
    const client = new RedisClient(redis.port);
    const left = Number(await client.command('TTL', 'time:k'));
    client.close();
    expect(left).toBeGreaterThan(1);
    expect(left).toBeLessThanOrEqual(1000);
    await cache.store('o', {}, 60);
    expect(await cache.lookup('o')).toBeUndefined();
  });

  test('prefixes keep gateways apart, and the server forgets by itself', async () => {
    const [a, b] = [open('a:'), open('b:')];
    await a.store('k', 'v', 60);
    expect([await a.lookup('k'), await b.lookup('k')]).toEqual(['v', undefined]);
    // on a busy machine this second may be over before a look-up
    await a.store('k', 'v', 1);
    await expect.poll(() => a.lookup('k'), { timeout: 60_000 }).toBeUndefined();
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

test('a machine that has to have a Redis has one', () => {
  // set by continuous integration, where a skipped test would prove nothing
  if (process.env.SALLYPORT_REDIS === 'required') expect(found).toBeDefined();
});
