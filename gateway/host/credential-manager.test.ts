/** Semantic 19, second half: connections of the credential manager, with tokens of an authorization server. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createIssuer } from '../testing/issuer.ts';
import { useGateway } from '../testing/use-gateway.ts';
import { CredentialManager } from './credential-manager.ts';

const start = useGateway();
const clientSecret = randomBytes(16).toString('hex');

async function connected(
  more: { refreshToken?: string; objectIds?: string[]; tenantId?: string } = {},
  attributes = '',
) {
  const tokens: string[] = [];
  const issued: string[] = [];
  const under = await start({
    configure: (backend) => ({
      cloud: { login: backend.url, stsIssuer: 'https://sts.example' },
      connections: [
        {
          providerId: 'p',
          authorizationId: 'a',
          tokenUrl: `${backend.url}/token`,
          clientId: 'me',
          clientSecret,
          scopes: ['one', 'two'],
          ...more,
        },
      ],
      onIssued: ({ kind, value }) => issued.push(`${kind} ${value}`),
    }),
    policy: {
      inbound: `<get-authorization-context provider-id="p" authorization-id="a" context-variable-name="auth" ${attributes} /><return-response><set-body>@(((Authorization)context.Variables["auth"]).AccessToken)</set-body></return-response>`,
    },
  });
  under.backend.answer = (_request, response) => {
    const token = randomBytes(12).toString('hex');
    tokens.push(token);
    response.end(JSON.stringify({ access_token: token, expires_in: 3600, refresh_token: `next-${tokens.length}` }));
  };
  return { under, tokens, issued, form: (index: number) => new URLSearchParams(under.backend.requests[index]?.body) };
}

test('client credentials: one token for all requests, until shortly before it expires', async () => {
  const { under, tokens, form, issued } = await connected();
  const bodies = [(await under.request()).body, (await under.request()).body];
  expect(bodies).toEqual([tokens[0], tokens[0]]);
  expect(Object.fromEntries(form(0))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'me',
    client_secret: clientSecret,
    scope: 'one two',
  });
  under.now += 3_541_000;
  expect((await under.request()).body).toBe(tokens[1]);
  const named = [tokens[0], 'next-1', tokens[1], 'next-2'].map((value) => `connection_token ${value}`);
  expect(issued.toSorted()).toEqual(named.toSorted());
  expect(JSON.stringify(under.gateway.traces)).not.toContain(clientSecret);
});

test('a consented connection refreshes, with the refresh token it got last', async () => {
  const { under, form } = await connected({ refreshToken: 'first' });
  await under.request();
  under.now += 3_600_000;
  await under.request();
  expect([form(0).get('refresh_token'), form(1).get('refresh_token')]).toEqual(['first', 'next-1']);
});

test('a refusal is a failure that names the error and holds no secret', async () => {
  const { under } = await connected();
  under.backend.answer = (_request, response) => response.writeHead(401).end('{"error":"invalid_client"}');
  expect((await under.request()).status).toBe(500);
  expect(under.trace().lastError?.message).toBe(
    "The token endpoint of the connection 'a' answered 401: invalid_client.",
  );
});

describe('identity-type jwt', () => {
  const tid = randomUUID();
  const identity = { aud: 'https://azure-api.net/authorization-manager', oid: 'o1', tid, exp: 2_000_000_000 };

  /** Status and LastError.Message of a request whose client presents a token. */
  async function presented(
    more: { objectIds?: string[]; tenantId?: string },
    claims: Record<string, unknown>,
    forge: (token: string) => string = (token) => token,
  ): Promise<string> {
    const { under, tokens } = await connected(
      more,
      `identity-type="@("jwt")" identity="@(context.Request.Headers.GetValueOrDefault("Authorization","").Replace("Bearer ",""))"`,
    );
    const issuer = createIssuer(`https://sts.example/${tid}/`, under.backend.url);
    const token = under.backend.answer;
    under.backend.answer = (request, response) => (request.url === '/token' ? token : issuer.answer)(request, response);
    const signed = forge(await issuer.sign({ iss: `https://sts.example/${tid}/`, ...identity, ...claims }));
    const { status, body } = await under.request('/api/op', { headers: { Authorization: `Bearer ${signed}` } });
    expect(tokens).toHaveLength(status === 200 ? 1 : 0);
    return status === 200 ? `200 ${body === tokens[0]}` : `${status} ${under.trace().lastError?.message}`;
  }
  const refused = "500 The identity may not use the connection 'a'.";

  test('is for the object ids that were granted access, in their tenant', async () => {
    expect(await presented({ objectIds: ['o1'] }, {})).toBe('200 true');
    expect(await presented({ objectIds: ['o1'], tenantId: tid }, {})).toBe('200 true');
    expect(await presented({ objectIds: ['o1'], tenantId: randomUUID() }, {})).toBe(refused);
    expect(await presented({ objectIds: ['o1'] }, { oid: 'o2' })).toBe(refused);
    expect(await presented({}, {})).toBe(refused);
  });

  test.each([
    ['for another audience', { aud: 'api://server' }, /IDX10214/],
    ['that has expired', { exp: 1 }, /IDX10223/],
    ['of another issuer', { iss: 'https://elsewhere.example/' }, /IDX10205/],
    ['without an expiry', { exp: undefined }, /IDX10225/],
  ])('a token %s is refused', async (_what, claims, message) => {
    expect(await presented({ objectIds: ['o1'] }, claims)).toMatch(message);
  });

  test('a token that was changed, or is none, is refused', async () => {
    const forged = (token: string): string => {
      const [header, payload = '', signature] = token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
      return [header, Buffer.from(JSON.stringify({ ...claims, oid: 'o1' })).toString('base64url'), signature].join('.');
    };
    expect(await presented({ objectIds: ['o1'] }, { oid: 'o2' }, forged)).toMatch(/^500 IDX10/);
    expect(await presented({ objectIds: ['o1'] }, {}, () => '')).toMatch(/^500 IDX/);
  });
});

