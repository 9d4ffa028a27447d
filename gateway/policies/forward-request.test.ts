import { describe, expect, test } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const forwarding = (attributes: string) => start({ policy: { backend: `<forward-request ${attributes} />` } });

describe('follow-redirects, as the handler of .NET has it', () => {
  test.each([
    [300, 'POST', 'GET'],
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [301, 'PUT', 'PUT body'],
    [302, 'DELETE', 'DELETE body'],
    [307, 'POST', 'POST body'],
    [308, 'POST', 'POST body'],
  ])('%i after %s is followed by %s', async (status, method, expected) => {
    const under = await forwarding('follow-redirects="@(true)"');
    under.backend.answer = (request, response) => {
      if (request.url === '/op') response.writeHead(status, { Location: 'moved?a=1' }).end();
      else response.end();
    };
    await under.request('/api/op', {
      method,
      headers: { 'Content-Type': 'text/plain', Authorization: 'Basic eA==', 'X-Own': '1' },
      ...(method === 'HEAD' ? {} : { body: 'body' }),
    });
    const [, second] = under.backend.requests;
    expect(`${second?.method} ${second?.body}`.trim()).toBe(expected);
    expect(second?.url).toBe('/moved?a=1');
    // credentials go to the first address alone, and what describes a body goes with it
    expect([second?.header('Authorization'), second?.header('X-Own')]).toEqual([undefined, '1']);
    expect(second?.header('Content-Type')).toBe(second?.body === '' && method !== 'HEAD' ? undefined : 'text/plain');
  });

  test.each([
    ['without a Location', 302, {}],
    ['of a status that is no redirect', 304, { Location: '/moved' }],
    ['of a status that is no redirect', 201, { Location: '/moved' }],
  ])('an answer %s is handed on (%i)', async (_what, status, headers) => {
    const under = await forwarding('follow-redirects="true"');
    under.backend.answer = (_request, response) => response.writeHead(status, headers).end();
    expect((await under.request()).status).toBe(status);
    expect(under.backend.requests).toHaveLength(1);
  });

  test('ends after 50, with the redirect as answer', async () => {
    const under = await forwarding('follow-redirects="true"');
    under.backend.answer = (_request, response) => response.writeHead(302, { Location: '/op' }).end();
    expect((await under.request()).status).toBe(302);
    expect(under.backend.requests).toHaveLength(51);
  });

  test('another host gets its own Host and no credentials', async () => {
    const elsewhere = await startBackend();
    const under = await forwarding('follow-redirects="true"');
    under.backend.answer = (_request, response) =>
      response.writeHead(307, { Location: `${elsewhere.url}/there` }).end();
    await under.request('/api/op', { headers: { Authorization: 'Basic eA==' } });
    expect(elsewhere.requests.map(({ url, header }) => [url, header('Host'), header('Authorization')])).toEqual([
      ['/there', `127.0.0.1:${elsewhere.port}`, undefined],
    ]);
    await elsewhere.close();
  });
});

describe('fail-on-error-status-code', () => {
  test.each([
    ['true', 399, false],
    ['true', 400, true],
    ['true', 599, true],
    ['true', 600, false],
    ['false', 500, false],
  ])('%s and %i: %s', async (attribute, status, fails) => {
    const under = await forwarding(`fail-on-error-status-code="${attribute}"`);
    under.backend.answer = (_request, response) => response.writeHead(status, 'Its Own').end('its own');
    const answer = await under.request();
    expect([answer.status, answer.reason, under.trace().lastError?.reason]).toEqual([
      ...[status, 'Its Own'],
      fails ? 'BackendErrorStatusCode' : undefined,
    ]);
    expect(answer.body === 'its own').toBe(!fails);
  });
});

describe('what the reference says of attributes', () => {
  const warnings = async (attributes: string): Promise<string[]> =>
    (await forwarding(attributes)).gateway.problems.map(({ message }) => message);

  test.each(['buffer-request-body', 'buffer-response', 'fail-on-error-status-code', 'http-version'])(
    '%s takes no expression',
    async (name) => {
      const value = name === 'http-version' ? '@("1")' : '@(true)';
      expect(await warnings(`${name}='${value}'`)).toEqual([expect.stringContaining(`'${name}'`)]);
    },
  );

  test.each(['timeout', 'timeout-ms', 'continue-timeout', 'follow-redirects'])('%s takes one', async (name) => {
    expect(await warnings(`${name}="@(${name === 'follow-redirects' ? 'true' : '100'})"`)).toEqual([]);
  });

  test('timeout and timeout-ms exclude one another', async () => {
    expect(await warnings('timeout="1" timeout-ms="1000"')).toEqual([expect.stringMatching(/timeout-ms.*not both/)]);
  });
});

test('any timeout that an int holds is taken', async () => {
  for (const attributes of ['timeout="2147483647"', 'timeout-ms="2147483647"', 'timeout="86401"']) {
    expect((await (await forwarding(attributes)).request()).status).toBe(200);
  }
});

test('what needs HTTP/2, or waits for 100 Continue, is not emulated', async () => {
  const crossed = async (attributes: string, headers = {}): Promise<unknown> => {
    const under = await forwarding(attributes);
    await under.request('/api/op', { method: 'POST', body: 'x', headers });
    return under.trace().notEmulated;
  };
  const expecting = { Expect: '100-continue' };
  expect(await crossed('http-version="2"')).toEqual(['forward-request http-version="2"']);
  expect(await crossed('continue-timeout="5"', expecting)).toEqual(['forward-request continue-timeout']);
  expect(await crossed('continue-timeout="5"')).toBeUndefined();
  expect(await crossed('http-version="2or1"', expecting)).toBeUndefined();
  expect(await crossed('http-version="1"')).toBeUndefined();
});

test('a host that is not mapped is a finding, and one that does not answer is none', async () => {
  const unmapped = await start({ policy: { inbound: '<set-backend-service base-url="https://elsewhere.example" />' } });
  expect((await unmapped.request()).status).toBe(500);
  expect(JSON.stringify(unmapped.trace().steps.map(({ warnings }) => warnings))).toContain('elsewhere.example');
  const gone = await start();
  await gone.backend.close();
  expect((await gone.request()).status).toBe(500);
  expect(gone.trace().steps.flatMap(({ warnings }) => warnings ?? [])).toEqual([]);
});
