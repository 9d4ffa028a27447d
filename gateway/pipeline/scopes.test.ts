/** Runtime semantics 9 to 11: the effective policy and its sections. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { policy } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
/** Appends a letter to the header `X-Path`. */
const mark = (letter: string): string =>
  `<set-header name="X-Path" exists-action="append"><value>${letter}</value></set-header>`;
const operations = (inbound: string) => [
  { id: 'any', name: 'Anything', method: '*', urlTemplate: '/*', policy: policy({ inbound }, 'operation.xml') },
];

describe('semantic 9: the effective policy', () => {
  const subscriptions = [
    { id: 's1', name: 's1', primaryKey: randomBytes(8).toString('hex'), scope: { kind: 'product', id: 'p' } as const },
    { id: 's2', name: 's2', primaryKey: randomBytes(8).toString('hex'), scope: { kind: 'all' } as const },
  ];
  const model = {
    policy: policy({ inbound: mark('g'), backend: '<forward-request />' }, 'global.xml'),
    products: [
      {
        id: 'p',
        name: 'P',
        subscriptionRequired: true,
        apiIds: ['api'],
        policy: policy({ inbound: `${mark('p')}<base />` }, 'product.xml'),
      },
    ],
    subscriptions,
  };
  const api = {
    policy: policy({ inbound: `<base />${mark('a')}` }, 'api.xml'),
    operations: operations(`${mark('o')}<base />`),
  };

  test('splices operation, API, product and global where base stands', async () => {
    const { request, backend, trace } = await start({ model, api });
    await request('/api/op', { headers: { 'Ocp-Apim-Subscription-Key': subscriptions[0]?.primaryKey ?? '' } });
    expect(backend.requests[0]?.header('X-Path')).toBe('o,p,g,a');
    expect(
      trace()
        .steps.filter((step) => step.section === 'inbound')
        .map((step) => step.scope),
    ).toEqual(['operation', 'product', 'global', 'api']);
    expect(trace().product).toBe('p');
  });

  test('the policy of a workspace stands between global and product, for APIs that are its own', async () => {
    const workspace = '<set-header name="X-Workspace"><value>@(context.Workspace.Id)</value></set-header>';
    const workspaces = [
      { id: 'w', policy: policy({ inbound: `${mark('w')}${workspace}<base />` }, 'workspace.xml') },
      { id: 'other', policy: policy({ inbound: mark('x') }) },
    ];
    const { request, backend, trace } = await start({
      model: { ...model, workspaces },
      api: { ...api, workspaceId: 'w' },
    });
    await request('/api/op', { headers: { 'Ocp-Apim-Subscription-Key': subscriptions[0]?.primaryKey ?? '' } });
    expect(backend.requests[0]?.header('X-Path')).toBe('o,p,w,g,a');
    expect(trace().steps.map((step) => step.scope)).toContain('workspace');
    expect(backend.requests[0]?.header('X-Workspace')).toBe('w');
  });

  test('a key of all APIs skips the product', async () => {
    const { request, backend } = await start({ model, api });
    await request('/api/op', { headers: { 'Ocp-Apim-Subscription-Key': subscriptions[1]?.primaryKey ?? '' } });
    expect(backend.requests[0]?.header('X-Path')).toBe('o,g,a');
  });

  test('a section without base drops its parents', async () => {
    const { request, backend } = await start({
      model,
      api: { policy: policy({ inbound: mark('a') }), operations: operations('<base />') },
    });
    await request();
    expect(backend.requests[0]?.header('X-Path')).toBe('a');
  });

  test('a section that a document leaves out is inherited, or empty: a switch', async () => {
    const document = {
      file: 'api.xml',
      text: `<policies><inbound><base />${mark('a')}</inbound></policies>`,
      format: 'rawxml',
    } as const;
    const { request, backend } = await start({ api: { policy: document } });
    expect((await request()).body).toBe('backend');
    const empty = await start({ api: { policy: document }, switches: { 'section.missing': 'empty' } });
    expect((await empty.request()).body).toBe('');
    expect(empty.backend.requests).toHaveLength(0);
    expect(backend.requests).toHaveLength(1);
  });
});

describe('semantic 10: an empty backend section', () => {
  test('forwards nothing; outbound fills a fresh 200', async () => {
    const { request, backend } = await start({
      policy: { backend: '', outbound: '<set-header name="X"><value>1</value></set-header><set-body>made</set-body>' },
    });
    const answer = await request();
    expect([answer.status, answer.reason, answer.header('X'), answer.body]).toEqual([200, 'OK', '1', 'made']);
    expect(backend.requests).toHaveLength(0);
  });
});

describe('semantic 11: the backend is called even when outbound throws its answer away', () => {
  test('return-response in outbound replaces what the backend said', async () => {
    const { request, backend } = await start({
      policy: {
        outbound:
          '<return-response><set-status code="302" reason="Found" /><set-header name="Location"><value>https://x/</value></set-header></return-response>',
      },
    });
    const answer = await request();
    expect([answer.status, answer.header('Location'), answer.body]).toEqual([302, 'https://x/', '']);
    expect(backend.requests).toHaveLength(1);
  });
});
