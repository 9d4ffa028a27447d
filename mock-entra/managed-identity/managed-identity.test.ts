import { describe, expect, it } from 'vitest';
import { type AnswerBody, claimsOf, createWorld, frozenNow, type World } from '../testing/world.ts';

async function ask(
  world: World,
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: AnswerBody }> {
  const response = await world.entra.managedIdentity(new Request(url, { headers }));
  return { status: response.status, body: await response.json() };
}

const vault = 'https://vault.azure.net';

describe('the App Service endpoint', () => {
  const host = (world: World, ...names: string[]) => {
    const { endpoint, header } = world.entra.control.identityEndpoint(...names);
    return (query: string, headers: Record<string, string> = { 'x-identity-header': header }) =>
      ask(world, `${endpoint}?${query}`, headers);
  };

  it('answers with text for numbers, and without expires_in', async () => {
    const world = createWorld();
    const { clientId, principalId } = world.entra.control.managedIdentity('sallyport-server');
    const get = host(world, 'sallyport-server');
    const { status, body } = await get(`api-version=2019-08-01&resource=${vault}&client_id=${clientId}`);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['access_token', 'expires_on', 'resource', 'token_type', 'client_id']);
    expect(body.expires_on).toBe(String(frozenNow / 1000 + 86_400));
    expect(claimsOf(body.access_token)).toMatchObject({
      aud: vault,
      iss: `https://sts.windows.net/${world.tenant}/`,
      appid: clientId,
      appidacr: '2',
      oid: principalId,
      idtyp: 'app',
      ver: '1.0',
      xms_mirid: expect.stringContaining('/userAssignedIdentities/sallyport-server'),
    });
    for (const by of [`principal_id=${principalId}`, `object_id=${principalId}`]) {
      expect((await get(`api-version=2019-08-01&resource=${vault}&${by}`)).status).toBe(200);
    }
  });

  it('gives the system-assigned identity when none is named, and refuses what the host does not have', async () => {
    const world = createWorld();
    const { clientId } = world.entra.control.managedIdentity('sallyport-server');
    const query = `api-version=2019-08-01&resource=${vault}`;
    expect((await host(world, 'sallyport-site')(query)).status).toBe(200);
    const refused = await host(world, 'sallyport-server')(query);
    expect(refused.status).toBe(400);
    expect(refused.body.message).toBe(
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
    expect((await host(world, 'sallyport-site')(`${query}&client_id=${clientId}`)).status).toBe(400);
  });

  it('refuses a missing or foreign header, a missing resource, another version, an unknown resource', async () => {
    const world = createWorld();
    const get = host(world, 'sallyport-site');
    const query = `api-version=2019-08-01&resource=${vault}`;
    expect((await get(query, {})).status).toBe(401);
    expect((await get(query, { 'x-identity-header': 'x' })).status).toBe(401);
    expect((await get('api-version=2019-08-01')).status).toBe(400);
    expect((await get(`resource=${vault}`)).status).toBe(400);
    expect((await get('api-version=2019-08-01&resource=https://nobody.example')).body.message).toContain(
      'AADSTS500011',
    );
    expect((await get(`${query}&resource=${vault}`)).status).toBe(400);
  });

  it('keeps giving the same token until half of its life is over', async () => {
    const world = createWorld();
    const get = host(world, 'sallyport-site');
    const token = async () => (await get(`api-version=2019-08-01&resource=${vault}`)).body.access_token;
    const first = await token();
    world.entra.control.clock.advance(11 * 3_600_000);
    expect(await token()).toBe(first);
    world.entra.control.clock.advance(2 * 3_600_000);
    expect(await token()).not.toBe(first);
  });
});

describe('the instance metadata service', () => {
  const base = 'http://169.254.169.254/metadata/identity/oauth2/token';
  const query = `api-version=2018-02-01&resource=${vault}`;

  it('answers with text for every number, also under a trailing slash', async () => {
    const world = createWorld();
    for (const path of [base, `${base}/`]) {
      const { status, body } = await ask(world, `${path}?${query}`, { metadata: 'true' });
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual([
        ...[
          'access_token',
          'refresh_token',
          'client_id',
          'expires_in',
          'expires_on',
          'not_before',
          'resource',
          'token_type',
        ],
      ]);
      expect(body).toMatchObject({ refresh_token: '', expires_in: '86399', token_type: 'Bearer' });
    }
  });

  it('refuses requests without the metadata header, through a proxy, or for identities it does not have', async () => {
    const world = createWorld();
    expect((await ask(world, `${base}?${query}`, {})).body).toEqual({
      error: 'invalid_request',
      error_description: 'Required metadata header not specified',
    });
    expect((await ask(world, `${base}?${query}`, { metadata: 'true', 'x-forwarded-for': '10.0.0.1' })).status).toBe(
      400,
    );
    world.entra.control.assignToVirtualMachine('sallyport-server');
    expect((await ask(world, `${base}?${query}`, { metadata: 'true' })).body).toEqual({
      error: 'invalid_request',
      error_description: 'Identity not found',
    });
    expect((await ask(world, `${base}?resource=${vault}`, { metadata: 'true' })).status).toBe(400);
    expect((await ask(world, `${base}?api-version=2018-02-01`, { metadata: 'true' })).status).toBe(400);
    const { clientId } = world.entra.control.managedIdentity('sallyport-server');
    const unknown = `${base}?api-version=2018-02-01&resource=https://nobody.example&client_id=${clientId}`;
    expect((await ask(world, unknown, { metadata: 'true' })).body).toMatchObject({
      error: 'invalid_resource',
      error_codes: [500011],
    });
  });
});
