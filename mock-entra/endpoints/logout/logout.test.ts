import { describe, expect, it } from 'vitest';
import { pageError, told } from '../../testing/authorize-request.ts';
import type { FormDriver, Page } from '../../testing/form-driver.ts';
import { claimsOf, createWorld, gatewayRequest, login, type World } from '../../testing/world.ts';

const callback = 'https://expenses.example/signin-oidc';
const alice = 'alice@contoso.com';
const bob = 'bob@contoso.com';
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

/** Signs out by address, and picks the account where that is asked. */
async function signOut(browser: FormDriver, url: string, account: string): Promise<Page> {
  const page = await browser.open(url);
  return page.html.includes('Which account') ? browser.submit(page, { account }) : page;
}

const idOf = (world: World, user: string): string => world.entra.control.user(user).id;

const framesOf = (html: string): string[] =>
  [...html.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));

describe('front-channel logout', () => {
  it('loads the logout address of every application that the browser was signed in to, with sid and iss', async () => {
    const { world, browser, idToken } = await signedInTwice();
    const page = await signOut(browser, logoutUrl(world), idOf(world, alice));
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
    const url = logoutUrl(world, { post_logout_redirect_uri: home, state: '7' });
    const page = await signOut(browser, url, idOf(world, alice));
    expect(page.left).toBeUndefined();
    expect(framesOf(page.html)).toHaveLength(1);
    expect(page.html).toContain(`<a id="next" href="${home}?state=7">`);
    const again = await signedInTwice();
    const elsewhere = logoutUrl(again.world, { post_logout_redirect_uri: 'https://evil.example/' });
    const refused = await signOut(again.browser, elsewhere, idOf(again.world, alice));
    expect(framesOf(refused.html)).toHaveLength(1);
    expect(refused.html).not.toContain('evil.example');
  });

  it('tells each browser only of its own session, once', async () => {
    const { world, browser } = await signedInTwice();
    const stranger = await world.browser().open(logoutUrl(world));
    expect(framesOf(stranger.html)).toEqual([]);
    expect(stranger.response.headers.get('content-security-policy')).not.toContain('frame-src');
    await signOut(browser, logoutUrl(world), idOf(world, alice));
    expect(framesOf((await browser.open(logoutUrl(world))).html)).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'not an address'])('never loads %s', async (address) => {
    const { world, browser } = await signedInTwice(address);
    const page = await signOut(browser, logoutUrl(world), idOf(world, alice));
    expect(page.html).toContain('You signed out');
    expect(framesOf(page.html)).toEqual([]);
  });
});

