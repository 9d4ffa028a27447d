import { describe, expect, it } from 'vitest';
import { pageError, told } from '../../testing/authorize-request.ts';
import { createWorld, gatewayRequest, login } from '../../testing/world.ts';

describe('leaving and administrators', () => {
  it('signs out and follows registered addresses only', async () => {
    const world = createWorld();
    const browser = world.browser();
    await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
    const asked = await browser.open(
      `${login}/${world.tenant}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example/`,
    );
    const out = await browser.submit(asked, { account: world.entra.control.user('alice@contoso.com').id });
    expect(out.left).toBeUndefined();
    expect(out.html).toContain('You signed out');
    const silent = await browser.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
    expect(told(silent).error).toBe('login_required');
    const back = encodeURIComponent('https://sallyport.azure-api.net/oauth/callback');
    const followed = await browser.open(
      `${login}/${world.tenant}/oauth2/v2.0/logout?post_logout_redirect_uri=${back}&state=7`,
    );
    expect(followed.left?.href).toBe('https://sallyport.azure-api.net/oauth/callback?state=7');
  });

  it('admin consent grants for everybody, tells the caller, and refuses others', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const url = `${login}/${world.tenant}/adminconsent?${new URLSearchParams({
      client_id: world.appId('Sallyport Gateway'),
      redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
      state: 'x',
    })}`;
    const asUser = world.browser();
    let page = await asUser.open(url);
    page = await asUser.submit(page, { login: 'bob@contoso.com', passwd: control.passwordOf('bob@contoso.com') });
    expect(pageError(page)).toBe(90094);
    const browser = world.browser();
    page = await browser.open(url);
    page = await browser.submit(page, { login: 'carla@contoso.com', passwd: control.passwordOf('carla@contoso.com') });
    expect(page.html).toContain('for everybody in Contoso');
    const cancelled = await browser.submit(page, { decision: 'cancel' });
    expect(told(cancelled)).toMatchObject({ error: 'permission_denied', state: 'x' });
    page = await browser.submit(await browser.open(url), { decision: 'accept' });
    expect(told(page)).toEqual({ tenant: world.tenant, admin_consent: 'True', state: 'x' });
    const bob = await world.signIn('bob@contoso.com', gatewayRequest(world, { prompt: '' }));
    expect(told(bob).code).toBeTypeOf('string');
  });
});
