import { describe, expect, it } from 'vitest';
import { told } from '../../testing/authorize-request.ts';
import { formOf } from '../../testing/form-driver.ts';
import { claimsOf, createWorld, gatewayRequest } from '../../testing/world.ts';

describe('response modes and types', () => {
  it('form_post sends a form that submits itself under a policy that allows just that', async () => {
    const world = createWorld();
    const page = await world.signIn('alice@contoso.com', gatewayRequest(world, { response_mode: 'form_post' }));
    const { action, fields } = formOf(page);
    expect(action).toBe('https://sallyport.azure-api.net/oauth/callback');
    expect(fields).toMatchObject({ state: 'state-1' });
    expect(fields.code).toBeTypeOf('string');
    expect(page.response.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/);
  });

  it('hybrid and implicit answers come in the fragment, with c_hash and at_hash', async () => {
    const world = createWorld();
    const app = world.entra.control.addApplication({
      name: 'Hybrid',
      redirectUris: { web: ['https://hybrid.example/cb'] },
      implicitIdTokens: true,
      implicitAccessTokens: true,
    });
    const request = {
      client_id: app.appId,
      response_type: 'code id_token token',
      redirect_uri: 'https://hybrid.example/cb',
      scope: 'openid profile User.Read',
      nonce: 'n',
    };
    const page = await world.signIn('alice@contoso.com', request);
    const answer = Object.fromEntries(new URLSearchParams(page.left?.hash.slice(1)));
    const claims = claimsOf(answer.id_token ?? '');
    expect(claims).toMatchObject({ nonce: 'n', aud: app.appId });
    expect(claims.c_hash).toBeTypeOf('string');
    expect(claims.at_hash).toBeTypeOf('string');
    expect(claimsOf(answer.access_token ?? '')).toMatchObject({ scp: expect.stringContaining('User.Read') });
    const noNonce = await world.browser().open(world.authorizeUrl({ ...request, nonce: '' }));
    expect(new URLSearchParams(noNonce.left?.hash.slice(1)).get('error_uri')).toContain('code=90014');
    const query = await world.browser().open(world.authorizeUrl({ ...request, response_mode: 'query' }));
    expect(told(query).error_uri).toContain('code=70007');
  });
});
