/** Runtime semantics 22: rates and quotas. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 22: rates and quotas', () => {
  const key = randomBytes(8).toString('hex');
  const subscriptions = [{ id: 's', name: 's', primaryKey: key, scope: { kind: 'all' } as const }];
  const headers = { 'Ocp-Apim-Subscription-Key': key };

  test('rate-limit needs a subscription key', async () => {
    const { request, trace } = await start({
      subscriptions,
      policy: { inbound: '<rate-limit calls="1" renewal-period="60" /><return-response />' },
    });
    expect([(await request()).status, (await request()).status]).toEqual([200, 200]);
    expect(trace().steps[0]?.warnings?.[0]).toContain('does not apply');
    expect((await request('/api/op', { headers })).status).toBe(200);
    const refused = await request('/api/op', { headers });
    expect([refused.status, refused.header('Retry-After')]).toEqual([429, '60']);
    expect(refused.body).toBe('{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 60 seconds." }');
  });

  test('rate-limit counts each of the operations that it names', async () => {
    const operations = ['one', 'two'].map((id) => ({ id, name: id, method: 'GET', urlTemplate: `/${id}` }));
    const limit = (each: string, inner = ''): string =>
      `<${each} calls="1" renewal-period="60">${inner}</${each.split(' ')[0]}>`;
    const inner = limit('operation id="one"') + limit('operation id="two"');
    const { request } = await start({
      subscriptions,
      api: { operations },
      policy: {
        inbound: `<rate-limit calls="9" renewal-period="60"><api id="api" calls="9" renewal-period="60">${inner}</api></rate-limit><return-response />`,
      },
    });
    const statuses: number[] = [];
    for (const each of ['one', 'two', 'one', 'two']) statuses.push((await request(`/api/${each}`, { headers })).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  test('rate-limit-by-key counts by key in a sliding window', async () => {
    const under = await start({
      policy: {
        inbound:
          '<rate-limit-by-key calls="1" renewal-period="60" counter-key="@(context.Request.Headers.GetValueOrDefault("K",""))" remaining-calls-header-name="X-Left" total-calls-header-name="X-All" remaining-calls-variable-name="left" /><return-response><set-body>@(((int)context.Variables["left"]).ToString())</set-body></return-response>',
      },
    });
    const { request } = under;
    const first = await request('/api/op', { headers: { K: 'a' } });
    expect([first.body, first.header('X-Left'), first.header('X-All')]).toEqual(['0', '0', '1']);
    expect((await request('/api/op', { headers: { K: 'a' } })).status).toBe(429);
    expect((await request('/api/op', { headers: { K: 'b' } })).status).toBe(200);
    under.now += 60_000;
    expect((await request('/api/op', { headers: { K: 'a' } })).status).toBe(200);
  });

  test.each([
    [0, '60'],
    [600, '60'],
    [59_000, '1'],
    [59_999, '1'],
  ])('says after %i ms when to come again, and is right about it', async (elapsed, seconds) => {
    const under = await start({
      policy: { inbound: '<rate-limit-by-key calls="1" renewal-period="60" counter-key="k" /><return-response />' },
    });
    await under.request();
    under.now += elapsed;
    const refused = await under.request();
    expect([refused.status, refused.header('Retry-After')]).toEqual([429, seconds]);
    under.now += Number(seconds) * 1000;
    expect((await under.request()).status).toBe(200);
  });

  test('an increment-condition puts counting off, so that the refusal comes a call late', async () => {
    const { request, backend } = await start({
      policy: {
        inbound:
          '<rate-limit-by-key calls="1" renewal-period="60" counter-key="k" increment-condition="@(context.Response.StatusCode == 401)" />',
      },
    });
    backend.answer = (_request, response) => response.writeHead(401).end();
    expect([(await request()).status, (await request()).status]).toEqual([401, 429]);
    const good = await start({
      policy: {
        inbound:
          '<rate-limit-by-key calls="1" renewal-period="60" counter-key="k" increment-condition="@(context.Response.StatusCode == 401)" />',
      },
    });
    expect([(await good.request()).status, (await good.request()).status]).toEqual([200, 200]);
  });

  test('quota-by-key refuses with 403 until the period is over', async () => {
    const under = await start({
      policy: {
        inbound:
          '<quota-by-key calls="1" renewal-period="3600" counter-key="k" first-period-start="2024-01-01T00:00:00Z" /><return-response />',
      },
    });
    const { request } = under;
    expect((await request()).status).toBe(200);
    const refused = await request();
    expect([refused.status, refused.header('Retry-After')]).toEqual([403, '3111']);
    expect(refused.json()).toMatchObject({
      message: 'Out of call volume quota. Quota will be replenished in 00:51:51.',
    });
    under.now += 3_111_000;
    expect((await request()).status).toBe(200);
  });
});
