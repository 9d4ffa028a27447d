import { describe, expect, it } from 'vitest';
import { open, pageError, without } from '../../testing/authorize-request.ts';
import { createWorld, gatewayRequest, login } from '../../testing/world.ts';

describe('authorize requests that nobody may be sent back from', () => {
  it.each([
    ['an unregistered redirect URI', { redirect_uri: 'https://evil.example/callback' }, 50011],
    [
      'a redirect URI that only starts like the registered one',
      { redirect_uri: 'https://sallyport.azure-api.net/oauth/callback/x' },
      50011,
    ],
    ['a redirect URI in another case', { redirect_uri: 'https://sallyport.azure-api.net/OAuth/callback' }, 50011],
    ['a redirect URI with credentials', { redirect_uri: 'https://a:b@sallyport.azure-api.net/oauth/callback' }, 50011],
    ['a redirect URI on another port', { redirect_uri: 'https://sallyport.azure-api.net:8443/oauth/callback' }, 50011],
    ['an unknown client', { client_id: '11111111-2222-4333-8444-555555555555' }, 700016],
    ['an oversized query', { state: 'x'.repeat(40_000) }, 90015],
  ])('%s stays on a page', async (_what, extra, code) => {
    const page = await open(createWorld(), extra);
    expect(page.left).toBeUndefined();
    expect(pageError(page)).toBe(code);
    expect(page.html).toContain('mock of Microsoft Entra ID');
  });

  it('unknown and malformed tenants, no client and doubled parameters too', async () => {
    const world = createWorld();
    expect(pageError(await open(world, {}, 'nowhere.example'))).toBe(90002);
    expect(pageError(await open(world, {}, 'no_tenant'))).toBe(900023);
    expect(pageError(await open(world, {}, 'common'))).toBe(50194);
    expect(pageError(await without(world, 'client_id'))).toBe(900144);
    const doubled = `${world.authorizeUrl(gatewayRequest(world))}&state=again`;
    expect(pageError(await world.browser().open(doubled))).toBe(9000411);
    expect(pageError(await world.browser().open(`${world.authorizeUrl(gatewayRequest(world))}&x=%zz`))).toBe(9002313);
  });

  it('shows what was sent only as text', async () => {
    const page = await open(createWorld(), { redirect_uri: 'https://evil.example/"><script>alert(1)</script>' });
    expect(page.html).not.toContain('<script>alert');
    expect(page.response.headers.get('content-security-policy')).toContain("script-src 'none'");
  });
});

describe('authorize requests whose errors the client hears of', () => {
  it.each([
    ['no response_type', 'response_type', '', 900144, 'invalid_request'],
    ['an unknown response_type', 'response_type', 'magic', 70005, 'unsupported_response_type'],
    ['an id_token that is not enabled', 'response_type', 'id_token', 700054, 'unsupported_response_type'],
    ['an unknown prompt', 'prompt', 'always', 90023, 'invalid_request'],
    ['an unknown PKCE method', 'code_challenge_method', 'S512', 50149, 'invalid_request'],
    ['a short PKCE challenge', 'code_challenge', 'short', 50147, 'invalid_request'],
    ['a scope that can not be read', 'scope', 'openid api://x/', 70011, 'invalid_scope'],
    ['an unknown resource', 'scope', 'api://nobody/x', 500011, 'invalid_resource'],
    ['a resource that does not own the scopes', 'resource', 'https://other.example/mcp', 9010010, 'invalid_target'],
    ['a resource with a slash too many', 'resource', 'https://sallyport.azure-api.net/mcp/', 9010010, 'invalid_target'],
  ])('%s', async (_what, name, value, code, error) => {
    const page = await open(createWorld(), { [name]: value });
    const answer = Object.fromEntries([
      ...(page.left?.searchParams ?? []),
      ...new URLSearchParams(page.left?.hash.slice(1)),
    ]);
    expect(answer).toMatchObject({ error, state: 'state-1', error_uri: `${login}/error?code=${code}` });
    expect(answer.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
  });

  it('a scope the resource lacks stays on a page, an unqualified one counts as Graph', async () => {
    const page = await open(createWorld(), { scope: 'user_impersonation' });
    expect(pageError(page)).toBe(650053);
    expect(page.html).toContain('00000003-0000-0000-c000-000000000000');
  });
});
