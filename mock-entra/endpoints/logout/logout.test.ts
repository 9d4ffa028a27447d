import { describe, expect, it } from 'vitest';
import { claimsOf, createWorld, gatewayRequest, login, type World } from '../../testing/world.ts';

const callback = 'https://expenses.example/signin-oidc';
const home = 'https://expenses.example/';

/** An application with a logout address, and a browser that signed in there and at the gateway, which has none. */
async function signedInTwice(logoutUrl = 'https://expenses.example/signout?from=entra') {
  const world = createWorld();
  const { appId } = world.entra.control.addApplication({
    name: 'Expenses',
    redirectUris: { web: [callback, home] },
    secrets: [{ displayName: 'one' }],
    logoutUrl,
  });
  const browser = world.browser();
  const page = await world.signIn(
    'alice@contoso.com',
    { client_id: appId, response_type: 'code', redirect_uri: callback, scope: 'openid' },
    { browser },
  );
  await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
  const { body } = await world.token({
    client_id: appId,
    client_secret: world.entra.control.secretOf(appId),
    grant_type: 'authorization_code',
    code: page.left?.searchParams.get('code') ?? '',
    redirect_uri: callback,
  });
  return { world, browser, idToken: claimsOf(body.id_token) };
}

const logoutUrl = (world: World, parameters: Readonly<Record<string, string>> = {}): string =>
  `${login}/${world.tenant}/oauth2/v2.0/logout?${new URLSearchParams(parameters)}`;

const framesOf = (html: string): string[] =>
  [...html.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));

describe('front-channel logout', () => {
  it('loads the logout address of every application that the browser was signed in to, with sid and iss', async () => {
    const { world, browser, idToken } = await signedInTwice();
    const page = await browser.open(logoutUrl(world));
    expect(page.html).toContain('You signed out');
    const [frame = '', ...others] = framesOf(page.html);
    expect(others).toEqual([]);
    const { origin, pathname, searchParams } = new URL(frame);
    expect(`${origin}${pathname}`).toBe('https://expenses.example/signout');
    expect(Object.fromEntries(searchParams)).toEqual({ from: 'entra', sid: idToken.sid, iss: idToken.iss });
    expect(page.response.headers.get('content-security-policy')).toContain(' frame-src https://expenses.example;');
  });

  it('goes on to a registered address afterwards, and to no other', async () => {
    const { world, browser } = await signedInTwice();
    const page = await browser.open(logoutUrl(world, { post_logout_redirect_uri: home, state: '7' }));
    expect(page.left).toBeUndefined();
    expect(framesOf(page.html)).toHaveLength(1);
    expect(page.html).toContain(`<a id="next" href="${home}?state=7">`);
    const again = await signedInTwice();
    const refused = await again.browser.open(
      logoutUrl(again.world, { post_logout_redirect_uri: 'https://evil.example/' }),
    );
    expect(framesOf(refused.html)).toHaveLength(1);
    expect(refused.html).not.toContain('evil.example');
  });

  it('tells each browser only of its own session, once', async () => {
    const { world, browser } = await signedInTwice();
    const stranger = await world.browser().open(logoutUrl(world));
    expect(framesOf(stranger.html)).toEqual([]);
    expect(stranger.response.headers.get('content-security-policy')).not.toContain('frame-src');
    await browser.open(logoutUrl(world));
    expect(framesOf((await browser.open(logoutUrl(world))).html)).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'not an address'])('never loads %s', async (address) => {
    const { world, browser } = await signedInTwice(address);
    const page = await browser.open(logoutUrl(world));
    expect(page.html).toContain('You signed out');
    expect(framesOf(page.html)).toEqual([]);
  });
});
