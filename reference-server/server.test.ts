import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../net/authority.ts';
import { listen } from '../net/listener.ts';
import { readConfig } from './config/config.ts';
import { createLogger } from './log/logger.ts';
import { type RunningServer, startReferenceServer } from './server.ts';
import { type FakeCloud, graphProfile, type RecordedRequest, startFakeCloud } from './testing/fake-cloud.ts';
import { clients, resultOf } from './testing/mcp-clients.ts';

let cloud: FakeCloud;
let original: FakeCloud['answers'];
const servers: RunningServer[] = [];
let lines: string[] = [];
/** Requests of the tests before. */
const earlier: RecordedRequest[] = [];

beforeAll(async () => {
  cloud = await startFakeCloud({ createAuthority, listen });
  original = { ...cloud.answers };
  tls.setDefaultCACertificates([cloud.certificate]);
  // MSAL takes its managed identity source from the environment once per process.
  process.env.IDENTITY_ENDPOINT = cloud.environment.IDENTITY_ENDPOINT;
  process.env.IDENTITY_HEADER = cloud.environment.IDENTITY_HEADER;
});
afterAll(() => cloud.close());
beforeEach(() => {
  Object.assign(cloud.answers, original);
  earlier.push(...cloud.requests);
  cloud.requests.length = 0;
  lines = [];
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(variables: Record<string, string> = {}): Promise<string> {
  const log = createLogger((line) => lines.push(line), Date.now);
  const server = await startReferenceServer(readConfig({ ...cloud.environment, ...variables }), { log });
  servers.push(server);
  return server.url;
}

const call = { name: 'get_graph_user_details', arguments: {} };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const post = (url: string, message: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(message),
  });
const rpcCall = (args: Record<string, unknown> = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: call.name, arguments: args },
});
/** The JSON-RPC message of an answer, event stream or not. */
async function messageOf(response: Response): Promise<Record<string, never>> {
  const text = await response.text();
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as Record<string, never>;
}

describe.each(Object.entries(clients))('%s with a good token', (_name, connect) => {
  it('lists the tools, none of which asks for a credential, and gets the profile', async () => {
    const client = await connect(await start(), bearer(await cloud.signer.mint()));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['get_graph_user_details', 'hello', 'echo', 'tools', 'me', 'status']);
    const asked = tools.flatMap(({ inputSchema }) =>
      Object.keys((inputSchema as { properties?: object }).properties ?? {}),
    );
    expect(asked).toEqual(['name', 'body']);
    expect(resultOf(await client.callTool(call))).toEqual({ ...graphProfile, success: true });
    await client.close();
  });
});

describe('the exchange', () => {
  it('is on behalf of the user, without a secret, with an assertion asked anew for each', async () => {
    const url = await start();
    const users = [await cloud.signer.mint({ sub: 'a' }), await cloud.signer.mint({ sub: 'b' })];
    for (const token of users) await post(url, rpcCall(), bearer(token)).then(messageOf);
    const exchanges = cloud.requests.filter(({ path }) => path.endsWith('/token')).map(({ form }) => form);
    expect(exchanges.map((form) => form.get('assertion'))).toEqual(users);
    for (const form of exchanges) {
      expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
      expect(form.get('requested_token_use')).toBe('on_behalf_of');
      expect(form.get('client_id')).toBe(cloud.clientId);
      expect(form.get('client_assertion')).toMatch(/^eyJ/);
      expect(form.get('scope')).toContain('https://graph.microsoft.com/User.Read');
      expect(form.has('client_secret')).toBe(false);
    }
    // MSAL keeps the identity's token for the life of the process: it may have been asked for by an earlier test
    const [identity] = [...earlier, ...cloud.requests].filter(({ path }) => path === '/identity');
    expect(identity?.query.get('resource')).toBe('api://AzureADTokenExchange');
    expect(identity?.query.get('client_id')).toBe(cloud.managedIdentityClientId);
  });

  it("answers each user with their own token's profile", async () => {
    const url = await start();
    const graphTokenOf = new Map<string, string>();
    cloud.answers.token = ({ form }) => {
      const assertion = form.get('assertion') ?? '';
      const graphToken = graphTokenOf.get(assertion) ?? `graph-of-${graphTokenOf.size}`;
      graphTokenOf.set(assertion, graphToken);
      return {
        status: 200,
        body: { token_type: 'Bearer', scope: 'User.Read', expires_in: 3599, access_token: graphToken },
      };
    };
    cloud.answers.me = ({ headers }) => ({ status: 200, body: { ...graphProfile, id: String(headers.authorization) } });
    const users = await Promise.all(['a', 'b', 'c'].map((sub) => cloud.signer.mint({ sub })));
    const rounds = [...users, ...users.toReversed()];
    const answers = await Promise.all(rounds.map((token) => post(url, rpcCall(), bearer(token)).then(messageOf)));
    const seen = answers.map(({ result }) => resultOf(result).id);
    expect(seen).toEqual(rounds.map((token) => `Bearer ${graphTokenOf.get(token)}`));
    expect(new Set(seen).size).toBe(3);
  });

  it('of one user, throttled, leaves another user alone', async () => {
    const url = await start();
    const [busy, calm] = [await cloud.signer.mint({ sub: 'busy' }), await cloud.signer.mint({ sub: 'calm' })];
    cloud.answers.token = (request) =>
      request.form.get('assertion') === busy
        ? { status: 429, headers: { 'Retry-After': '60' }, body: { error: 'temporarily_unavailable' } }
        : original.token(request);
    expect(resultOf((await messageOf(await post(url, rpcCall(), bearer(busy)))).result).success).toBe(false);
    expect(resultOf((await messageOf(await post(url, rpcCall(), bearer(calm)))).result).success).toBe(true);
  });

  it('is tried again after a failure of the service', async () => {
    const url = await start();
    const headers = bearer(await cloud.signer.mint());
    cloud.answers.token = () => ({ status: 503, body: { error: 'temporarily_unavailable' } });
    expect(resultOf((await messageOf(await post(url, rpcCall(), headers))).result).success).toBe(false);
    cloud.answers.token = original.token;
    expect(resultOf((await messageOf(await post(url, rpcCall(), headers))).result).success).toBe(true);
  });
});

