/** Revisions of one API (revisions page): the same id, policies and operations of their own. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Api, Subscription } from '../model.ts';
import { policy } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const primaryKey = randomBytes(16).toString('hex');
const headers = { 'Ocp-Apim-Subscription-Key': primaryKey };

const revision = (number: string, isCurrentRevision: boolean): Api => ({
  id: 'api',
  name: 'A',
  path: 'api',
  revision: number,
  isCurrentRevision,
  subscriptionRequired: true,
  operations: [
    {
      id: 'any',
      name: '',
      method: '*',
      urlTemplate: '/*',
      policy: policy({ inbound: `<set-variable name="o" value="${number}" /><base />` }, `operation-${number}.xml`),
    },
  ],
  policy: policy(
    {
      inbound: `<return-response><set-body>@("${number} " + context.Variables["o"] + " " + context.Api.Revision + " " + context.Api.IsCurrentRevision)</set-body></return-response>`,
    },
    `api-${number}.xml`,
  ),
});

test.each([[[revision('1', true), revision('2', false)]], [[revision('2', false), revision('1', true)]]])(
  'each runs its own policies, whichever was loaded last',
  async (apis) => {
    const subscription: Subscription = { id: 's', name: 's', primaryKey, scope: { kind: 'api', id: 'api' } };
    const { request } = await start({ model: { apis, subscriptions: [subscription] } });
    const shown = async (path: string): Promise<string> => (await request(path, { headers })).body;
    expect(await shown('/api/x')).toBe('1 1 1 True');
    expect(await shown('/api;rev=1/x')).toBe('1 1 1 True');
    expect(await shown('/api;rev=2/x')).toBe('2 2 2 False');
    expect((await request('/api;rev=3/x', { headers })).status).toBe(404);
  },
);

test('keys of a product that has the API open every revision, and the product knows the API once', async () => {
  const inbound =
    '<return-response><set-body>@(context.Product.Id + context.Product.Apis.Count() + context.Api.Revision)</set-body></return-response>';
  const apis = ['1', '2'].map((number) => ({
    ...revision(number, number === '1'),
    policy: policy({ inbound }, `api-${number}.xml`),
  }));
  const { request } = await start({
    model: {
      apis,
      products: [{ id: 'starter', name: 'Starter', subscriptionRequired: true, apiIds: ['api'] }],
      subscriptions: [{ id: 's', name: 's', primaryKey, scope: { kind: 'product', id: 'starter' } }],
    },
  });
  expect((await request('/api;rev=2/x', { headers })).body).toBe('starter12');
});
