/** Every switch does what it says: the same request, with the default and with another value. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultSwitches, type EntraSwitches } from './switches.ts';
import {
  asDaemon,
  authorize,
  codeOf,
  exchange,
  identityToken,
  redeem,
  refreshAfter,
} from './testing/reached/asking.ts';
import { certified, federated } from './testing/reached/credentials.ts';
import { browserTokens, deviceCode, pollDevice } from './testing/reached/grants.ts';
import { claimsOf, createWorld, gatewayRequest, gatewayTokens, graph, login, type World } from './testing/world.ts';

interface Case<Value> {
  readonly other: Value;
  /** What is looked at. */
  readonly look: (world: World) => Promise<unknown>;
  /** What is seen with the default, and with the other value. */
  readonly seen: readonly [unknown, unknown];
}

const lifetimeOf = (token: string): number => Number(claimsOf(token).exp) - Number(claimsOf(token).iat) - 300;
const get = (world: World, path: string): Promise<Response> => world.entra.login(new Request(`${login}/${path}`));
const numberOf = ({ body }: { body: { error_codes?: readonly number[] } }): number | undefined => body.error_codes?.[0];

/** A token of the metadata service, through a proxy. */
async function forwarded(world: World): Promise<number> {
  const url =
    'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://vault.azure.net';
  const { clientId } = world.entra.control.managedIdentity('sallyport-server');
  const headers = { metadata: 'true', 'x-forwarded-for': '10.0.0.1' };
  return (await world.entra.managedIdentity(new Request(`${url}&client_id=${clientId}`, { headers }))).status;
}

const cases: { readonly [Name in keyof EntraSwitches]: Case<EntraSwitches[Name]> } = {
  errorSeparator: {
    other: 'crlf',
    look: async (world) => /\r\n/.test((await world.token({})).body.error_description),
    seen: [false, true],
  },
  resourceParameter: {
    other: 'refuse',
    look: async (world) => numberOf(await asDaemon(world, { resource: 'https://x.example' })),
    seen: [9010010, 901002],
  },
  resourceParameterAcceptsGuid: {
    other: true,
    look: async (world) => (await asDaemon(world, { resource: world.appId('Sallyport MCP Server') })).status,
    seen: [400, 200],
  },
  mfaError: {
    other: 'interaction_required',
    look: async (world) => {
      const policy = { displayName: 'MFA', grant: 'mfa' } as const;
      return (await refreshAfter(world, ({ entra }) => void entra.control.addConditionalAccess(policy))).body.error;
    },
    seen: ['invalid_grant', 'interaction_required'],
  },
  userTokenLifetime: {
    other: 600,
    look: async (world) => Number((await gatewayTokens(world)).body.expires_in) < 3599,
    seen: [false, true],
  },
  appTokenLifetime: { other: 600, look: async (world) => (await asDaemon(world)).body.expires_in, seen: [3599, 599] },
  managedIdentityTokenLifetime: {
    other: 600,
    look: async (world) => lifetimeOf(await world.assertion('sallyport-server')),
    seen: [86_400, 600],
  },
  continuousAccessLifetime: {
    other: 7200,
    look: async (world) => {
      const claims = '{"access_token":{"xms_cc":{"values":["cp1"]}}}';
      return Number((await exchange(world, { claims })).body.expires_in) >= 71_999;
    },
    seen: [true, false],
  },
  managedIdentityCache: {
    other: false,
    look: async (world) => {
      const first = await world.assertion('sallyport-server');
      return (await world.assertion('sallyport-server')) === first;
    },
    seen: [true, false],
  },
  clientAssertionReplay: {
    other: false,
    look: async (world) => (await certified(world, { times: 2 })).status,
    seen: [200, 401],
  },
  clockSkew: {
    other: 0,
    look: async (world) => {
      const client_assertion = await world.assertion('sallyport-gateway');
      world.entra.control.clock.advance(86_400_000 + 100_000);
      return numberOf(await redeem(world, 'invented', { client_assertion }));
    },
    seen: [9002313, 700024],
  },
  federatedMismatch: {
    other: 'generic',
    look: async (world) => numberOf(await federated(world, { registered: { subject: 'else' } })),
    seen: [700213, 70021],
  },
  pageErrorStatus: {
    other: 400,
    look: async (world) => (await authorize(world, { redirect_uri: 'https://evil.example/' })).status,
    seen: [200, 400],
  },
  graphPermissions: {
    other: false,
    look: async (world) => {
      const form = { scope: `${graph}/User.Read`, grant_type: 'password', client_id: world.appId('Sallyport Desktop') };
      world.entra.control.grantAdminConsent('Sallyport Desktop');
      const password = world.entra.control.passwordOf('bob@contoso.com');
      const { body } = await world.token({ ...form, username: 'bob@contoso.com', password });
      return (await world.graph('/v1.0/groups', body.access_token)).status;
    },
    seen: [403, 200],
  },
  rfc8414Status: {
    other: 410,
    look: async (world) => (await get(world, '.well-known/oauth-authorization-server/common/v2.0')).status,
    seen: [404, 410],
  },
  graphScopeNames: {
    other: 'qualified',
    look: async (world) => String((await browserTokens(world, true)).body.scope).includes(`${graph}/User.Read`),
    seen: [false, true],
  },
  shortestCodeVerifier: {
    other: 43,
    look: async (world) => {
      const code_verifier = 'a-guid-without-hyphens-has-32-ch';
      const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
      return numberOf(await redeem(world, await codeOf(world, { code_challenge }), { code_verifier }));
    },
    seen: [undefined, 501491],
  },
  errors: {
    other: { 70003: { code: 70004, error: 'mine', suberror: 'm', status: 418, text: "No '{grantType}' here." } },
    look: async (world) => {
      const { status, body } = await asDaemon(world, { grant_type: 'x' });
      const text = body.error_description.replace(/ Trace ID.*/, '');
      return [status, body.error, body.suberror, body.error_codes, text, body.error_uri];
    },
    seen: [
      [
        400,
        'unsupported_grant_type',
        undefined,
        [70003],
        "AADSTS70003: The app requested an unsupported grant type 'x'.",
        `${login}/error?code=70003`,
      ],
      [418, 'mine', 'm', [70004], "AADSTS70004: No 'x' here.", `${login}/error?code=70004`],
    ],
  },
  clientAssertionAudience: {
    other: 'token-endpoint',
    look: async (world) => numberOf(await certified(world, { claims: { aud: `${login}/${world.tenant}/v2.0` } })),
    seen: [undefined, 700023],
  },
  metadataRefusesForwarded: { other: false, look: forwarded, seen: [400, 200] },
  identityHeaderStatus: {
    other: 403,
    look: async (world) => {
      const { endpoint } = world.entra.control.identityEndpoint('sallyport-server');
      const query = 'api-version=2019-08-01&resource=https://vault.azure.net';
      return (await world.entra.managedIdentity(new Request(`${endpoint}?${query}`))).status;
    },
    seen: [401, 403],
  },
  spaRefreshTokenExpiry: {
    other: false,
    look: async (world) => (await browserTokens(world, true)).body.refresh_token_expires_in,
    seen: [86_399, undefined],
  },
  keyCloudInstanceName: {
    other: true,
    look: async (world) => /cloud_instance_name/.test(await (await get(world, 'common/discovery/v2.0/keys')).text()),
    seen: [false, true],
  },
  logoutPicker: {
    other: 'several',
    look: async (world) => {
      const browser = world.browser();
      await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
      return (await browser.open(`${login}/${world.tenant}/oauth2/v2.0/logout`)).html.includes('Which account');
    },
    seen: [true, false],
  },
  deviceConfirmation: {
    other: true,
    look: async (world) => {
      const { code, userCode } = await deviceCode(world);
      world.entra.control.grantAdminConsent('Sallyport Desktop');
      const browser = world.browser();
      const page = await browser.submit(await browser.open(`${login}/device`), { otc: userCode });
      const passwd = world.entra.control.passwordOf('bob@contoso.com');
      const asked = await browser.submit(page, { login: 'bob@contoso.com', passwd });
      const before = numberOf(await pollDevice(world, code));
      if (!asked.html.includes('Are you trying to sign in to Sallyport Desktop?')) return before;
      await browser.submit(asked, { decision: 'accept' });
      return [before, numberOf(await pollDevice(world, code))];
    },
    seen: [undefined, [70016, undefined]],
  },
  staySignedInPage: {
    other: true,
    look: async (world) =>
      (await world.signIn('alice@contoso.com', gatewayRequest(world))).html.includes('Stay signed in'),
    seen: [false, true],
  },
};