test('an identity is ignored for the managed identity of the service', async () => {
  const { under, tokens } = await connected({}, 'identity="@(context.Request.Headers["None"][0])"');
  expect((await under.request()).body).toBe(tokens[0]);
});

test('a refusal is not kept, and no answer but 200 holds a token', async () => {
  const { under, tokens } = await connected();
  const { answer } = under.backend;
  under.backend.answer = (_request, response) =>
    response.writeHead(403).end(JSON.stringify({ access_token: 'refused-token', expires_in: 3600 }));
  expect((await under.request()).status).toBe(500);
  under.backend.answer = answer;
  expect((await under.request()).body).toBe(tokens[0]);
});

test('an answer of a token endpoint is read no further than it may be long', async () => {
  const { under } = await connected();
  under.backend.answer = (_request, response) =>
    response.end(JSON.stringify({ access_token: 'long-token', filling: 'x'.repeat(300_000) }));
  expect((await under.request()).status).toBe(500);
  expect(under.trace().lastError?.message).toMatch(/too much/);
});

test('a policy sees what the server said about the token, and neither of the tokens among it', async () => {
  const answer = { access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 60 };
  const body = Readable.from([Buffer.from(JSON.stringify(answer))]);
  const manager = new CredentialManager(
    [{ providerId: 'p', authorizationId: 'a', tokenUrl: 'https://sts.example/', clientId: 'me', clientSecret }],
    { send: () => Promise.resolve({ status: 200, reason: 'OK', headers: [], body }) },
    () => 0,
    () => {},
  );
  expect(await manager.token('p', 'a', { type: 'managed' })).toEqual({
    accessToken: 'access',
    claims: { token_type: 'Bearer', expires_in: 60 },
  });
});
