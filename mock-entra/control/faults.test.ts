import { describe, expect, it } from 'vitest';
import { createWorld, frozenNow, graph, login, type World } from '../testing/world.ts';
import type { Endpoint, FaultEffect } from './faults.ts';

/** A request to every endpoint that faults tell apart. */
const requests: Readonly<Record<Endpoint, (world: World) => Request>> = {
  authorize: ({ tenant }) => new Request(`${login}/${tenant}/oauth2/v2.0/authorize`),
  token: ({ tenant }) => new Request(`${login}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: '' }),
  devicecode: ({ tenant }) => new Request(`${login}/${tenant}/oauth2/v2.0/devicecode`, { method: 'POST', body: '' }),
  logout: ({ tenant }) => new Request(`${login}/${tenant}/oauth2/v2.0/logout`),
  adminconsent: ({ tenant }) => new Request(`${login}/${tenant}/adminconsent`),
  discovery: ({ tenant }) => new Request(`${login}/${tenant}/v2.0/.well-known/openid-configuration`),
  keys: ({ tenant }) => new Request(`${login}/${tenant}/discovery/v2.0/keys`),
  instance: () => new Request(`${login}/common/discovery/instance`),
  userrealm: () => new Request(`${login}/getuserrealm.srf?login=a@contoso.com`),
  pages: () => new Request(`${login}/common/login`, { method: 'POST', body: '' }),
  graph: () => new Request(`${graph}/v1.0/me`),
  identity: ({ entra }) => new Request(`${entra.origins.identity}/msi/token`),
  imds: ({ entra }) => new Request(`${entra.origins.identity}/metadata/identity/oauth2/token`),
  github: ({ entra }) => new Request(`${entra.origins.identity}/github/idtoken`),
  issuer: () => new Request('https://token.actions.githubusercontent.com/.well-known/jwks'),
};

const endpoints = Object.keys(requests) as Endpoint[];

function ask(world: World, endpoint: Endpoint): Promise<Response> {
  const { entra } = world;
  const host = endpoint === 'graph' ? 'graph' : 'login';
  const local = endpoint === 'identity' || endpoint === 'imds' || endpoint === 'github';
  return entra[local ? 'managedIdentity' : host](requests[endpoint](world));
}

/** Puts one fault in force and asks once. */
async function under(endpoint: Endpoint, effect: FaultEffect): Promise<{ world: World; answer: Response }> {
  const world = createWorld();
  world.entra.control.fault({ endpoint, effect, times: 1 });
  return { world, answer: await ask(world, endpoint) };
}

describe.each(endpoints)('a fault on %s', (endpoint) => {
  it('answers any AADSTS error in the form of the endpoint', async () => {
    const { answer } = await under(endpoint, { kind: 'error', code: 90033 });
    expect(await answer.text()).toContain('90033');
  });

  it('answers a bare status, once', async () => {
    const { world, answer } = await under(endpoint, { kind: 'status', status: 503, retryAfter: 7, body: 'down' });
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([503, '7', 'down']);
    expect((await ask(world, endpoint)).status).not.toBe(503);
  });

  it('breaks the answer off, or makes it something else than JSON', async () => {
    const { answer } = await under(endpoint, { kind: 'cut' });
    await expect(answer.text()).rejects.toThrow();
    const { answer: garbled } = await under(endpoint, { kind: 'badJson' });
    const text = await garbled.text();
    expect(() => JSON.parse(text)).toThrow();
  });

  it('keeps the client waiting, until it gives up or mock Entra closes', async () => {
    const world = createWorld();
    world.entra.control.fault({ endpoint, effect: { kind: 'hang' }, times: 1 });
    const hanging = ask(world, endpoint);
    const first = await Promise.race([
      hanging.then(() => 'answered'),
      new Promise((resolve) => setImmediate(resolve, 'waits')),
    ]);
    expect(first).toBe('waits');
    world.entra.close();
    expect((await hanging).status).toBe(504);
  });

  it('answers late', async () => {
    const { world, answer } = await under(endpoint, { kind: 'latency', ms: 1 });
    expect(answer.status).toBeLessThan(500);
    expect(world.entra.control.requests).toMatchObject([{ endpoint, at: frozenNow }]);
  });
});

it('keys are stale where a fault says so', async () => {
  for (const endpoint of ['keys', 'issuer'] as const) {
    const world = createWorld();
    const kids = async (): Promise<string[]> => {
      const body = (await (await ask(world, endpoint)).json()) as { keys: { kid: string }[] };
      return body.keys.map(({ kid }) => kid);
    };
    const before = await kids();
    const { control } = world.entra;
    if (endpoint === 'keys') await control.rotateKeys();
    else await control.rotateIssuerKeys('https://token.actions.githubusercontent.com');
    control.fault({ endpoint, effect: { kind: 'staleKeys' }, times: 1 });
    expect((await kids()).slice(0, before.length)).toEqual(before);
    expect(await kids()).not.toEqual(before);
  }
});
