import { execFile, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Agent, fetch as secureFetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../net/authority.ts';
import { type RunningMockEntra, startMockEntra } from './index.ts';
import { FormDriver } from './testing/form-driver.ts';
import { challenge, claimsOf, verifier } from './testing/world.ts';
import { signingKeyOf } from './tokens/signing-key.ts';

const client = join(import.meta.dirname, 'testing', 'msal-node-client.ts');
const run = promisify(execFile);

interface Outcome {
  readonly result?: { accessToken: string; account?: { homeAccountId: string }; second?: { accessToken: string } };
  readonly failure?: { name: string; errorCode: string; subError?: string; message: string; claims?: string };
}

let folder: string;
let running: RunningMockEntra;
let agent: Agent;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-msal-'));
  const authority = await createAuthority();
  const leaf = await authority.issue(['localhost', '127.0.0.1']);
  await writeFile(join(folder, 'ca.pem'), authority.certificatePem);
  running = await startMockEntra({ tls: { login: leaf, graph: leaf } });
  agent = new Agent({ connect: { ca: authority.certificatePem } });
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(AZURE_|MSAL_|IDENTITY_|MSI_|REGION_NAME|NODE_OPTIONS)/.test(name),
  );
  environment = { ...Object.fromEntries(inherited), NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
});

