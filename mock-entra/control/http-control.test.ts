import { describe, expect, it } from 'vitest';
import { daemon } from '../testing/token-request.ts';
import { claimsOf, createWorld, frozenNow, type World } from '../testing/world.ts';
import { Control } from './control.ts';
import { actions } from './http-actions.ts';
import { createControlApp } from './http-control.ts';

describe('control over HTTP', () => {
  const call = async (
    world: World,
    path: string,
    body: unknown,
    headers: Record<string, string> = { 'x-sallyport-control': '1' },
  ) => {
    const app = createControlApp(world.entra.control);
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await app.fetch(new Request(`http://localhost:1/${path}`, init));
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('does what the typed API does', async () => {
    const world = createWorld();
    expect(await call(world, 'clock/advance', { ms: 5 })).toEqual({ status: 200, body: { now: frozenNow + 5 } });
    expect(
      (await call(world, 'faults/add', { endpoint: 'token', effect: { kind: 'error', code: 53003 } })).status,
    ).toBe(200);
    expect((await world.token(daemon(world))).body.error_codes).toEqual([53003]);
    expect((await call(world, 'faults/clear', {})).status).toBe(200);
    const minted = await call(world, 'tokens/mint', { claims: { sub: 'x' } });
    expect(claimsOf(String(minted.body.token))).toEqual({ sub: 'x' });
    const reset = await call(world, 'users/reset-password', { user: 'alice@contoso.com' });
    expect(reset.body.password).toBe(world.entra.control.passwordOf('alice@contoso.com'));
    expect((await call(world, 'requests', undefined)).body.requests).toHaveLength(1);
  });

  it('changes the directory, and plays what is outside Entra', async () => {
    const world = createWorld();
    const added = await call(world, 'applications/add', { application: { name: 'New', secrets: [{}] } });
    expect(added.body).toMatchObject({ name: 'New', secrets: [expect.any(String)] });
    const person = await call(world, 'users/add', {
      user: { userPrincipalName: 'nia@contoso.com', displayName: 'Nia' },
      tenant: 'contoso.com',
    });
    expect(world.entra.control.passwordOf('nia@contoso.com')).toBe(person.body.password);
    expect((await call(world, 'consent/grant', { application: 'Sallyport Gateway' })).status).toBe(200);
    const policy = await call(world, 'conditional-access/add', { policy: { displayName: 'Block', grant: 'block' } });
    expect(policy.body.id).toMatch(/^[0-9a-f-]{36}$/);
    const signed = await call(world, 'issuers/mint', { issuer: 'https://oidc.example', claims: { sub: 'a' } });
    expect(claimsOf(String(signed.body.token))).toMatchObject({ iss: 'https://oidc.example', sub: 'a' });
    expect((await call(world, 'issuers/rotate', { issuer: 'https://oidc.example' })).body.kid).toMatch(/^sallyport-/);
    const job = await call(world, 'github/job', { repository: 'contoso/tools', environment: 'prod' });
    expect(job.body.subject).toBe('repo:contoso/tools:environment:prod');
    expect((await call(world, 'identities/assign', { names: ['nobody'] })).status).toBe(400);
    expect((await call(world, 'users/add', { user: {} })).body.error).toContain('user.userPrincipalName');
  });

  it('offers every method of the typed API, but those that return what only a program can use', async () => {
    const offered: Readonly<Record<string, string>> = {
      addApplication: 'applications/add',
      addConditionalAccess: 'conditional-access/add',
      addCredentials: 'applications/add-credentials',
      addUser: 'users/add',
      application: 'applications/credentials',
      assignToVirtualMachine: 'identities/assign',
      clearFaults: 'faults/clear',
      clearIdentityCache: 'identities/clear-cache',
      clearRequests: 'requests/clear',
      compromiseKeys: 'keys/compromise',
      deleteUser: 'users/delete',
      fault: 'faults/add',
      gitHubJob: 'github/job',
      grantAdminConsent: 'consent/grant',
      identityEndpoint: 'identities/endpoint',
      mint: 'tokens/mint',
      mintExternal: 'issuers/mint',
      oneTimeCode: 'users/credentials',
      passwordOf: 'users/credentials',
      resetPassword: 'users/reset-password',
      revokeConsent: 'consent/revoke',
      revokeSessions: 'users/revoke-sessions',
      rotateIssuerKeys: 'issuers/rotate',
      rotateKeys: 'keys/rotate',
      secretOf: 'applications/credentials',
      setAccountEnabled: 'users/disable',
    };
    // objects of the directory, and a private key
    const programOnly = ['externalIssuers', 'managedIdentity', 'requests', 'signingKey', 'tenant', 'user'];
    const methods = Object.getOwnPropertyNames(Control.prototype).filter((name) => name !== 'constructor');
    expect(methods.sort()).toEqual([...Object.keys(offered), ...programOnly].sort());
    const world = createWorld();
    const { error } = (await call(world, 'nonsense', {})).body;
    for (const path of Object.values(offered)) expect(error).toContain(`POST /${path}`);
  });

  it('takes one fault away again, adds credentials, and deletes users', async () => {
    const world = createWorld();
    const fault = { endpoint: 'token', effect: { kind: 'error', code: 53003 } };
    const { id } = (await call(world, 'faults/add', fault)).body;
    expect((await call(world, 'faults/remove', { id })).status).toBe(200);
    expect((await call(world, 'faults/remove', { id })).status).toBe(400);
    expect((await world.token(daemon(world))).status).toBe(200);
    const credentials = { secrets: [{ displayName: 'second' }] };
    const added = await call(world, 'applications/add-credentials', { application: 'Sallyport Daemon', credentials });
    const [, second] = added.body.secrets as string[];
    expect((await world.token({ ...daemon(world), client_secret: second ?? '' })).status).toBe(200);
    const shown = await call(world, 'applications/credentials', { application: 'Sallyport Daemon' });
    expect(shown.body.secrets).toEqual(added.body.secrets);
    expect((await call(world, 'users/delete', { user: 'bob@contoso.com' })).status).toBe(200);
    expect(() => world.entra.control.user('bob@contoso.com')).toThrow("no user 'bob@contoso.com'");
  });

  it('refuses browsers, strangers, and bodies it does not understand', async () => {
    const world = createWorld();
    expect((await call(world, 'requests', undefined, {})).status).toBe(403);
    const browser = { 'x-sallyport-control': '1', origin: 'https://evil.example' };
    expect((await call(world, 'requests', undefined, browser)).status).toBe(403);
    const app = createControlApp(world.entra.control);
    const rebound = new Request('http://attacker.example/requests', { headers: { 'x-sallyport-control': '1' } });
    expect((await app.fetch(rebound)).status).toBe(403);
    const wrong = await call(world, 'faults/add', { endpoint: 'nowhere', effect: { kind: 'hang' } });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error).toContain('endpoint');
    expect((await call(world, 'users/disable', { user: 'nobody' })).body.error).toContain("no user 'nobody'");
    expect((await call(world, 'nonsense', {})).body.error).toContain('POST /clock/advance');
  });
});

