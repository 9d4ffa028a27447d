/** Methods, types of bodies, cookies and headers that no client sends: an answer in the endpoint's form, and nothing of it a script. */
import { expect, it } from 'vitest';
import { createWorld, gatewayRequest, login } from './testing/world.ts';

const form = 'application/x-www-form-urlencoded';
const script = '"><script>alert(1)</script>';
const long = 'x'.repeat(60_000);

const spoilt: readonly { readonly method?: string; readonly headers?: Readonly<Record<string, string>> }[] = [
  ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => ({ method })),
  ...['application/json', 'multipart/form-data; boundary=x', 'text/plain', `${form}; charset=utf-16`, '', long].map(
    (type) => ({ headers: { 'content-type': type } }),
  ),
  ...[
    `ESTSAUTH=${long}`,
    `esctx=${long}`,
    ';'.repeat(50_000),
    '=;=;=',
    'ESTSAUTH',
    'ESTSAUTH=a; ESTSAUTH=b',
    script,
  ].map((cookie) => ({ headers: { 'content-type': form, cookie } })),
  ...['x', 'null', script].map((origin) => ({ headers: { 'content-type': form, origin } })),
  ...['Basic !!!', 'Basic ', `Basic ${long}`, 'Bearer x', script].map((authorization) => ({
    headers: { 'content-type': form, authorization },
  })),
  { headers: { 'content-type': form, 'client-request-id': script } },
  { headers: { 'content-type': form, 'content-length': '99999999999' } },
];

it.each([
  ...['oauth2/v2.0/authorize', 'oauth2/v2.0/token', 'oauth2/v2.0/devicecode', 'oauth2/deviceauth'],
  ...['oauth2/v2.0/logout', 'adminconsent', 'login', 'reprocess', 'Consent/Set', 'DeviceAuthTls/reprocess'],
])('%s', async (path) => {
  const world = createWorld();
  const good = {
    ...gatewayRequest(world),
    state: script,
    post_logout_redirect_uri: script,
    login: script,
    otc: script,
  };
  const text = new URLSearchParams(good).toString();
  for (const segment of [world.tenant, encodeURIComponent(script)]) {
    for (const { method = 'POST', headers = {} } of spoilt) {
      const body = method === 'POST' ? { body: text } : {};
      const url = `${login}/${segment}/${path}?${text}`;
      const response = await world.entra.login(new Request(url, { method, headers, ...body }));
      const what = `${method} ${JSON.stringify(headers).slice(0, 100)}`;
      expect(response.status, what).toBeLessThan(500);
      const answer = await response.text();
      if (!response.headers.get('content-type')?.includes('html')) continue;
      expect(answer, what).not.toContain('<script>alert');
      expect(response.headers.get('content-security-policy'), what).toContain("default-src 'none'");
    }
  }
});
