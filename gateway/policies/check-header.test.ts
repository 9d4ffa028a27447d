import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

/** Status of a request to a policy that lets pass. */
async function checked(attributes: string, values: string, headers: Record<string, string> | string[]) {
  const under = await start({
    policy: { inbound: `<check-header name="X" ${attributes}>${values}</check-header><return-response />` },
  });
  const { status, body } = await under.request('/api/op', { headers });
  return { status, body, error: under.trace().lastError };
}
const usual = 'failed-check-httpcode="403" failed-check-error-message="no" ignore-case="false"';
const values = '<value>One</value><value>@("T" + "wo")</value>';

test.each([
  [usual, { X: 'One' }, 200],
  [usual, { x: 'Two' }, 200],
  [usual, { X: 'one' }, 403],
  [usual.replace('false', 'true'), { X: 'tWO' }, 200],
  [usual.replace('false', '@(true)'), { X: 'tWO' }, 200],
  [usual, { X: 'One ' }, 200],
  [usual, { X: 'Onee' }, 403],
  [usual, {}, 403],
  [usual, { X: '' }, 403],
  ['failed-check-httpcode="@(400 + 1)"', { X: 'one' }, 401],
])('%s with %j is answered %i', async (attributes, headers, status) => {
  expect((await checked(attributes, values, headers)).status).toBe(status);
});

test('tells the client its own message, and on-error what is wrong', async () => {
  const { body, error } = await checked(usual, values, { X: 'three' });
  expect([JSON.parse(body), error]).toEqual([
    { statusCode: 403, message: 'no' },
    {
      source: 'check-header',
      reason: 'HeaderValueNotAllowed',
      message: 'Header X value of three is not allowed. Access denied.',
    },
  ]);
  const missing = await checked('failed-check-httpcode="403"', '', {});
  expect([JSON.parse(missing.body), missing.error?.reason]).toEqual([
    { statusCode: 403, message: 'Header X was not found in the request. Access denied.' },
    'HeaderNotFound',
  ]);
});

test.each([
  '<check-header failed-check-httpcode="403" />',
  '<check-header name="X" />',
  '<check-header name="X" failed-check-httpcode="99" />',
  '<check-header name="X" failed-check-httpcode="1000" />',
])('%s does not load', async (inbound) => {
  await expect(start({ policy: { inbound } })).rejects.toThrow(/'(name|failed-check-httpcode)'/);
});