describe('a failed exchange', () => {
  it('of the managed identity says so', async () => {
    cloud.answers.identity = () => ({ status: 400, body: { statusCode: 400, message: 'no identity' } });
    // another identity than the one whose token MSAL has kept in this process
    const url = await start({ APPLICATION_UAMI: '00000000-0000-4000-8000-000000000000' });
    const { result } = await messageOf(await post(url, rpcCall(), bearer(await cloud.signer.mint())));
    expect(resultOf(result)).toMatchObject({ success: false, error: 'The server could not prove its own identity.' });
  });
});

describe('a request without a good token, header mode', () => {
  it.each(['GET', 'POST', 'DELETE', 'PUT'])('%s is answered 401 before MCP', async (method) => {
    const url = await start();
    for (const authorization of [undefined, 'Basic abc', 'Bearer', 'Bearer a b', 'Bearer garbage']) {
      const response = await fetch(url, { method, headers: authorization ? { authorization } : {} });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is not helped by a token in the query, the body or an argument', async () => {
    const url = await start();
    const token = await cloud.signer.mint();
    expect((await post(`${url}?access_token=${token}`, rpcCall())).status).toBe(401);
    expect((await post(url, rpcCall({ bearerToken: token }))).status).toBe(401);
    expect(lines.join('')).not.toContain(token);
  });

  it('is answered 403 when the scope is missing, 400 when two credentials come', async () => {
    const url = await start();
    const lesser = await post(url, rpcCall(), bearer(await cloud.signer.mint({ scp: 'User.Read' })));
    expect(lesser.status).toBe(403);
    expect(lesser.headers.get('www-authenticate')).toMatch(/^Bearer error="insufficient_scope"/);
    const token = await cloud.signer.mint();
    const twice = await sendRaw(url, ['Authorization', `Bearer ${token}`, 'Authorization', 'Bearer x']);
    expect(twice).toBe(400);
  });

  it('is answered 503 when the signing keys are not to be had', async () => {
    cloud.answers.keys = () => ({ status: 500, body: {} });
    const response = await post(await start(), rpcCall(), bearer(await cloud.signer.mint()));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
  });
});

/** Status of a GET with headers exactly as given. */
async function sendRaw(url: string, headers: string[]): Promise<number | undefined> {
  const http = await import('node:http');
  return await new Promise((resolve, reject) => {
    const { port } = new URL(url);
    http
      .get(url, { headers: ['Host', `localhost:${port}`, ...headers] }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      })
      .once('error', reject);
  });
}

describe('signing keys', () => {
  it('are fetched once for many requests, and not again for a flood of unknown key ids', async () => {
    const url = await start();
    const good = bearer(await cloud.signer.mint());
    await Promise.all(Array.from({ length: 5 }, () => post(url, rpcCall(), good).then(messageOf)));
    for (let i = 0; i < 20; i += 1) {
      const unknown = await cloud.signer.mint({}, { header: { kid: `unknown-${i}` } });
      expect((await post(url, rpcCall(), bearer(unknown))).status).toBe(401);
    }
    expect(cloud.paths().filter((path) => path === '/discovery/v2.0/keys')).toHaveLength(1);
  });

  it('are fetched again for a key that is new', async () => {
    const url = await start({ JWKS_COOLDOWN_SECONDS: '0' });
    expect((await post(url, rpcCall(), bearer(await cloud.signer.mint()))).status).toBe(200);
    await cloud.signer.rotate();
    expect((await post(url, rpcCall(), bearer(await cloud.signer.mint()))).status).toBe(200);
  });
});

