/** What the tests of mock Entra share: an instance with a frozen clock and everything it issued, and short ways to ask it. */
import { createHash, type KeyObject } from 'node:crypto';
import { createMockEntra, type MockEntra, type MockEntraOptions } from '../entra.ts';
import type { IssuedSecret } from '../issued-secret.ts';
import { decodeJwt } from '../tokens/jwt.ts';
import { freshKey, type KeySource } from '../tokens/signing-key.ts';
import { FormDriver, type Page } from './form-driver.ts';

/** The time of every world, in milliseconds. */
export const frozenNow = Date.parse('2026-11-22T12:00:00Z');
/** The sign-in host of the public cloud. */
export const login = 'https://login.microsoftonline.com';
/** Microsoft Graph of the public cloud. */
export const graph = 'https://graph.microsoft.com';

/** A PKCE verifier and its S256 challenge. */
export const verifier = 'a-verifier-that-is-long-enough-for-rfc-7636-checks';
/** The S256 challenge of `verifier` (RFC 7636 4.2). */
export const challenge = createHash('sha256').update(verifier).digest('base64url');

/** Members that answers have; which of them are there is what tests find out. */
export interface AnswerBody {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly scope: string;
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly claims: string;
  readonly device_code: string;
  readonly user_code: string;
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly [name: string]: unknown;
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
  readonly headers: Headers;
}

/** A mock with its directory, and short ways to ask it. */
export interface World {
  readonly entra: MockEntra;
  readonly issued: IssuedSecret[];
  /** Tenant id of Contoso. */
  readonly tenant: string;
  /** Posts a form to the token endpoint. */
  token(form: Readonly<Record<string, string>>, options?: TokenOptions): Promise<Answer>;
  /** Address of the authorize endpoint. */
  authorizeUrl(parameters: Readonly<Record<string, string>>, options?: { segment?: string; version?: 1 | 2 }): string;
  browser(): FormDriver;
  /** Signs a user in and consents; returns the page that left for the redirect URI (or the last page). */
  signIn(user: string, parameters: Readonly<Record<string, string>>, options?: SignInOptions): Promise<Page>;
  /** A managed identity's assertion for the token exchange. */
  assertion(identity: string): Promise<string>;
  /** App id of an application of the seed. */
  appId(name: string): string;
  graph(path: string, token: string, init?: RequestInit): Promise<Answer>;
}

/** Where and how a form is posted. */
export interface TokenOptions {
  readonly segment?: string;
  readonly version?: 1 | 2;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** Where a person signs in, and what they decide. */
export interface SignInOptions {
  readonly browser?: FormDriver;
  readonly segment?: string;
  readonly version?: 1 | 2;
  readonly consent?: 'accept' | 'cancel';
}

/** client_assertion_type of a JWT (RFC 7523 2.2). */
export const bearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** grant_type of the exchange on behalf of a user. */
export const onBehalfOf = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Claims of a JWT, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  const jwt = decodeJwt(token);
  if (!jwt) throw new Error('not a JWT');
  return { ...jwt.claims };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, body: json && text ? JSON.parse(text) : { text }, headers: response.headers };
}

const sharedKeys: Promise<KeyObject>[] = [];

/** Keys that differ within one world and are the same in the next: making new ones for every test takes too long. */
function sharedKeySource(): KeySource {
  let taken = 0;
  return () => {
    const index = taken++;
    sharedKeys[index] ??= freshKey();
    return sharedKeys[index];
  };
}

/** A mock Entra with a frozen clock (control.clock moves it). */
export function createWorld(options: MockEntraOptions = {}): World {
  const issued: IssuedSecret[] = [];
  const entra = createMockEntra({
    clock: () => frozenNow,
    keySource: sharedKeySource(),
    onIssued: (secret) => issued.push(secret),
    ...options,
  });
  const tenant = entra.directory.defaultTenant.id;
  const generation = (version: 1 | 2 = 2): string => (version === 2 ? 'oauth2/v2.0' : 'oauth2');
  const world: World = {
    entra,
    issued,
    tenant,
    async token(form, { segment = tenant, version, headers, query = '' } = {}) {
      return answerOf(
        await entra.login(
          new Request(`${login}/${segment}/${generation(version)}/token${query}`, {
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
            body: new URLSearchParams(form).toString(),
          }),
        ),
      );
    },
    authorizeUrl: (parameters, { segment = tenant, version } = {}) =>
      `${login}/${segment}/${generation(version)}/authorize?${new URLSearchParams(parameters)}`,
    browser: () => new FormDriver(entra.login, login),
    async signIn(user, parameters, { browser = world.browser(), consent = 'accept', ...where } = {}) {
      let page = await browser.open(world.authorizeUrl(parameters, where));
      for (let steps = 0; steps < 8 && !page.left && page.html.includes('<form'); steps++) {
        if (page.html.includes('name="passwd"'))
          page = await browser.submit(page, { passwd: entra.control.passwordOf(user) });
        else if (page.html.includes('name="login"')) page = await browser.submit(page, { login: user });
        else if (page.html.includes('name="otc"'))
          page = await browser.submit(page, { otc: entra.control.oneTimeCode(user) });
        else if (page.html.includes('name="decision"')) page = await browser.submit(page, { decision: consent });
        else break;
      }
      return page;
    },
    async assertion(identity) {
      const { endpoint, header } = entra.control.identityEndpoint(identity);
      const { clientId } = entra.control.managedIdentity(identity);
      const url = `${endpoint}?api-version=2019-08-01&resource=api://AzureADTokenExchange&client_id=${clientId}`;
      const answer = await answerOf(
        await entra.managedIdentity(new Request(url, { headers: { 'x-identity-header': header } })),
      );
      return answer.body.access_token;
    },
    appId: (name) => entra.control.application(name).appId,
    async graph(path, token, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      return answerOf(await entra.graph(new Request(`${graph}${path}`, { ...init, headers })));
    },
  };
  return world;
}

/** Authorize parameters of the default seed's gateway. */
export function gatewayRequest(world: World, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    client_id: world.appId('Sallyport Gateway'),
    response_type: 'code',
    redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
    scope: `openid profile offline_access api://${world.appId('Sallyport MCP Server')}/user_impersonation`,
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...extra,
  };
}

/** Signs a user in at the gateway and redeems the code with its managed identity. */
export async function gatewayTokens(
  world: World,
  user = 'alice@contoso.com',
  extra: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const page = await world.signIn(user, gatewayRequest(world, extra));
  const code = page.left?.searchParams.get('code');
  if (!code) throw new Error(`no code: ${page.left?.href ?? page.html.slice(0, 2000)}`);
  return world.token({
    client_id: world.appId('Sallyport Gateway'),
    grant_type: 'authorization_code',
    code,
    redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
    code_verifier: verifier,
    client_assertion_type: bearer,
    client_assertion: await world.assertion('sallyport-gateway'),
    client_info: '1',
  });
}
