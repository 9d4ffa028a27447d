/** Nothing of somebody's real tenant is accepted, and nothing of it, nor a secret in the wrong place, ends up in the log. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startMockEntra } from './start.ts';
import { bearer, createWorld, gatewayTokens, graph, login, onBehalfOf, type World } from './testing/world.ts';
import { signJwt } from './tokens/jwt.ts';

/** A token as a real tenant issues it: right in every claim, signed by a key that this directory does not have. */
function realToken(claims: Readonly<Record<string, unknown>>) {
  const tid = randomUUID();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const now = Math.floor(Date.parse('2026-11-22T12:00:00Z') / 1000);
  const kid = randomBytes(20).toString('base64url');
  const shared = { iat: now, nbf: now, exp: now + 3600, tid, oid: randomUUID(), ver: '2.0' };
  const value = signJwt(
    { typ: 'JWT', alg: 'RS256', kid },
    { iss: `${login}/${tid}/v2.0`, ...shared, scp: 'User.Read', azp: randomUUID(), ...claims },
    privateKey,
  );
  return { tid, kid, value };
}

const logged = (world: World): string => JSON.stringify(world.entra.control.requests);

describe('of a real tenant', () => {
  it('no token is taken: not as an assertion, not as a client assertion, not at Graph', async () => {
    const world = createWorld();
    const server = world.appId('Sallyport MCP Server');
    const user = realToken({ aud: server });
    const app = { client_id: server, client_assertion_type: bearer };
    const exchange = { grant_type: onBehalfOf, requested_token_use: 'on_behalf_of', scope: 'User.Read' };
    const own = await world.assertion('sallyport-server');
    const refused = await world.token({ ...app, ...exchange, client_assertion: own, assertion: user.value });
    expect(refused.body.error_codes).toEqual([50013]);
    // the tenant's own issuer with somebody else's key is no better
    const posing = realToken({ aud: server, iss: `${login}/${world.tenant}/v2.0`, tid: world.tenant });
    const posed = await world.token({ ...app, ...exchange, client_assertion: own, assertion: posing.value });
    expect(posed.body.error_codes).toEqual([50013]);
    const identity = realToken({ aud: 'api://AzureADTokenExchange', sub: randomUUID(), idtyp: 'app', scp: undefined });
    const federated = await world.token({
      ...app,
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
      client_assertion: identity.value,
    });
    expect([federated.status, federated.body.error]).toEqual([401, 'invalid_client']);
    const me = realToken({ aud: graph });
    expect((await world.graph('/v1.0/me', me.value)).status).toBe(401);
    for (const { value, kid, tid } of [user, posing, identity, me]) {
      for (const secret of [value, kid, tid])
        expect(logged(world).includes(secret) && secret !== world.tenant).toBe(false);
    }
  });

  it('no id is served, and neither id nor account is logged', async () => {
    const world = createWorld();
    const real = randomUUID();
    const { body } = await world.token({ grant_type: 'client_credentials', client_id: real }, { segment: real });
    expect(body.error_codes).toEqual([90002]);
    await world
      .browser()
      .open(
        world.authorizeUrl(
          { client_id: real, login_hint: 'ceo@real-company.example', domain_hint: 'x' },
          { segment: real },
        ),
      );
    expect(logged(world)).not.toContain(real);
    expect(logged(world)).not.toContain('real-company');
    expect(logged(world)).toContain('[unknown account]');
    // what belongs to the directory stays readable
    await gatewayTokens(world);
    expect(logged(world)).toContain(world.tenant);
    expect(logged(world)).toContain(world.appId('Sallyport Gateway'));
  });

  it.each([
    ['a client secret', `${'aB3'}8Q~${randomBytes(25).toString('base64url')}`],
    ['a token', realToken({ aud: 'x' }).value],
    ['a refresh token', `1.${randomBytes(400).toString('base64url')}`],
  ])('%s is not logged wherever it was put by mistake', async (_what, secret) => {
    const world = createWorld();
    const places = [
      'client_id',
      'scope',
      'grant_type',
      'redirect_uri',
      'resource',
      'login_hint',
      'claims',
      'state',
      'nonce',
    ];
    for (const place of [...places, 'secret', 'clientsecret', 'token', secret]) {
      await world.token({ [place]: secret }, { query: `?${new URLSearchParams({ [place]: secret })}` });
      await world.browser().open(world.authorizeUrl({ [place]: secret }));
      await world.graph(
        `/v1.0/users?$filter=${encodeURIComponent(secret)}&${place}=${encodeURIComponent(secret)}`,
        secret,
      );
    }
    await world.token({}, { segment: encodeURIComponent(secret) });
    for (const part of secret.split('.').filter(({ length }) => length > 10)) expect(logged(world)).not.toContain(part);
  });
});

describe('a web page that rebinds its name to loopback', () => {
  it('is refused by every listener', async () => {
    const mock = await startMockEntra({ httpControl: true });
    try {
      const { login: loginHost, graph: graphHost, identity, control } = mock;
      for (const [name, listener] of Object.entries({ loginHost, graphHost, identity, control })) {
        const answer = await new Promise<string>((resolve, reject) => {
          const lines = ['GET / HTTP/1.1', 'Host: rebound.example', 'X-Sallyport-Control: 1', 'Metadata: true'];
          const socket = connect(listener?.port ?? 0, '127.0.0.1', () =>
            socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`),
          );
          let text = '';
          socket.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          socket.once('close', () => resolve(text)).once('error', reject);
        });
        expect(answer, name).toMatch(/^HTTP\/1\.1 (421|403) /);
      }
    } finally {
      await mock.close();
    }
  });
});