describe('argument mode', () => {
  it("takes the gateway's argument, and ignores the session token in the header", async () => {
    const url = await start({ TOKEN_SOURCE: 'argument' });
    const token = await cloud.signer.mint();
    const { result } = await messageOf(await post(url, rpcCall({ bearerToken: token }), bearer('session')));
    expect(resultOf(result)).toEqual({ ...graphProfile, success: true });
    expect(cloud.requests.find(({ path }) => path.endsWith('/token'))?.form.get('assertion')).toBe(token);
  });

  it('never reads the header', async () => {
    const url = await start({ TOKEN_SOURCE: 'argument' });
    const good = bearer(await cloud.signer.mint());
    const { result } = await messageOf(await post(url, rpcCall(), good));
    expect(resultOf(result)).toMatchObject({ success: false, error: 'An access token is required.' });
    const wrong = await cloud.signer.mint({ aud: 'other' });
    const second = await messageOf(await post(url, rpcCall({ bearerToken: wrong }), good));
    expect(resultOf(second.result)).toMatchObject({
      success: false,
      error: 'The access token is not for this server.',
    });
    expect(cloud.paths()).not.toContain('/v1.0/me');
  });

  it('refuses batches, other JSON and large bodies', async () => {
    const url = await start({ TOKEN_SOURCE: 'argument' });
    expect((await post(url, [rpcCall()])).status).toBe(400);
    expect((await post(url, 'text')).status).toBe(400);
    expect((await post(url, { padding: 'x'.repeat(1024 * 1024) })).status).toBe(413);
  });

  it.each(Object.entries(clients))('serves %s through a gateway that adds the argument', async (_name, connect) => {
    const url = await start({ TOKEN_SOURCE: 'argument' });
    const client = await connect(url);
    const bearerToken = await cloud.signer.mint();
    expect(resultOf(await client.callTool({ ...call, arguments: { bearerToken } })).success).toBe(true);
    await client.close();
  });
});

describe('Host and Origin', () => {
  it('of this machine are served, others get 403, token or not', async () => {
    const url = await start();
    const { port } = new URL(url);
    const token = `Bearer ${await cloud.signer.mint()}`;
    const statusWith = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        import('node:http').then(({ get }) =>
          get(url, { headers: { authorization: token, ...headers } }, (response) => {
            response.resume().once('end', () => resolve(response.statusCode));
          }).once('error', reject),
        );
      });
    // 405: past every guard; the endpoint takes POST only
    expect(await statusWith({ host: `localhost:${port}` })).toBe(405);
    expect(await statusWith({ host: `127.0.0.1:${port}`, origin: `http://localhost:${port}` })).toBe(405);
    expect(await statusWith({ host: `evil.example:${port}` })).toBe(403);
    expect(await statusWith({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith({ origin: 'null' })).toBe(403);
  });

  it('may be named in the settings', async () => {
    const url = await start({ ALLOWED_HOSTS: 'mcp.contoso.example' });
    expect((await fetch(url)).status).toBe(403);
  });
});

it('serves no other path', async () => {
  const url = await start();
  const headers = bearer(await cloud.signer.mint());
  for (const path of ['/', '/mcp/', '/mcp/sse/', '/MCP', '/api/hello', '/.well-known/oauth-protected-resource']) {
    expect((await fetch(new URL(path, url), { headers })).status).toBe(404);
  }
});

it('logs one line of JSON per event, and no secret ever', async () => {
  const url = await start();
  const secrets: string[] = [];
  cloud.answers.token = async (request) => {
    secrets.push(request.form.get('client_assertion') ?? '', request.form.get('assertion') ?? '');
    const answer = await original.token(request);
    secrets.push((answer.body as { access_token: string }).access_token);
    return answer;
  };
  for (const claims of [{}, { aud: 'other' }, { exp: 1 }, { scp: 'x' }]) {
    const token = await cloud.signer.mint(claims);
    secrets.push(token);
    await post(`${url}?code=secret-in-query`, rpcCall(), bearer(token)).then((response) => response.text());
  }
  secrets.push('secret-in-query', cloud.environment.IDENTITY_HEADER ?? '', graphProfile.displayName, cloud.clientId);
  expect(secrets).toHaveLength(11);
  expect(lines.length).toBeGreaterThanOrEqual(7);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), event: expect.any(String) });
    for (const secret of secrets) expect(line).not.toContain(secret);
  }
});
