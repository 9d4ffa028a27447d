import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { publicCloud } from '../origins.ts';
import { createWorld, frozenNow, gatewayRequest, gatewayTokens, login, type World } from '../testing/world.ts';
import { decodeJwt } from '../tokens/jwt.ts';

const daemon = (world: World): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: world.appId('Sallyport Daemon'),
  client_secret: world.entra.control.secretOf('Sallyport Daemon'),
  scope: 'https://graph.microsoft.com/.default',
});

describe('faults', () => {
  it('replace the access token of the next answer that matches, and only of that', async () => {
    const world = createWorld();
    const token = await world.entra.control.mint({ claims: { aud: 'someone else' } });
    world.entra.control.fault({
      endpoint: 'token',
      match: { grant_type: 'client_credentials' },
      effect: { kind: 'accessToken', token },
      times: 1,
    });
    const { body } = await gatewayTokens(world);
    expect(body.access_token).not.toBe(token);
    const replaced = await world.token(daemon(world));
    expect(replaced.body.access_token).toBe(token);
    expect(replaced.body.token_type).toBe('Bearer');
    expect((await world.token(daemon(world))).body.access_token).not.toBe(token);
  });

  it('serve any AADSTS number, with texts filled in and members replaced, in the form of the endpoint', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const remove = control.fault({
      endpoint: 'token',
      effect: { kind: 'error', code: 90055, retryAfter: 30 },
    });
    const throttled = await world.token(daemon(world));
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('30');
    remove();
    control.fault({
      endpoint: 'token',
      effect: { kind: 'error', code: 7_777_777, error: 'invalid_grant', suberror: 'message_only', status: 400 },
      times: 1,
    });
    const unknown = await world.token(daemon(world));
    expect(unknown.body).toMatchObject({ error: 'invalid_grant', suberror: 'message_only', error_codes: [7_777_777] });
    expect(unknown.body).not.toHaveProperty('error_uri');
    control.fault({ endpoint: 'authorize', effect: { kind: 'error', code: 53003 }, times: 1 });
    const page = await world.browser().open(world.authorizeUrl(gatewayRequest(world)));
    expect(page.html).toContain('AADSTS53003');
  });

  it('break answers: other members, not JSON, cut in the middle, a bare status, late, never', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const url = `${login}/${world.tenant}/oauth2/v2.0/token`;
    const raw = (signal?: AbortSignal): Promise<Response> =>
      world.entra.login(
        new Request(url, { method: 'POST', body: new URLSearchParams(daemon(world)), signal: signal ?? null }),
      );
    control.fault({
      endpoint: 'token',
      effect: { kind: 'members', members: { expires_in: undefined, scope: 'x' } },
      times: 1,
    });
    const changed = (await (await raw()).json()) as Record<string, unknown>;
    expect(changed).not.toHaveProperty('expires_in');
    expect(changed.scope).toBe('x');
    control.fault({ endpoint: 'token', effect: { kind: 'badJson' }, times: 1 });
    await expect((await raw()).json()).rejects.toThrow(SyntaxError);
    control.fault({ endpoint: 'token', effect: { kind: 'cut' }, times: 1 });
    await expect((await raw()).text()).rejects.toThrow('cut by a fault');
    control.fault({ endpoint: 'token', effect: { kind: 'status', status: 502, body: 'bad gateway' }, times: 1 });
    expect((await raw()).status).toBe(502);
    control.fault({ endpoint: 'token', effect: { kind: 'latency', ms: 5 }, times: 1 });
    expect((await raw()).status).toBe(200);
    control.fault({ endpoint: 'token', effect: { kind: 'hang' }, times: 1 });
    expect((await raw(AbortSignal.timeout(10))).status).toBe(504);
    control.fault({ endpoint: 'token', effect: { kind: 'hang' }, times: 1 });
    const hanging = raw();
    world.entra.close();
    expect((await hanging).status).toBe(504);
  });

  it('are bounded', () => {
    const { control } = createWorld().entra;
    for (let count = 0; count < 200; count++) control.fault({ endpoint: 'token', effect: { kind: 'badJson' } });
    expect(() => control.fault({ endpoint: 'token', effect: { kind: 'badJson' } })).toThrow(RangeError);
    control.clearFaults();
    control.fault({ endpoint: 'token', effect: { kind: 'badJson' } });
  });
});