describe('which account signs out', () => {
  /** A browser where Alice and Bob are signed in to an application whose id tokens carry `login_hint`. */
  async function both(people: readonly string[] = [alice, bob], options: Parameters<typeof createWorld>[0] = {}) {
    const world = createWorld(options);
    const { appId } = world.entra.control.addApplication({
      name: 'Hinted',
      redirectUris: { web: [callback] },
      secrets: [{}],
      optionalClaims: { idToken: [{ name: 'login_hint' }] },
    });
    const browser = world.browser();
    const hints: string[] = [];
    for (const user of people) {
      const request = { client_id: appId, response_type: 'code', redirect_uri: callback, scope: 'openid profile' };
      const page = await world.signIn(user, { ...request, prompt: 'login' }, { browser });
      const { body } = await world.token({
        client_id: appId,
        client_secret: world.entra.control.secretOf(appId),
        grant_type: 'authorization_code',
        code: page.left?.searchParams.get('code') ?? '',
        redirect_uri: callback,
      });
      hints.push(String(claimsOf(body.id_token).login_hint));
    }
    /** Who is found by a silent request with a hint. */
    const signedIn = async (user: string): Promise<boolean> => {
      const request = gatewayRequest(world, { client_id: appId, redirect_uri: callback, scope: 'openid profile' });
      const page = await browser.open(world.authorizeUrl({ ...request, prompt: 'none', login_hint: user }));
      return told(page).error === undefined;
    };
    return { world, browser, hints, signedIn };
  }

  it('is asked, and only the one that is picked signs out; then the browser goes on to the application', async () => {
    const { world, browser, signedIn } = await both();
    const page = await browser.open(logoutUrl(world, { post_logout_redirect_uri: callback, state: '<7>' }));
    expect(page.html).toContain('Which account do you want to sign out of?');
    expect([await signedIn(alice), await signedIn(bob)]).toEqual([true, true]);
    const back = await browser.submit(page, { account: idOf(world, bob) });
    expect(back.left?.href).toBe(`${callback}?state=%3C7%3E`);
    expect([await signedIn(alice), await signedIn(bob)]).toEqual([true, false]);
    await signOut(browser, logoutUrl(world), idOf(world, alice));
    expect(await signedIn(alice)).toBe(false);
  });

  it('is told by logout_hint with the value of the login_hint claim, and not by a name', async () => {
    const { world, browser, hints, signedIn } = await both();
    for (const hint of [bob, 'O.', 'O.invented', `${hints[1]}x`]) {
      expect((await browser.open(logoutUrl(world, { logout_hint: hint }))).html).toContain('Which account');
    }
    const page = await browser.open(logoutUrl(world, { logout_hint: hints[1] ?? '' }));
    expect(page.html).toContain('You signed out');
    expect([await signedIn(alice), await signedIn(bob)]).toEqual([true, false]);
  });

  it('is asked with one account as well, at v2.0, unless the switch says otherwise', async () => {
    const { world, browser, signedIn } = await both([alice]);
    expect((await browser.open(logoutUrl(world))).html).toContain('Which account');
    expect(await signedIn(alice)).toBe(true);
    const older = await browser.open(`${login}/${world.tenant}/oauth2/logout`);
    expect(older.html).toContain('You signed out');
    const several = await both([alice], { switches: { logoutPicker: 'several' } });
    expect((await several.browser.open(logoutUrl(several.world))).html).toContain('You signed out');
  });

  it('is nobody who is not signed in any more, and no choice of another site', async () => {
    const { world, browser, signedIn } = await both();
    world.entra.control.revokeSessions(bob);
    const page = await browser.open(logoutUrl(world));
    expect(page.html).not.toContain('Bob Brandt');
    const foreign = await browser.open(logoutUrl(world), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
      body: `account=${idOf(world, alice)}`,
    });
    expect(foreign.html).toContain('Which account');
    expect((await browser.submit(page, { account: 'other' })).html).toContain('Which account');
    expect(await signedIn(alice)).toBe(true);
  });

  it('is found for a guest by the hint of a tenant that invited it', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { appId } = control.addApplication({
      name: 'Hinted',
      redirectUris: { web: [callback] },
      secrets: [{}],
      optionalClaims: { idToken: [{ name: 'login_hint' }] },
    });
    const browser = world.browser();
    const request = { client_id: appId, response_type: 'code', redirect_uri: callback, scope: 'openid' };
    const page = await world.signIn('fay@fabrikam.com', request, { browser });
    const { body } = await world.token({
      client_id: appId,
      client_secret: control.secretOf(appId),
      grant_type: 'authorization_code',
      code: page.left?.searchParams.get('code') ?? '',
      redirect_uri: callback,
    });
    const hint = String(claimsOf(body.id_token).login_hint);
    // the hint names the account to authorize requests as well
    const silent = await browser.open(world.authorizeUrl({ ...request, prompt: 'none', login_hint: hint }));
    expect(told(silent).code).toBeTypeOf('string');
    expect((await browser.open(logoutUrl(world, { logout_hint: hint }))).html).toContain('You signed out');
  });

  it('does not matter in a request that is malformed, or of a tenant that does not exist', async () => {
    const { world, browser, signedIn } = await both();
    const pages = await Promise.all([
      browser.open(`${logoutUrl(world)}state=%zz`),
      browser.open(`${logoutUrl(world)}state=1&state=2`),
      browser.open(`${login}/nowhere/oauth2/v2.0/logout`),
    ]);
    expect(pages.map(pageError)).toEqual([9002313, 9000411, 900023]);
    expect(await signedIn(alice)).toBe(true);
  });
});
