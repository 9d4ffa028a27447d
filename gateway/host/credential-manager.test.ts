/** Semantic 19, second half: connections of the credential manager, with tokens of an authorization server. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const clientSecret = randomBytes(16).toString('hex');
const jwtFor = (oid: string): string =>
  ['{}', JSON.stringify({ oid }), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');

async function connected(more: { refreshToken?: string; objectIds?: string[] } = {}, attributes = '') {
  const tokens: string[] = [];
  const issued: string[] = [];
  const under = await start({
    configure: (backend) => ({
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

test('identity-type jwt is for the object ids that were granted access', async () => {
  const attributes = (oid: string): string => `identity-type="jwt" identity="${jwtFor(oid)}"`;
  const granted = await connected({ objectIds: ['o1'] }, attributes('o1'));
  expect((await granted.under.request()).body).toBe(granted.tokens[0]);
  const other = await connected({ objectIds: ['o1'] }, attributes('o2'));
  expect((await other.under.request()).status).toBe(500);
  const nobody = await connected({}, attributes('o1'));
  expect((await nobody.under.request()).status).toBe(500);
});