describe('the switch', () => {
  it('errors reaches the metadata service', async () => {
    const world = createWorld({ switches: { errors: { 500011: { error: 'mine' } } } });
    expect((await identityToken(world, 'imds', 'api://nobody')).body.error).toBe('mine');
  });

  it.each(Object.keys(defaultSwitches) as (keyof EntraSwitches)[])('%s', async (name) => {
    const { other, look, seen } = cases[name];
    expect([await look(createWorld()), await look(createWorld({ switches: { [name]: other } }))]).toEqual(seen);
  });

  it('errors moves a number between the redirect and the page, with its text', async () => {
    const mismatch = { resource: 'https://x.example' };
    const redirected = await authorize(createWorld(), mismatch);
    expect(redirected.left?.searchParams.get('error')).toBe('invalid_target');
    const errors = {
      9010010: { authorize: 'page', text: 'No <such> resource.' },
      650053: { authorize: 'redirect' },
    } as const;
    const world = createWorld({ switches: { errors } });
    const shown = await authorize(world, mismatch);
    expect([shown.left, shown.html.includes('AADSTS9010010: No &lt;such&gt; resource.')]).toEqual([undefined, true]);
    const declining = createWorld({ switches: { errors: { 65004: { authorize: 'page' } } } });
    const declined = await declining.signIn('alice@contoso.com', gatewayRequest(declining), { consent: 'cancel' });
    expect([declined.left, declined.html.includes('AADSTS65004')]).toEqual([undefined, true]);
    const moved = await authorize(world, { scope: `${graph}/Nothing.Read` });
    expect(moved.left?.searchParams.get('error_uri')).toBe(`${login}/error?code=650053`);
  });
});
