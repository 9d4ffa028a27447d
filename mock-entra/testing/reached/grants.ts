/** Numbers of what is redeemed: codes, refresh tokens, device codes, passwords, assertions of users. */
import { type Answer, challenge, claimsOf, gatewayTokens, graph, login, verifier, type World } from '../world.ts';
import {
  ask,
  authorize,
  codeOf,
  exchange,
  portalCode,
  portalProof,
  portalTokens,
  redeem,
  refreshAfter,
} from './asking.ts';
import { reach, type Scenario } from './scenario.ts';

const device = 'urn:ietf:params:oauth:grant-type:device_code';
const browserApp = 'http://localhost:5173/';
const minutes = (count: number) => count * 60_000;
const days = (count: number) => count * 86_400_000;

/** A code of the single-page application, redeemed from a browser unless told. */
export async function browserTokens(
  world: World,
  pkce: boolean,
  origin: string | undefined = 'http://localhost:5173',
): Promise<Answer> {
  const client_id = world.appId('Sallyport Browser App');
  const page = await world.signIn('bob@contoso.com', {
    client_id,
    response_type: 'code',
    redirect_uri: browserApp,
    scope: 'User.Read offline_access',
    ...(pkce && { code_challenge: challenge, code_challenge_method: 'S256' }),
  });
  const code = page.left?.searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', client_id, code, redirect_uri: browserApp, code_verifier: verifier };
  return ask(world, form, origin === '' ? {} : { headers: { origin } });
}

/** Asks for a device code as Desktop. */
export async function deviceCode(world: World): Promise<{ code: string; userCode: string }> {
  const body = new URLSearchParams({ client_id: world.appId('Sallyport Desktop'), scope: 'User.Read' });
  const request = new Request(`${login}/${world.tenant}/oauth2/v2.0/devicecode`, { method: 'POST', body });
  const answer = await (await world.entra.login(request)).json();
  return { code: answer.device_code, userCode: answer.user_code };
}

/** Redeems a device code as Desktop. */
export const pollDevice = (world: World, code: string): Promise<Answer> =>
  ask(world, { grant_type: device, client_id: world.appId('Sallyport Desktop'), device_code: code });

/** Types the code of a device as Bob, and decides. */
async function decide(world: World, userCode: string, decision: string): Promise<void> {
  const browser = world.browser();
  let page = await browser.submit(await browser.open(`${login}/device`), { otc: userCode });
  page = await browser.submit(page, {
    login: 'bob@contoso.com',
    passwd: world.entra.control.passwordOf('bob@contoso.com'),
  });
  await browser.submit(page, { decision });
}

/** An assertion like a token of Alice's for the server, with changes. */
async function asserted(world: World, change: Record<string, unknown>, mint: object = {}): Promise<Answer> {
  const claims = claimsOf((await gatewayTokens(world)).body.access_token);
  return exchange(world, { assertion: await world.entra.control.mint({ claims: { ...claims, ...change }, ...mint }) });
}

const withPassword = (world: World, username: string): Promise<Answer> =>
  ask(world, {
    grant_type: 'password',
    client_id: world.appId('Sallyport Desktop'),
    scope: 'User.Read',
    username,
    password: 'wrong',
  });

