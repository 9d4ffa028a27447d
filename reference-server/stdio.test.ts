import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../net/authority.ts';
import { type Listener, listen } from '../net/listener.ts';
import { readStdioConfig } from './stdio/stdio-config.ts';
import { type FakeCloud, startFakeCloud } from './testing/fake-cloud.ts';
import { resultOf } from './testing/mcp-clients.ts';

const program = fileURLToPath(new URL('./stdio.ts', import.meta.url));
let cloud: FakeCloud;
let gateway: Listener;
let folder: string;
/** Authorization of each request to the gateway, by path. */
let asked: [path: string | undefined, authorization: string | undefined][] = [];
let status = 200;
const open: Client[] = [];

beforeAll(async () => {
  cloud = await startFakeCloud({ createAuthority, listen });
  folder = mkdtempSync(join(tmpdir(), 'sallyport-stdio-'));
  writeFileSync(join(folder, 'ca.pem'), cloud.certificate);
  gateway = await listen((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"displayName":"Adele Vance"}');
  });
});
beforeEach(() => {
  asked = [];
  status = 200;
  cloud.requests.length = 0;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await Promise.all([cloud.close(), gateway.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program as a host of MCP servers does. */
async function start(variables: Record<string, string> = {}) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program],
    env: {
      CLIENT_ID: cloud.clientId,
      TENANT_ID: cloud.tenantId,
      APIM_GATEWAY_URL: `${gateway.url}/mcp-auth/`,
      AUTHORITY_HOST: cloud.origin,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      ...variables,
    },
    stderr: 'pipe',
  });
  const said = { text: '' };
  transport.stderr?.on('data', (chunk) => {
    said.text += String(chunk);
  });
  const client = new Client({ name: 'host', version: '1' });
  open.push(client);
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  const call = async (name: string, args: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: args })) as { isError?: boolean; content: { text: string }[] };
  return { client, call, said };
}

describe('node stdio.ts', () => {
  it('offers the five tools, and answers three of them by itself', async () => {
    const { client, call } = await start({ CLIENT_SECRET: randomUUID() });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['hello', 'echo', 'tools', 'me', 'status']);
    expect((await call('hello', { name: 'Ada' })).content[0]?.text).toBe('Hello, Ada!');
    expect((await call('echo', { body: ' {"a": 1}\n' })).content[0]?.text).toBe(' {"a": 1}\n');
    expect(asked).toEqual([]);
  });

  it("calls the API at the gateway with the application's own token when it has a secret", async () => {
    const secret = randomUUID();
    const { call, said } = await start({ CLIENT_SECRET: secret });
    expect(resultOf(await call('me'))).toEqual({ displayName: 'Adele Vance' });
    expect(asked).toEqual([['/mcp-auth/me', expect.stringMatching(/^Bearer graph-/)]]);
    const form = cloud.requests.find(({ path }) => path.endsWith('/token'))?.form;
    expect([form?.get('grant_type'), form?.get('client_secret'), form?.get('scope')]).toEqual([
      'client_credentials',
      secret,
      expect.stringMatching(new RegExp(`^${cloud.clientId}/.default`)),
    ]);
    status = 403;
    const refused = await call('status');
    expect([refused.isError, resultOf(refused).error]).toEqual([true, expect.stringContaining('signed-in user')]);
    expect(said.text).not.toContain(secret);
    expect(said.text).not.toContain('graph-');
  });

  it('has a person sign in when it has none, and tells them on standard error', async () => {
    const { call, said } = await start();
    expect(resultOf(await call('me'))).toEqual({ displayName: 'Adele Vance' });
    expect(said.text).toContain('enter the code ABCD-EFGH');
    const forms = cloud.requests.filter(({ path }) => path.includes('/oauth2/')).map(({ form }) => form);
    expect(forms[0]?.get('scope')).toMatch(new RegExp(`^${cloud.clientId}/user_impersonate`));
    expect(forms.some((form) => form.has('client_secret'))).toBe(false);
  });

  it('asks for the scope of another API when the setting names it', async () => {
    const REQUIRED_SCOPE = 'https://api.contoso.example/mcp/Mcp.Access';
    const person = await start({ REQUIRED_SCOPE });
    await person.call('status');
    const application = await start({ REQUIRED_SCOPE, CLIENT_SECRET: randomUUID() });
    await application.call('status');
    const scopes = cloud.requests.filter(({ path }) => path.includes('/oauth2/')).map(({ form }) => form.get('scope'));
    expect(scopes[0]).toMatch(/^https:\/\/api\.contoso\.example\/mcp\/Mcp\.Access( |$)/);
    expect(scopes.at(-1)).toMatch(/^https:\/\/api\.contoso\.example\/mcp\/\.default( |$)/);
  });

  it('says in one answer what it could not get', async () => {
    const original = cloud.answers.token;
    cloud.answers.token = () => ({ status: 401, body: { error: 'invalid_client', error_codes: [7000215] } });
    const { call, said } = await start({ CLIENT_SECRET: randomUUID() });
    expect(resultOf(await call('me'))).toEqual({
      success: false,
      error: 'The sign-in service gave no token for the gateway.',
    });
    // whoever sets it up finds the reason in the log
    expect(said.text).toContain('"reason":"NoCallerToken","code":"AADSTS7000215"');
    cloud.answers.token = original;
  });
});

describe('its settings', () => {
  const good = { CLIENT_ID: randomUUID(), TENANT_ID: randomUUID(), APIM_GATEWAY_URL: 'https://gw.example/api/' };

  it('are the four of the published design', () => {
    expect(readStdioConfig({ ...good, CLIENT_SECRET: 's' })).toMatchObject({
      gatewayUrl: 'https://gw.example/api',
      clientSecret: 's',
    });
  });

  it.each([
    ['CLIENT_ID', ''],
    ['TENANT_ID', 'contoso.com'],
    ['APIM_GATEWAY_URL', undefined],
    ['APIM_GATEWAY_URL', 'http://gw.example'],
    ['APIM_GATEWAY_URL', 'https://user@gw.example'],
    ['AUTHORITY_HOST', 'http://login.example'],
  ])('name what is wrong: %s=%s', (name, value) => {
    expect(() => readStdioConfig({ ...good, [name]: value })).toThrow(new RegExp(`^${name} is not`));
  });
});
