/** Runtime semantics 23: cors and check-header. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 23: cors and check-header', () => {
  const cors = (attributes = ''): string =>
    `<cors ${attributes}><allowed-origins><origin>https://app.example</origin></allowed-origins><allowed-methods preflight-result-max-age="300"><method>GET</method><method>PUT</method></allowed-methods><allowed-headers><header>x-one</header></allowed-headers><expose-headers><header>x-out</header></expose-headers></cors>`;
  const preflight = (method: string, origin = 'https://app.example', headers = 'X-One') => ({
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': headers },
  });
  const api = { operations: [{ id: 'get', name: '', method: 'GET', urlTemplate: '/op' }] };

  test('a preflight is answered by cors alone', async () => {
    const { request, backend } = await start({
      api,
      policy: {
        inbound: `<return-response><set-status code="500" /></return-response>${cors('allow-credentials="true"')}`,
      },
    });
    const answer = await request('/api/op', preflight('PUT'));
    expect(answer.status).toBe(200);
    expect(
      Object.fromEntries(
        ['Origin', 'Methods', 'Headers', 'Credentials'].map((each) => [
          each,
          answer.header(`Access-Control-Allow-${each}`),
        ]),
      ),
    ).toEqual({
      Origin: 'https://app.example',
      Methods: 'GET,PUT',
      Headers: 'X-One',
      Credentials: 'true',
    });
    expect(answer.header('Access-Control-Max-Age')).toBe('300');
    expect(backend.requests).toHaveLength(0);
  });

  test.each([
    ['another origin', preflight('GET', 'https://evil.example')],
    ['another method', preflight('DELETE')],
    ['another header', preflight('GET', 'https://app.example', 'x-two')],
  ])('a preflight for %s gets an empty 200', async (_name, options) => {
    const { request } = await start({ api, policy: { inbound: cors() } });
    const answer = await request('/api/op', options);
    expect([answer.status, answer.body, answer.header('Access-Control-Allow-Origin')]).toEqual([200, '', undefined]);
  });

  test('without a cors policy there is no preflight', async () => {
    const { request } = await start({ api });
    expect((await request('/api/op', preflight('GET'))).status).toBe(404);
  });

  test('an OPTIONS operation has the request for itself', async () => {
    const options = { id: 'options', name: '', method: 'OPTIONS', urlTemplate: '/op' };
    const { request } = await start({
      api: { operations: [...api.operations, options] },
      policy: { inbound: `${cors()}<return-response><set-body>own</set-body></return-response>` },
    });
    expect((await request('/api/op', preflight('GET'))).body).toBe('own');
  });

  test('answers to an allowed origin say so, return-response and errors included', async () => {
    const { request } = await start({ api, policy: { inbound: `${cors()}<return-response />` } });
    const answer = await request('/api/op', { headers: { Origin: 'https://app.example' } });
    expect([answer.header('Access-Control-Allow-Origin'), answer.header('Access-Control-Expose-Headers')]).toEqual([
      'https://app.example',
      'x-out',
    ]);
    const other = await request('/api/op', { headers: { Origin: 'https://evil.example' } });
    expect([other.status, other.header('Access-Control-Allow-Origin')]).toEqual([200, undefined]);
  });

  test('an unmatched origin ends a simple request when told, or by the switch', async () => {
    const told = await start({ api, policy: { inbound: cors('terminate-unmatched-request="true"') } });
    await told.request('/api/op', { headers: { Origin: 'https://evil.example' } });
    expect(told.backend.requests).toHaveLength(0);
    const switched = await start({ api, policy: { inbound: cors() }, switches: { 'cors.terminateUnmatched': true } });
    await switched.request('/api/op', { headers: { Origin: 'https://evil.example' } });
    expect(switched.backend.requests).toHaveLength(0);
  });

  test('check-header without values asks for the header alone', async () => {
    const check = (values: string, ignoreCase: boolean): string =>
      `<check-header name="X" failed-check-httpcode="403" failed-check-error-message="no" ignore-case="${ignoreCase}">${values}</check-header><return-response />`;
    const { request } = await start({ policy: { inbound: check('', false) } });
    expect([(await request()).status, (await request('/api/op', { headers: { X: 'any' } })).status]).toEqual([
      403, 200,
    ]);
    const listed = await start({ policy: { inbound: check('<value>One</value><value>Two</value>', true) } });
    expect((await listed.request('/api/op', { headers: { X: 'two' } })).status).toBe(200);
    const refused = await listed.request('/api/op', { headers: { X: 'three' } });
    expect([refused.status, refused.body]).toEqual([403, '{ "statusCode": 403, "message": "no" }']);
    expect(listed.trace().lastError?.message).toBe('Header X value of three is not allowed. Access denied.');
  });
});