export const grants: readonly Scenario[] = [
  reach(9002313, 'a code that nobody issued', (world) => redeem(world, 'invented'), {
    but: { error: 'invalid_grant' },
  }),
  reach(700003, "another client's code", async (world) => {
    const desktop = { client_id: world.appId('Sallyport Desktop'), redirect_uri: 'http://localhost' };
    return redeem(world, await codeOf(world), { ...desktop, client_assertion: '', client_assertion_type: '' });
  }),
  reach(700005, "another tenant's code", async (world) =>
    portalTokens(world, 'contoso.com', await portalCode(world, 'fabrikam.com')),
  ),
  reach(54005, 'a code for the second time', async (world) => {
    const code = await codeOf(world);
    await redeem(world, code);
    return redeem(world, code);
  }),
  reach(70008, 'a code of eleven minutes ago', async (world) => {
    const code = await codeOf(world);
    world.entra.control.clock.advance(minutes(11));
    return redeem(world, code);
  }),
  reach(50011, 'another redirect URI than at the authorize endpoint', async (world) =>
    redeem(world, await codeOf(world), { redirect_uri: 'https://sallyport.azure-api.net/' }),
  ),
  reach(501481, 'a wrong code_verifier', async (world) =>
    redeem(world, await codeOf(world), { code_verifier: 'w'.repeat(43) }),
  ),
  reach(501481, 'a code_verifier where there was no challenge', async (world) =>
    redeem(world, await codeOf(world, { code_challenge: '', code_challenge_method: '' })),
  ),
  reach(50148, 'no code_verifier', async (world) => redeem(world, await codeOf(world), { code_verifier: '' })),
  reach(501491, 'a short code_verifier', async (world) =>
    redeem(world, await codeOf(world), { code_verifier: 'short' }),
  ),
  reach(9002325, 'a single-page application without PKCE', (world) => browserTokens(world, false)),
  reach(9002327, "a single-page application's code from no browser", (world) => browserTokens(world, true, '')),
  reach(9002326, "a server's code from a browser", async (world) =>
    redeem(world, await codeOf(world), {}, { headers: { origin: 'https://app.example' } }),
  ),

  reach(
    9002313,
    'a refresh token that nobody issued',
    (world) => refreshAfter(world, () => undefined, { refresh_token: 'invented' }),
    {
      but: { error: 'invalid_grant' },
    },
  ),
  reach(70000, "another client's refresh token", (world) =>
    refreshAfter(world, () => undefined, {
      client_id: world.appId('Sallyport Desktop'),
      client_assertion: '',
      client_assertion_type: '',
    }),
  ),
  reach(700082, 'a refresh token that was unused for 91 days', (world) =>
    refreshAfter(world, ({ entra }) => void entra.control.clock.advance(days(91))),
  ),
  reach(700084, "a single-page application's refresh token of yesterday", async (world) => {
    const { body } = await browserTokens(world, true);
    world.entra.control.clock.advance(days(1));
    const form = {
      grant_type: 'refresh_token',
      client_id: world.appId('Sallyport Browser App'),
      refresh_token: body.refresh_token,
    };
    return ask(world, form, { headers: { origin: 'http://localhost:5173' } });
  }),
  reach(90009, 'an application that refreshes a token for itself by URI', async (world) => {
    const { body } = await portalTokens(world, 'fabrikam.com', await portalCode(world, 'fabrikam.com'));
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token, ...portalProof(world) };
    return ask(world, form, { segment: 'fabrikam.com' });
  }),

  reach(70018, 'a device code that nobody issued', (world) => pollDevice(world, 'invented')),
  reach(70016, 'a device code that waits', async (world) => pollDevice(world, (await deviceCode(world)).code)),
  reach(70020, 'a device code of a quarter of an hour ago', async (world) => {
    const { code } = await deviceCode(world);
    world.entra.control.clock.advance(minutes(15));
    return pollDevice(world, code);
  }),
  reach(70017, 'a device code that was declined', async (world) => {
    const { code, userCode } = await deviceCode(world);
    await decide(world, userCode, 'cancel');
    return pollDevice(world, code);
  }),
  reach(54005, 'a device code for the second time', async (world) => {
    const { code, userCode } = await deviceCode(world);
    await decide(world, userCode, 'accept');
    await pollDevice(world, code);
    return pollDevice(world, code);
  }),

  reach(50034, 'a name that nobody has', (world) => withPassword(world, 'nobody@contoso.com')),
  reach(50126, 'a wrong password', (world) => withPassword(world, 'bob@contoso.com')),

  reach(50027, 'an assertion that is no token', (world) => exchange(world, { assertion: 'nonsense' })),
  reach(50013, 'an assertion of another key', (world) => asserted(world, {}, { key: 'foreign' })),
  reach(500133, 'an assertion that has expired', (world) => asserted(world, { exp: 1 })),
  reach(500131, 'an assertion for another application', (world) => asserted(world, { aud: graph })),
  reach(7000114, 'an assertion of an application', (world) => asserted(world, { idtyp: 'app' })),
  reach(240002, 'an assertion that is an id token', (world) => asserted(world, { azp: undefined })),

  reach(28000, 'two resources at once', (world) =>
    refreshAfter(world, () => undefined, { scope: `${graph}/.default api://x/.default` }),
  ),
  reach(500011, 'a resource that the tenant does not have', (world) =>
    refreshAfter(world, () => undefined, { scope: 'api://x/.default' }),
  ),
  reach(650053, 'a scope that the resource does not have', (world) =>
    authorize(world, { scope: `${graph}/Nothing.Read` }),
  ),
  reach(9010010, 'a resource parameter that is not of the scopes', (world) =>
    authorize(world, { resource: 'https://x.example' }),
  ),
  reach(901002, 'a resource parameter, before 2026', (world) => authorize(world, { resource: 'https://x.example' }), {
    options: { switches: { resourceParameter: 'refuse' } },
  }),
];
