import { describe, expect, it } from 'vitest';
import { daemon, expectError, without } from '../testing/token-request.ts';
import {
  type Answer,
  claimsOf,
  createWorld,
  login,
  onBehalfOf,
  type TokenOptions,
  type World,
} from '../testing/world.ts';

describe('requests to the token endpoint', () => {
  it('issue an app-only token whose answer holds four members', async () => {
    const world = createWorld();
    const answer = await world.token(daemon(world));
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(['token_type', 'expires_in', 'ext_expires_in', 'access_token']);
    expect(answer.body.expires_in).toBe(3599);
    const claims = claimsOf(answer.body.access_token);
    expect(claims).toMatchObject({ roles: ['Tools.Invoke.All'], azpacr: '1', ver: '2.0' });
    expect(claims.sub).toBe(claims.oid);
    expect(claims).not.toHaveProperty('scp');
    expect(claims).not.toHaveProperty('idtyp');
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3900);
  });

  type Case = [
    what: string,
    change: (form: Record<string, string>, world: World) => Record<string, string>,
    code: number,
    error: string,
    status: number,
    options?: TokenOptions,
  ];
  const cases: readonly Case[] = [
    ['no grant_type', (form) => without(form, 'grant_type'), 900144, 'invalid_request', 400],
    ['unknown grant_type', (form) => ({ ...form, grant_type: 'magic' }), 70003, 'unsupported_grant_type', 400],
    ['no client_id', (form) => without(form, 'client_id'), 900144, 'invalid_request', 400],
    [
      'unknown client',
      (form) => ({ ...form, client_id: '11111111-2222-4333-8444-555555555555' }),
      700016,
      'unauthorized_client',
      400,
    ],
    ['client of another tenant', (form) => form, 700016, 'unauthorized_client', 400, { segment: 'fabrikam.com' }],
    ['unknown tenant', (form) => form, 90002, 'invalid_request', 400, { segment: 'nowhere.example' }],
    ['malformed tenant', (form) => form, 900023, 'invalid_request', 400, { segment: 'no_tenant' }],
    ['a tenant for single-tenant apps only', (form) => form, 50194, 'invalid_request', 400, { segment: 'common' }],
    [
      'app-only on common',
      (form, world) => ({
        ...form,
        client_id: world.appId('Fabrikam Partner Portal'),
        client_secret: world.entra.control.secretOf('Fabrikam Partner Portal'),
      }),
      9001023,
      'invalid_request',
      400,
      { segment: 'common' },
    ],
    [
      'a multi-tenant app that is not installed',
      (form, world) => ({ ...form, client_id: world.appId('Fabrikam Partner Portal') }),
      7000229,
      'unauthorized_client',
      400,
    ],
    ['no credential', (form) => without(form, 'client_secret'), 7000218, 'invalid_client', 401],
    ['wrong secret', (form) => ({ ...form, client_secret: 'wrong' }), 7000215, 'invalid_client', 401],
    ['no scope', (form) => without(form, 'scope'), 900144, 'invalid_request', 400],
    [
      'a scope that is too long',
      (form) => ({ ...form, scope: `${form.scope} ${'x'.repeat(70_000)}` }),
      70011,
      'invalid_scope',
      400,
    ],
    [
      'a JWT bearer grant without its use',
      (form) => ({ ...form, grant_type: onBehalfOf, assertion: 'a.b.c' }),
      900144,
      'invalid_request',
      400,
    ],
    [
      'a JWT bearer grant of another use',
      (form) => ({ ...form, grant_type: onBehalfOf, assertion: 'a.b.c', requested_token_use: 'own' }),
      90023,
      'invalid_request',
      400,
    ],
    [
      'a secret from a page',
      (form) => form,
      9002326,
      'invalid_request',
      400,
      { headers: { origin: 'https://page.example' } },
    ],
    ['a scope without .default', (form) => ({ ...form, scope: 'User.Read' }), 1002012, 'invalid_scope', 400],
    [
      'two resources',
      (form) => ({ ...form, scope: 'https://graph.microsoft.com/.default https://vault.azure.net/.default' }),
      70011,
      'invalid_scope',
      400,
    ],
    ['an unreadable scope', (form) => ({ ...form, scope: 'api://' }), 70011, 'invalid_scope', 400],
    ['an unknown resource', (form) => ({ ...form, scope: 'api://nobody/.default' }), 500011, 'invalid_resource', 400],
    [
      'a resource parameter that is not the scope owner',
      (form) => ({ ...form, resource: 'https://sallyport.azure-api.net/mcp/' }),
      9010010,
      'invalid_target',
      400,
    ],
    ['unreadable claims', (form) => ({ ...form, claims: '{' }), 9002313, 'invalid_request', 400],
  ];
  it.each(cases)('refuse %s', async (...[_what, change, code, error, status, options]: Case) => {
    const world = createWorld();
    expectError(await world.token(change(daemon(world), world), options), code, error, status);
  });

  it('accept a resource parameter that is an identifier URI of the scope owner, and refuse it under the old switch', async () => {
    const world = createWorld();
    const form = { ...daemon(world), resource: 'https://sallyport.azure-api.net/mcp' };
    expect((await world.token(form)).status).toBe(200);
    const old = createWorld({ switches: { resourceParameter: 'refuse' } });
    expectError(await old.token({ ...daemon(old), resource: form.resource }), 901002, 'invalid_request', 400);
  });

  it('refuse a doubled parameter, a broken encoding, and other methods', async () => {
    const world = createWorld();
    const post = async (body: string): Promise<Answer> => {
      const url = `${login}/${world.tenant}/oauth2/v2.0/token`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const response = await world.entra.login(new Request(url, { method: 'POST', headers, body }));
      return { status: response.status, body: await response.json(), headers: response.headers } as Answer;
    };
    expectError(await post('grant_type=a&grant_type=b'), 9000411, 'invalid_request', 400);
    expectError(await post('grant_type=%zz'), 9002313, 'invalid_request', 400);
    expectError(await post('grant_type=%ff'), 9002313, 'invalid_request', 400);
    const get = await world.entra.login(new Request(`${login}/${world.tenant}/oauth2/v2.0/token`));
    expect(await get.json()).toMatchObject({ error_codes: [900561] });
  });

  it('take the secret from HTTP Basic as well', async () => {
    const world = createWorld();
    const { client_id: id = '', client_secret: secret = '', ...form } = daemon(world);
    const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
    expect((await world.token(form, { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
    const wrong = Buffer.from(`${id}:wrong`).toString('base64');
    expectError(
      await world.token(form, { headers: { authorization: `Basic ${wrong}` } }),
      7000215,
      'invalid_client',
      401,
    );
  });

  it('refuse a secret from the moment at which it expires', async () => {
    const world = createWorld();
    const client = world.entra.directory.application(world.appId('Sallyport Daemon'));
    const expires = client?.secrets[0]?.expires ?? Number.NaN;
    const { clock } = world.entra.control;
    clock.advanceTo(expires - 1);
    expect((await world.token(daemon(world))).status).toBe(200);
    clock.advance(1);
    expectError(await world.token(daemon(world)), 7000222, 'invalid_client', 401);
  });

  it('carry trace id, correlation id and timestamp that agree everywhere', async () => {
    const world = createWorld();
    const correlation = '0f0f0f0f-1111-4222-8333-444444444444';
    const answer = await world.token({}, { query: `?client-request-id=${correlation}` });
    const { body } = answer;
    expect(Object.keys(body)).toEqual([
      ...['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id', 'error_uri'],
    ]);
    expect(body.correlation_id).toBe(correlation);
    expect(body.timestamp).toBe('2026-11-22 12:00:00Z');
    expect(body.error_description).toBe(
      `AADSTS900144: The request body must contain the following parameter: 'grant_type'. Trace ID: ${body.trace_id} Correlation ID: ${correlation} Timestamp: 2026-11-22 12:00:00Z`,
    );
    expect(body.error_uri).toBe(`${login}/error?code=900144`);
    expect(answer.headers.get('x-ms-request-id')).toBe(body.trace_id);
    expect(answer.headers.get('x-ms-clitelem')).toBe('1,900144,0,,');
    const older = createWorld({ switches: { errorSeparator: 'crlf' } });
    expect((await older.token({})).body.error_description).toContain('\r\nTrace ID: ');
  });
});