afterAll(async () => {
  await running.close();
  await agent.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs msal-node in its own process; identity names the managed identity its host has. */
async function msal(scenario: Record<string, unknown>, identity?: string): Promise<Outcome> {
  const { control } = running.entra;
  const tenant = control.tenant().id;
  const env = { ...environment };
  let identityClientId: string | undefined;
  if (identity) {
    const { endpoint, header } = control.identityEndpoint(identity);
    Object.assign(env, { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header });
    identityClientId = control.managedIdentity(identity).clientId;
  }
  const all = {
    authority: `${running.login.url}/${tenant}`,
    knownAuthority: new URL(running.login.url).host,
    ...(identityClientId && { identityClientId }),
    ...scenario,
  };
  const { stdout } = await run(process.execPath, [client, JSON.stringify(all)], { env });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

const appId = (name: string): string => running.entra.control.application(name).appId;

/** Signs alice in at the gateway in a browser without scripts, and returns the code. */
async function codeFor(scope: string): Promise<string> {
  const fetchPage = async (request: Request): Promise<Response> => {
    const body = request.method === 'POST' ? await request.text() : null;
    const headers = Object.fromEntries(request.headers);
    const response = await secureFetch(request.url, {
      method: request.method,
      headers,
      body,
      redirect: 'manual',
      dispatcher: agent,
    });
    return new Response(await response.arrayBuffer(), { status: response.status, headers: [...response.headers] });
  };
  const browser = new FormDriver(fetchPage, running.login.url);
  const parameters = new URLSearchParams({
    client_id: appId('Sallyport Gateway'),
    response_type: 'code',
    redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
    scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  let page = await browser.open(`${running.login.url}/contoso.com/oauth2/v2.0/authorize?${parameters}`);
  page = await browser.submit(page, { login: 'alice@contoso.com' });
  page = await browser.submit(page, { passwd: running.entra.control.passwordOf('alice@contoso.com') });
  if (page.html.includes('name="decision"')) page = await browser.submit(page, { decision: 'accept' });
  return page.left?.searchParams.get('code') ?? '';
}

const serverScope = (): string => `api://${appId('Sallyport MCP Server')}/user_impersonation`;
const redirect = { redirectUri: 'https://sallyport.azure-api.net/oauth/callback', verifier };

describe('unmodified msal-node', () => {
  it('gets app-only tokens with a secret', async () => {
    const secret = running.entra.control.secretOf('Sallyport Daemon');
    const scopes = [`api://${appId('Sallyport MCP Server')}/.default`];
    const { result } = await msal({ flow: 'secret', clientId: appId('Sallyport Daemon'), secret, scopes });
    expect(claimsOf(result?.accessToken ?? '')).toMatchObject({ roles: ['Tools.Invoke.All'] });
    const refused = await msal({ flow: 'secret', clientId: appId('Sallyport Daemon'), secret: 'wrong', scopes });
    expect(refused.failure).toMatchObject({ errorCode: 'invalid_client' });
  });

  it('gets app-only tokens with a certificate (PS256, x5t#S256)', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { x5c } = signingKeyOf(privateKey, Date.now());
    const certificate = new X509Certificate(Buffer.from(x5c, 'base64'));
    const application = running.entra.control.addApplication({
      name: 'Certificate client',
      certificates: [{ pem: certificate.toString() }],
    });
    const { result, failure } = await msal({
      flow: 'certificate',
      clientId: application.appId,
      certificate: {
        thumbprintSha256: createHash('sha256').update(certificate.raw).digest('hex'),
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
      scopes: ['https://graph.microsoft.com/.default'],
    });
    expect(failure).toBeUndefined();
    expect(claimsOf(result?.accessToken ?? '')).toMatchObject({
      appid: application.appId,
      appidacr: '2',
      idtyp: 'app',
    });
  });

  it('redeems a code and refreshes with a managed identity as federated credential', async () => {
    const code = await codeFor(`openid profile offline_access ${serverScope()}`);
    const { result, failure } = await msal(
      { flow: 'refresh', clientId: appId('Sallyport Gateway'), scopes: [serverScope()], code, ...redirect },
      'sallyport-gateway',
    );
    expect(failure).toBeUndefined();
    expect(claimsOf(result?.second?.accessToken ?? '')).toMatchObject({ azpacr: '2', name: 'Alice Adams' });
  });

  it('exchanges a user token on behalf of the user, secretless, and hears of claims challenges', async () => {
    const code = await codeFor(`openid profile offline_access ${serverScope()}`);
    const redeemed = await msal(
      { flow: 'code', clientId: appId('Sallyport Gateway'), scopes: [serverScope()], code, ...redirect },
      'sallyport-gateway',
    );
    const alice = running.entra.control.user('alice@contoso.com');
    expect(redeemed.result?.account?.homeAccountId).toBe(`${alice.id}.${alice.tenantId}`);
    const scenario = {
      flow: 'obo',
      clientId: appId('Sallyport MCP Server'),
      scopes: ['https://graph.microsoft.com/User.Read'],
      assertion: redeemed.result?.accessToken,
    };
    const exchanged = await msal(scenario, 'sallyport-server');
    expect(claimsOf(exchanged.result?.accessToken ?? '')).toMatchObject({
      aud: 'https://graph.microsoft.com',
      scp: 'User.Read',
    });
    const me = await secureFetch(`${running.graph.url}/v1.0/me`, {
      headers: { authorization: `Bearer ${exchanged.result?.accessToken}` },
      dispatcher: agent,
    });
    expect(await me.json()).toMatchObject({ displayName: 'Alice Adams' });

    const policy = running.entra.control.addConditionalAccess({
      displayName: 'MFA for Graph',
      applications: ['Microsoft Graph'],
      grant: 'mfa',
    });
    const { failure } = await msal(scenario, 'sallyport-server');
    policy.enabled = false;
    expect(failure).toMatchObject({
      name: 'InteractionRequiredAuthError',
      errorCode: 'invalid_grant',
      subError: 'basic_action',
      claims: JSON.stringify({ access_token: { capolids: { essential: true, values: [policy.id] } } }),
    });
    expect(running.entra.control.requests.at(-1)).toMatchObject({
      endpoint: 'token',
      credential: 'client_assertion',
      error: 50076,
    });
  });

  it('signs in with a device code', async () => {
    const all = {
      flow: 'device',
      authority: `${running.login.url}/${running.entra.control.tenant().id}`,
      knownAuthority: new URL(running.login.url).host,
      clientId: appId('Sallyport Desktop'),
      scopes: ['User.Read'],
    };
    const child = spawn(process.execPath, [client, JSON.stringify(all)], { env: environment });
    const lines = createInterface({ input: child.stdout });
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      lines.on('line', (line) => {
        const parsed = JSON.parse(line);
        if ('userCode' in parsed) approve(parsed.userCode).catch(reject);
        else resolve(parsed);
      });
    });
    expect(outcome.failure).toBeUndefined();
    expect(claimsOf(outcome.result?.accessToken ?? '')).toMatchObject({ appidacr: '0', name: 'Bob Brandt' });

    async function approve(userCode: string): Promise<void> {
      const { login } = running.entra;
      const browser = new FormDriver(login, running.login.url);
      let page = await browser.open(`${running.login.url}/common/oauth2/deviceauth`);
      page = await browser.submit(page, { otc: userCode });
      page = await browser.submit(page, { login: 'bob@contoso.com' });
      page = await browser.submit(page, { passwd: running.entra.control.passwordOf('bob@contoso.com') });
      page = await browser.submit(page, { decision: 'accept' });
      expect(page.html).toContain('signed in');
    }
  });
});
