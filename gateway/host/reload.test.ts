import { expect, test } from 'vitest';
import type { ServiceModel } from '../model.ts';
import { policy, send } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const version = (name: string) =>
  policy({ outbound: `<set-header name="X-Version"><value>${name}</value></set-header>` }, 'api.xml');
/** A model whose one API has this policy. */
const modelOf = (serviceUrl: string, source: ReturnType<typeof policy>): ServiceModel => ({
  name: 'x',
  products: [],
  fragments: new Map(),
  namedValues: [],
  backends: [],
  apis: [
    {
      id: 'api',
      name: '',
      path: 'api',
      revision: '1',
      serviceUrl,
      subscriptionRequired: false,
      operations: [{ id: 'any', name: '', method: '*', urlTemplate: '/*' }],
      policy: source,
    },
  ],
});

test('policies are swapped under load: every request is answered, by the old ones or the new ones', async () => {
  let model: ServiceModel | undefined;
  const under = await start({
    configure: () => ({}),
    api: { policy: version('0') },
    model: { name: 'reloaded' },
  });
  model = {
    name: 'reloaded',
    products: [],
    fragments: new Map(),
    namedValues: [],
    backends: [],
    apis: [
      {
        id: 'api',
        name: 'The API',
        path: 'api',
        revision: '1',
        serviceUrl: under.backend.url,
        subscriptionRequired: false,
        operations: [{ id: 'any', name: 'Anything', method: '*', urlTemplate: '/*' }],
      },
    ],
  };
  const [api] = model.apis;
  const seen = new Set<string | undefined>();
  let answered = 0;
  let running = true;
  const client = async (): Promise<void> => {
    while (running) {
      const answer = await send(under.gateway.port, '/api/x', {});
      expect([answer.status, answer.body]).toEqual([200, 'backend']);
      seen.add(answer.header('X-Version'));
      answered++;
    }
  };
  const clients = Array.from({ length: 8 }, client);
  for (let round = 1; round <= 20; round++) {
    const before = answered;
    await under.gateway.reload({ ...model, apis: api ? [{ ...api, policy: version(String(round)) }] : [] });
    await expect.poll(() => answered, { interval: 2 }).toBeGreaterThan(before + 8);
  }
  running = false;
  await Promise.all(clients);
  expect(seen.size).toBeGreaterThan(15);
  expect((await under.request('/api/x')).header('X-Version')).toBe('20');
  expect(under.defects).toEqual([]);
});

test('coverage counts base elements and branches, before and after a reload', async () => {
  const inbound =
    '<base /><choose><when condition="@(context.Request.Method == &quot;GET&quot;)" /><otherwise /></choose>';
  const under = await start({ api: { policy: policy({ inbound }, 'api.xml') } });
  const covered = () => {
    const elements = under.gateway.coverage().files['api.xml'] ?? [];
    const base = elements.find(({ element, path }) => element === 'base' && path === 'base[1]');
    return [base?.hits, elements.find(({ element }) => element === 'choose')?.branches];
  };
  expect(covered()).toEqual([0, { 'when[1]': 0, otherwise: 0 }]);
  await under.request('/api/x');
  await under.request('/api/x', { method: 'POST', body: '' });
  expect(covered()).toEqual([2, { 'when[1]': 1, otherwise: 1 }]);
  await under.gateway.reload(modelOf(under.backend.url, policy({ inbound }, 'api.xml')));
  await under.request('/api/x');
  expect(covered()).toEqual([3, { 'when[1]': 2, otherwise: 1 }]);
});

test('coverage goes on for what did not move', async () => {
  const under = await start({ api: { policy: version('0') } });
  await under.request('/api/x');
  const hits = (): (number | undefined)[] =>
    Object.values(under.gateway.coverage().files['api.xml'] ?? {})
      .filter(({ element }) => element === 'set-header')
      .map((covered) => covered.hits);
  expect(hits()).toEqual([1]);
  await under.gateway.reload(modelOf(under.backend.url, version('1')));
  await under.request('/api/x');
  expect(hits()).toEqual([2]);
  const moved = policy(
    { inbound: '\n<base />', outbound: '<set-header name="X"><value>1</value></set-header>' },
    'api.xml',
  );
  await under.gateway.reload(modelOf(under.backend.url, moved));
  expect(hits()).toEqual([0]);
});

test('a request in progress finishes with the policies it began with; a model that does not load changes nothing', async () => {
  const under = await start({ api: { policy: version('old') } });
  let release = (): void => {};
  under.backend.answer = (_request, response) => {
    release = () => response.end('late');
  };
  const waiting = under.request('/api/x');
  await expect.poll(() => under.backend.requests.length).toBe(1);
  const broken = {
    file: 'b.xml',
    text: '<policies><inbound><nonsense /></inbound></policies>',
    format: 'rawxml',
  } as const;
  await expect(
    under.gateway.reload({
      name: 'x',
      products: [],
      fragments: new Map(),
      namedValues: [],
      backends: [],
      apis: [],
      policy: broken,
    }),
  ).rejects.toThrow(/nonsense/);
  await under.gateway.reload({
    name: 'x',
    products: [],
    fragments: new Map(),
    namedValues: [],
    backends: [],
    apis: [],
  });
  release();
  const answer = await waiting;
  expect([answer.body, answer.header('X-Version')]).toEqual(['late', 'old']);
  expect((await under.request('/api/x')).status).toBe(404);
});

test('what a request in progress runs after reloads counts, elements and branches, and once each', async () => {
  const outbound =
    '<base /><choose><when condition="@(context.Response.StatusCode == 200)"><set-header name="X"><value>1</value></set-header></when><otherwise /></choose>';
  const source = policy({ outbound }, 'api.xml');
  const under = await start({ api: { policy: source } });
  const { answer } = under.backend;
  let release = (): void => {};
  under.backend.answer = (request, response) => {
    release = () => answer(request, response);
  };
  const waiting = under.request('/api/x');
  await expect.poll(() => under.backend.requests.length).toBe(1);
  for (let count = 0; count < 3; count++) await under.gateway.reload(modelOf(under.backend.url, source));
  release();
  expect((await waiting).header('X')).toBe('1');
  const covered = () =>
    (under.gateway.coverage().files['api.xml'] ?? [])
      .filter(({ element }) => element === 'choose' || element === 'set-header')
      .map(({ hits, branches }) => [hits, branches]);
  expect(covered()).toEqual([
    [1, { 'when[1]': 1, otherwise: 0 }],
    [1, undefined],
  ]);
  under.backend.answer = answer;
  await under.request('/api/x');
  await under.gateway.reload(modelOf(under.backend.url, source));
  expect(covered()).toEqual([
    [2, { 'when[1]': 2, otherwise: 0 }],
    [2, undefined],
  ]);
});
