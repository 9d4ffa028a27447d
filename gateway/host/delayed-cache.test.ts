import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';
import { delayedCache } from './delayed-cache.ts';
import { InternalCache } from './internal-cache.ts';

const start = useGateway();
const inbound =
  '<choose><when condition="@(context.Request.Method == "PUT")"><set-variable name="o" value="@(new JObject(new JProperty("a", 1)))" /><cache-store-value key="k" value="@((JObject)context.Variables["o"])" duration="60" caching-type="external" /><set-variable name="x" value="@{ ((JObject)context.Variables["o"])["a"] = 2; return ""; }" /></when></choose><cache-lookup-value key="k" variable-name="v" caching-type="external" default-value="none" /><return-response><set-body>@(context.Variables["v"].ToString())</set-body></return-response>';

/** Waits that end when told. */
function waits() {
  const open: { ms: number; end: (waited: boolean) => void }[] = [];
  const sleep = (ms: number): Promise<boolean> => new Promise((end) => open.push({ ms, end }));
  return { open, sleep };
}

test('an external cache shows what is stored late, to both of two gateways, as it was when it was stored', async () => {
  const { open, sleep } = waits();
  const externalCache = new InternalCache(() => 0, 'immediate');
  const options = { externalCache, sleep, switches: { 'cache.visibility': { delayedMs: 40 } }, policy: { inbound } };
  const [one, two] = [await start(options), await start(options)];
  const seen = [await one.request('/api/op', { method: 'PUT' }), await two.request(), await one.request()];
  expect(seen.map(({ body }) => body)).toEqual(['none', 'none', 'none']);
  expect(open.map(({ ms }) => ms)).toEqual([40]);
  open[0]?.end(true);
  await expect.poll(() => externalCache.lookup('k')).toBeDefined();
  expect(JSON.parse((await two.request()).body)).toEqual({ a: 1 });
});

test('nothing arrives after the gateway has closed, and a cache that fails fails nobody', async () => {
  const stored: string[] = [];
  const { open, sleep } = waits();
  const cache = delayedCache(
    {
      lookup: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(),
      store: (key) => {
        stored.push(key);
        return Promise.reject(new Error('gone'));
      },
    },
    1,
    sleep,
    new AbortController().signal,
  );
  for (const key of ['a', 'b']) await cache.store(key, 'v', 60);
  open[0]?.end(false);
  open[1]?.end(true);
  await expect.poll(() => stored).toEqual(['b']);
});

test('values that wait are bounded: one too many arrives at once', async () => {
  const inner = new InternalCache(() => 0, 'immediate');
  const cache = delayedCache(inner, 1, waits().sleep, new AbortController().signal);
  for (let index = 0; index <= 10_000; index++) await cache.store(`k${index}`, 'v', 60);
  expect([await cache.lookup('k9999'), await cache.lookup('k10000')]).toEqual([undefined, 'v']);
});
