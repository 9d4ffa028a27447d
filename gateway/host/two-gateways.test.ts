/** Two gateways of one region: what they share, and where they race. */
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';
import { InternalCache } from './internal-cache.ts';

const start = useGateway();
const take =
  '<cache-lookup-value key="code" variable-name="v" default-value="gone" /><cache-remove-value key="code" /><return-response><set-body>@((string)context.Variables["v"])</set-body></return-response>';
const put = '<cache-store-value key="code" value="once" duration="60" /><return-response />';
const inbound = `<choose><when condition="@(context.Request.Method == "PUT")">${put}</when></choose>${take}`;

test('a shared cache is seen by both, and a taken value is taken for both', async () => {
  const internalCache = new InternalCache(() => 0, 'immediate');
  const [one, two] = [
    await start({ internalCache, policy: { inbound } }),
    await start({ internalCache, policy: { inbound } }),
  ];
  await one.request('/api/op', { method: 'PUT' });
  expect([(await two.request()).body, (await one.request()).body]).toEqual(['once', 'gone']);
});

test('caches of their own are not shared', async () => {
  const [one, two] = [await start({ policy: { inbound } }), await start({ policy: { inbound } })];
  await one.request('/api/op', { method: 'PUT' });
  expect((await two.request()).body).toBe('gone');
});

test('looking up and removing is no atomic take: both gateways may get a one-time value', async () => {
  let lookups = 0;
  const both = Promise.withResolvers<void>();
  const cache = new InternalCache(() => 0, 'immediate');
  const internalCache = {
    lookup: async (key: string) => {
      const found = await cache.lookup(key);
      if (++lookups === 2) both.resolve();
      await both.promise;
      return found;
    },
    store: (key: string, value: unknown, seconds: number) => cache.store(key, value, seconds),
    remove: (key: string) => cache.remove(key),
  };
  const [one, two] = [
    await start({ internalCache, policy: { inbound } }),
    await start({ internalCache, policy: { inbound } }),
  ];
  await one.request('/api/op', { method: 'PUT' });
  const answers = await Promise.all([one.request(), two.request()]);
  expect(answers.map(({ body }) => body)).toEqual(['once', 'once']);
});
