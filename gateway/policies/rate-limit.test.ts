/** Runtime semantics 22: rates and quotas. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { policy } from '../testing/under-test.ts';
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

  test('rate-limit tells what is left in headers and variables, of a refused call too', async () => {
    const names =
      'retry-after-header-name="X-Again" retry-after-variable-name="again" remaining-calls-header-name="X-Left" remaining-calls-variable-name="left" total-calls-header-name="X-All"';
    for (const element of ['rate-limit', 'rate-limit-by-key counter-key="k"']) {
      const { request } = await start({
        subscriptions,
        policy: {
          inbound: `<${element} calls="2" renewal-period="60" ${names} /><return-response />`,
          onError:
            '<set-header name="X-Variables"><value>@(context.Variables["left"] + " " + context.Variables["again"])</value></set-header>',
        },
      });
      const told = async () => {
        const { status, header } = await request('/api/op', { headers });
        return [status, ...['X-Left', 'X-All', 'X-Again', 'Retry-After', 'X-Variables'].map(header)];
      };
      expect([await told(), await told(), await told()]).toEqual([
        [200, '1', '2', undefined, undefined, undefined],
        [200, '0', '2', undefined, undefined, undefined],
        [429, '0', '2', '60', undefined, '0 60'],
      ]);
    }
  });

  test('rate-limit tells the least of what its limits leave', async () => {
    const { request } = await start({
      subscriptions,
      policy: {
        inbound:
          '<rate-limit calls="3" renewal-period="60" remaining-calls-header-name="X-Left" total-calls-header-name="X-All"><api name="The API" calls="9" renewal-period="60" /></rate-limit><return-response />',
      },
    });
    const { header } = await request('/api/op', { headers });
    expect([header('X-Left'), header('X-All')]).toEqual(['2', '3']);
  });

  test.each([
    ['<rate-limit calls="1" renewal-period="60"><api calls="1" renewal-period="60" /></rate-limit>', "'name' or 'id'"],
    [
      '<rate-limit calls="1" renewal-period="60"><api id="a" calls="1" renewal-period="60"><operation calls="1" renewal-period="60" /></api></rate-limit>',
      "'name' or 'id'",
    ],
    ['<quota renewal-period="3600"><api calls="1" /></quota>', "'name' or 'id'"],
    ['<quota renewal-period="3600"><api id="a" /></quota>', "'calls' or 'bandwidth'"],
  ])('%s: what names or limits nothing is a warning', async (inbound, message) => {
    const { gateway } = await start({ policy: { inbound } });
    expect(gateway.problems.map((problem) => problem.message)).toContainEqual(expect.stringContaining(message));
  });

  test.each([
    ['<quota renewal-period="3600" />', "'calls' or 'bandwidth' is required"],
    ['<quota-by-key renewal-period="3600" counter-key="k" />', "'calls' or 'bandwidth' is required"],
    ['<quota-by-key calls="1" renewal-period="300" counter-key="k" first-period-start="soon" />', 'first-period-start'],
    ['<rate-limit calls="1" renewal-period="301" />', 'from 1 to 300'],
    ['<rate-limit-by-key calls="1" renewal-period="301" counter-key="k" />', 'from 1 to 300'],
  ])('%s does not load', async (inbound, message) => {
    await expect(start({ policy: { inbound } })).rejects.toThrow(message);
  });

  test.each([
    '<rate-limit calls="@(1)" renewal-period="@(60)" />',
    '<quota calls="@(1)" renewal-period="@(3600)" />',
    '<quota-by-key calls="@(1)" renewal-period="@(3600)" counter-key="k" />',
  ])('%s: an expression where the reference has none is evaluated, with a warning', async (limit) => {
    const { request, gateway } = await start({ subscriptions, policy: { inbound: `${limit}<return-response />` } });
    await request('/api/op', { headers });
    expect((await request('/api/op', { headers })).status).toBeGreaterThanOrEqual(400);
    expect(gateway.problems.map(({ message }) => message)).toContainEqual(expect.stringContaining("'calls'"));
  });

  test('an id wins over a name that stands beside it', async () => {
    const limit =
      '<rate-limit calls="9" renewal-period="60"><api id="other" name="The API" calls="0" renewal-period="60" /></rate-limit>';
    const { request } = await start({ subscriptions, policy: { inbound: `${limit}<return-response />` } });
    expect((await request('/api/op', { headers })).status).toBe(200);
  });

  test('quota counts calls of API and operation apart, each in its own period', async () => {
    const operations = ['one', 'two'].map((id) => ({ id, name: id, method: 'GET', urlTemplate: `/${id}` }));
    const inner = '<operation name="one" calls="1" renewal-period="600" />';
    const under = await start({
      subscriptions,
      api: { operations },
      policy: {
        inbound: `<quota calls="9" renewal-period="3600"><api id="api" calls="3">${inner}</api></quota><return-response />`,
      },
    });
    const statuses: number[] = [];
    for (const each of ['one', 'one', 'two', 'two'])
      statuses.push((await under.request(`/api/${each}`, { headers })).status);
    // a call that the operation's quota refuses has counted for the API all the same
    expect(statuses).toEqual([200, 403, 200, 403]);
    under.now += 600_000;
    expect((await under.request('/api/one', { headers })).status).toBe(403);
    under.now += 3_000_000;
    expect((await under.request('/api/one', { headers })).status).toBe(200);
  });

  test('quota needs a subscription key, and without a period it never ends', async () => {
    const under = await start({
      subscriptions,
      policy: { inbound: '<quota calls="1" renewal-period="0" /><return-response />' },
    });
    const { request, trace } = under;
    expect([(await request()).status, (await request()).status]).toEqual([200, 200]);
    expect(trace().steps[0]?.warnings?.[0]).toContain('does not apply');
    await request('/api/op', { headers });
    under.now += 1e12;
    const refused = await request('/api/op', { headers });
    expect([refused.status, refused.header('Retry-After')]).toEqual([403, undefined]);
  });

  test('bandwidth counts both bodies, in KiB', async () => {
    const { request, backend } = await start({
      policy: { inbound: '<quota-by-key bandwidth="2" renewal-period="300" counter-key="k" />' },
    });
    backend.answer = (_request, response) => response.end('x'.repeat(1024));
    const statuses: number[] = [];
    for (const length of [1023, 1, 0])
      statuses.push((await request('/api/op', { method: 'POST', body: 'x'.repeat(length) })).status);
    expect(statuses).toEqual([200, 200, 403]);
  });

  test('quota-by-key counts once for all its policies of one key, by as much as the first says', async () => {
    const by = (more: string): string => `<quota-by-key calls="4" renewal-period="300" counter-key="k" ${more} />`;
    const { request } = await start({
      policy: { inbound: `${by('increment-count="@(1 + 1)"')}${by('increment-count="9"')}<return-response />` },
    });
    const statuses: number[] = [];
    for (let call = 0; call < 3; call++) statuses.push((await request()).status);
    expect(statuses).toEqual([200, 200, 403]);
  });

  test('quota-by-key counts what its condition lets it, when the answer is known', async () => {
    const { request, backend } = await start({
      policy: {
        inbound:
          '<quota-by-key calls="1" renewal-period="300" counter-key="k" increment-condition="@(context.Response.StatusCode == 200)" />',
      },
    });
    const answers = [404, 200, 200];
    backend.answer = (_request, response) => response.writeHead(answers.shift() ?? 200).end();
    const statuses: number[] = [];
    for (let call = 0; call < 3; call++) statuses.push((await request()).status);
    expect(statuses).toEqual([404, 200, 403]);
  });

  test('rate-limit-by-key counts by increment-count, and not at all when its condition is false', async () => {
    for (const [attributes, expected] of [
      ['increment-count="2"', [200, 200, 429]],
      ['increment-count="@(2)"', [200, 200, 429]],
      ['increment-condition="false"', [200, 200, 200]],
      ['increment-condition="true"', [200, 200, 200]],
      ['increment-after-response="true" increment-count="3"', [200, 429, 429]],
    ] as const) {
      const { request } = await start({
        policy: {
          inbound: `<rate-limit-by-key calls="3" renewal-period="60" counter-key="k" ${attributes} /><return-response />`,
        },
      });
      const statuses: number[] = [];
      for (let call = 0; call < 3; call++) statuses.push((await request()).status);
      expect([attributes, statuses]).toEqual([attributes, expected]);
    }
  });

  test.each([
    ['', '2'],
    ['increment-count="3"', '0'],
    ['increment-count="3" increment-condition="true"', '0'],
    ['increment-count="3" increment-condition="false"', '3'],
    ['increment-count="3" increment-condition="@(true)"', '3'],
    ['increment-count="@(3)"', '3'],
    ['increment-count="3" increment-after-response="true"', '3'],
    ['increment-count="3" increment-after-response="false"', '0'],
  ])(
    '<rate-limit-by-key %s> leaves %s to the first call: what is counted later is still there',
    async (attributes, left) => {
      const { request, trace } = await start({
        policy: {
          inbound: `<rate-limit-by-key calls="3" renewal-period="60" counter-key="k" remaining-calls-header-name="X-Left" ${attributes} /><return-response />`,
        },
      });
      const answer = await request();
      expect([answer.header('X-Left'), answer.header('X-All')]).toEqual([left, undefined]);
      expect(trace().assumptions).toEqual(['rateLimit.algorithm=sliding']);
    },
  );

  test.each([
    ['product', [200, 429]],
    ['api', [200, 200]],
  ] as const)('a limit of scope %s counts what that scope holds, by subscription', async (scope, expected) => {
    for (const limit of ['<rate-limit calls="1" renewal-period="60" />', '<quota calls="1" renewal-period="3600" />']) {
      const others = randomBytes(8).toString('hex');
      const source = policy({ inbound: `${limit}<return-response />`, backend: '<forward-request />' });
      const [api, other] = ['a', 'b'].map((id) => ({
        ...{ id, name: id, path: id, revision: '1', subscriptionRequired: true },
        operations: [{ id: 'any', name: '', method: '*', urlTemplate: '/*' }],
        ...(scope === 'api' ? { policy: source } : { policy: policy({}) }),
      }));
      if (!api || !other) throw new Error('two are made');
      const product = {
        ...{ id: 'p', name: 'P', subscriptionRequired: true, apiIds: ['a', 'b'] },
        ...(scope === 'product' ? { policy: source } : {}),
      };
      const ofProduct = { kind: 'product', id: 'p' } as const;
      const { request } = await start({
        model: { apis: [api, other], products: [product] },
        subscriptions: [key, others].map((primaryKey, index) => ({
          ...{ id: `s${index}`, name: '', primaryKey, scope: ofProduct },
        })),
      });
      const asked = async (path: string, used: string) =>
        (await request(path, { headers: { 'Ocp-Apim-Subscription-Key': used } })).status;
      const statuses = [await asked('/a/x', key), await asked('/b/x', key)].map((status) =>
        status === 403 ? 429 : status,
      );
      expect([statuses, await asked('/a/x', others)]).toEqual([expected, 200]);
    }
  });

  test('a limit of another API or operation is not for this one, and the least of all is told', async () => {
    const operations = [{ id: 'op', name: 'Op', method: 'GET', urlTemplate: '/op' }];
    const none = (name: string): string => `<${name} name="Other" calls="0" renewal-period="60" />`;
    const inner = `${none('operation')}<operation name="Op" calls="2" renewal-period="60" />`;
    const { request, trace } = await start({
      subscriptions,
      api: { operations },
      policy: {
        inbound: `<rate-limit calls="9" renewal-period="60" remaining-calls-header-name="X-Left">${none('api')}<api name="The API" calls="5" renewal-period="60">${inner}</api></rate-limit><return-response />`,
      },
    });
    const answer = await request('/api/op', { headers });
    expect([answer.status, answer.header('X-Left')]).toEqual([200, '1']);
    expect(trace().assumptions).toEqual(['rateLimit.algorithm=sliding']);
  });

  test('rate-limit-by-key counts by the key alone, wherever it stands', async () => {
    const limit = '<rate-limit-by-key calls="2" renewal-period="60" counter-key="k" />';
    const { request } = await start({ policy: { inbound: `${limit}${limit}<return-response />` } });
    expect([(await request()).status, (await request()).status]).toEqual([200, 429]);
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