/** Bodies that some action does not like, whatever it takes. */
const hostile: readonly string[] = [
  ...['', 'null', '[]', '1', '"x"', '{'],
  ...['{"user":"nobody"}', '{"user":1}', '{"tenant":"x"}', '{"application":"x"}', '{"id":"x"}', '{"names":["x"]}'],
  ...['{"ms":1e300}', '{"ms":8640000000000001}', '{"ms":-1}', '{"issuer":"javascript:alert(1)","claims":{}}'],
  ...['{"claims":{"__proto__":{}}}', '{"claims":{},"key":"none","alg":"RS256"}', '{"claims":{},"tenant":"x"}'],
  ...['{"repository":"x"}', '{"issuer":"https://nobody.example"}', '{"claims":{},"header":{"alg":null,"kid":{}}}'],
  '{"application":{"name":"Sallyport Gateway"}}',
  '{"application":{"name":"A","certificates":[{"pem":"x"}]}}',
  '{"application":{"name":"B","federatedIdentityCredentials":[{"name":"x","managedIdentity":"nobody"}]}}',
  '{"application":{"name":"C","identifierUris":["https://sallyport.azure-api.net/mcp"]}}',
  '{"application":"Sallyport Daemon","credentials":{"certificates":[{"pem":"x"}]}}',
  '{"application":"Sallyport Daemon","credentials":{"federatedIdentityCredentials":[{"name":"x"}]}}',
  '{"policy":{"displayName":"p","users":["nobody"]}}',
  '{"policy":{"displayName":"p","applications":["nobody"]}}',
  '{"user":{"userPrincipalName":"ALICE@contoso.com","displayName":"another Alice"}}',
  '{"user":{"userPrincipalName":"x@contoso.com","displayName":"x","guestOf":{"tenant":"x","user":"y"}}}',
  '{"endpoint":"token","match":{"__proto__":"x"},"effect":{"kind":"members","members":{"__proto__":1}}}',
];

/** Bodies that are read by the same few lines whatever the action, and take their time. */
const huge = ['['.repeat(100_000), 'x'.repeat(300_000), `{"user":"${'x'.repeat(200_000)}"}`];

describe('hostile control requests', () => {
  it.each(Object.keys(actions))('%s answers each in JSON, with what is wrong, and mock Entra goes on', async (path) => {
    const world = createWorld();
    const app = createControlApp(world.entra.control);
    const alice = world.entra.control.user('alice@contoso.com');
    const sized = process.env.SALLYPORT_FULL || path === 'users/disable' ? huge : [];
    for (const body of [...hostile, ...sized]) {
      const headers = { 'x-sallyport-control': '1' };
      const response = await app.fetch(new Request(`http://localhost/${path}`, { method: 'POST', headers, body }));
      const answer = JSON.parse(await response.text());
      const what = `${path} ${body.slice(0, 100)}`;
      expect([200, 400], what).toContain(response.status);
      if (response.status === 400) expect(answer.error, what).toMatch(/\w/);
      world.entra.control.clearFaults();
      expect((await world.token({})).body.error_codes, what).toEqual([900144]);
    }
    if (path === 'users/add') expect(world.entra.control.user('alice@contoso.com')).toBe(alice);
  });

  it('says where its limit is: the name of a user, the home of a guest, the end of time', async () => {
    const app = createControlApp(createWorld().entra.control);
    const refused = async (path: string, body: unknown): Promise<string> => {
      const init = { method: 'POST', headers: { 'x-sallyport-control': '1' }, body: JSON.stringify(body) };
      const response = await app.fetch(new Request(`http://localhost/${path}`, init));
      expect(response.status).toBe(400);
      return ((await response.json()) as { error: string }).error;
    };
    const bob = { userPrincipalName: 'bob@contoso.com', displayName: 'x' };
    expect(await refused('users/add', { user: bob })).toBe(
      "user 'bob@contoso.com': its name or id is taken in tenant 'Contoso'",
    );
    const guest = { userPrincipalName: 'gus@x', displayName: 'x', guestOf: { tenant: 'fabrikam.com', user: 'nobody' } };
    expect(await refused('users/add', { user: guest })).toContain("no home account 'nobody'");
    expect(await refused('clock/advance', { ms: 1e300 })).toBe('the clock ends with the year 8999');
  });
});