describe('the request log', () => {
  it('names every parameter and holds no secret', async () => {
    const world = createWorld();
    await gatewayTokens(world);
    await world.token({ ...daemon(world), 'x-unknown': 'whatever' });
    const log = JSON.stringify(world.entra.control.requests);
    for (const { value } of world.issued) expect(log).not.toContain(value);
    expect(log).not.toContain(world.entra.control.secretOf('Sallyport Daemon'));
    expect(log).not.toContain(world.entra.control.passwordOf('alice@contoso.com'));
    expect(world.entra.control.requests.at(-1)).toMatchObject({
      endpoint: 'token',
      method: 'POST',
      credential: 'client_secret',
      status: 200,
      error: undefined,
      parameters: {
        grant_type: 'client_credentials',
        client_secret: '[redacted]',
        'x-unknown': '[8 characters]',
      },
    });
    const onBehalf = world.entra.control.requests.find(({ credential }) => credential === 'client_assertion');
    expect(onBehalf?.parameters.client_assertion).toBe('[redacted]');
    world.entra.control.clearRequests();
    expect(world.entra.control.requests).toEqual([]);
  });

  it('keeps the last two thousand', async () => {
    const world = createWorld();
    for (let count = 0; count < 2100; count++) {
      await world.entra.login(new Request(`${login}/common/discovery/instance?client-request-id=${count}`));
    }
    expect(world.entra.control.requests).toHaveLength(2000);
  });
});

describe('minting', () => {
  it('signs with the tenant key, a foreign key, none, another algorithm, and under other headers', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const key = await control.signingKey();
    const claims = { iss: 'x', sub: 'y' };
    const good = await control.mint({ claims });
    await expect(jwtVerify(good, key.publicKey)).resolves.toBeDefined();
    const foreign = await control.mint({ claims, key: 'foreign' });
    expect(decodeJwt(foreign)?.header.kid).toBe(key.kid);
    await expect(jwtVerify(foreign, key.publicKey)).rejects.toThrow();
    const unsigned = await control.mint({ claims, key: 'none' });
    expect(unsigned.endsWith('.')).toBe(true);
    expect(decodeJwt(unsigned)?.header.alg).toBe('none');
    for (const alg of ['RS384', 'RS512', 'PS256'] as const) {
      await expect(
        jwtVerify(await control.mint({ claims, alg }), key.publicKey, { algorithms: [alg] }),
      ).resolves.toBeDefined();
    }
    const header = { kid: undefined, jku: 'https://evil.example/keys', typ: 'at+jwt' };
    expect(decodeJwt(await control.mint({ claims, header }))?.header).toEqual({
      typ: 'at+jwt',
      alg: 'RS256',
      jku: header.jku,
    });
    const confused = await control.mint({ claims, alg: 'HS256', key: key.publicKey });
    expect(decodeJwt(confused)?.header.alg).toBe('HS256');
    await expect(control.mint({ tenant: 'nowhere.example', claims })).rejects.toThrow(RangeError);
  });
});

describe('everything issued', () => {
  it('is reported with audience, subject and receiver', async () => {
    const world = createWorld();
    await gatewayTokens(world);
    const alice = world.entra.control.user('alice@contoso.com');
    expect(world.issued.find(({ kind }) => kind === 'access_token')).toMatchObject({
      audience: world.appId('Sallyport MCP Server'),
      subject: alice.id,
      issuedTo: world.appId('Sallyport Gateway'),
      issuedAt: frozenNow,
    });
    expect(world.issued.find(({ kind }) => kind === 'managed_identity_token')).toMatchObject({
      audience: 'fb60f99c-7a34-4190-8149-302f77469936',
      subject: world.entra.control.managedIdentity('sallyport-gateway').principalId,
    });
  });
});

describe('the clock', () => {
  it('moves forward only', () => {
    const { clock } = createWorld().entra.control;
    clock.advance(1000);
    expect(clock.now()).toBe(frozenNow + 1000);
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.advanceTo(frozenNow)).toThrow(RangeError);
    expect(() => clock.advance(8.64e15)).toThrow(RangeError);
    expect(clock.now()).toBe(frozenNow + 1000);
  });
});

describe('names', () => {
  it('that nobody configured are refused', async () => {
    const world = createWorld();
    const rebound = await world.entra.login(new Request('https://attacker.example/common/discovery/keys'));
    expect(rebound.status).toBe(421);
    expect((await world.entra.login(new Request('https://login.windows.net/common/discovery/keys'))).status).toBe(200);
    expect(world.entra.origins).toEqual(publicCloud);
  });
});
