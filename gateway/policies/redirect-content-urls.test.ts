import { expect, test } from 'vitest';
import { policy, type UnderTest } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const redirect = '<base /><redirect-content-urls />';
const ownOf = ({ gateway }: UnderTest): string => `http://localhost:${gateway.port}/api`;

/** A backend whose answer links to itself and to others. */
function linking(under: UnderTest, headers: Record<string, string>): (links: readonly string[]) => string {
  const text = (links: readonly string[]): string => links.map((link) => `<a href="${link}">`).join('');
  under.backend.answer = (_request, response) =>
    response.writeHead(200, headers).end(text([`${under.backend.url}/base/x`, 'https://other.example/base/x']));
  return text;
}

test('names the gateway instead of the backend in bodies, and changes no header', async () => {
  const under = await start({
    policy: { inbound: '<set-backend-service base-url="{{backend-url}}/base/" />', outbound: redirect },
  });
  const location = `${under.backend.url}/base/next`;
  const text = linking(under, { 'Content-Type': 'text/html', Location: location });
  const answer = await under.request();
  expect([answer.header('Location'), answer.body]).toEqual([
    location,
    text([`${ownOf(under)}/x`, 'https://other.example/base/x']),
  ]);
});

test('the base of the backend is what counts, whatever path the request has been given', async () => {
  const under = await start({
    policy: {
      inbound: '<set-backend-service base-url="{{backend-url}}/base" /><rewrite-uri template="/v2/elsewhere" />',
      outbound: redirect,
    },
  });
  const text = linking(under, { 'Content-Type': 'application/json' });
  expect((await under.request()).body).toBe(text([`${ownOf(under)}/x`, 'https://other.example/base/x']));
});

test.each(['image/png', 'application/octet-stream'])('leaves a body of %s alone', async (type) => {
  const under = await start({ api: { path: '' }, policy: { outbound: redirect } });
  const text = linking(under, { 'Content-Type': type });
  expect((await under.request('/op')).body).toBe(text([`${under.backend.url}/base/x`, 'https://other.example/base/x']));
});

test('in inbound, names the backend instead of the gateway', async () => {
  const under = await start({ policy: { inbound: redirect } });
  const own = ownOf(under);
  await under.request('/api/op', { body: `{"callback":"${own}/c"}`, headers: { 'Content-Type': 'application/json' } });
  expect(under.backend.requests[0]?.body).toBe(`{"callback":"${under.backend.url}/c"}`);
});

test('without a backend there is nothing to name', async () => {
  const own = '@("http://localhost:" + context.Request.OriginalUrl.Port + "/other")';
  const outbound = `<set-header name="Content-Type"><value>text/html</value></set-header><set-body>${own}</set-body>${redirect}`;
  const operations = [{ id: 'any', name: '', method: '*', urlTemplate: '/*' }];
  const api = { id: 'a', name: 'A', path: 'api', revision: '1', subscriptionRequired: false, operations };
  const under = await start({ model: { apis: [{ ...api, policy: policy({ backend: '', outbound }) }] } });
  expect((await under.request()).body).toBe(`http://localhost:${under.gateway.port}/other`);
});
