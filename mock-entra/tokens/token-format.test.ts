import { describe, expect, it } from 'vitest';
import {
  challenge,
  claimsOf,
  createWorld,
  gatewayRequest,
  gatewayTokens,
  login,
  verifier,
  type World,
} from '../testing/world.ts';
import { decodeJwt } from './jwt.ts';

/** Signs alice in at a client of one's own and redeems for an API of one's own. */
async function tokenFor(
  world: World,
  api: Parameters<World['entra']['control']['addApplication']>[0],
  options: { scope?: string; version?: 1 | 2; user?: string; resource?: string } = {},
): Promise<{
  access: Record<string, unknown>;
  id: Record<string, unknown>;
  header: Record<string, unknown>;
  idHeader: Record<string, unknown>;
}> {
  const { control } = world.entra;
  const resource = control.addApplication(api);
  const client = control.addApplication({
    name: `Client of ${api.name}`,
    isFallbackPublicClient: true,
    redirectUris: { public: ['http://localhost'] },
    requiredResourceAccess: [{ resource: resource.appId, scopes: (api.scopes ?? []).map(({ value }) => value) }],
  });
  const { version = 2, user = 'alice@contoso.com' } = options;
  const scope = options.scope ?? `openid profile email ${resource.appId}/${api.scopes?.[0]?.value}`;
  const where = version === 1 ? { resource: options.resource ?? resource.appId } : { scope };
  const page = await world.signIn(
    user,
    {
      client_id: client.appId,
      response_type: 'code',
      redirect_uri: 'http://localhost',
      ...where,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    },
    { version },
  );
  const answer = await world.token(
    {
      client_id: client.appId,
      grant_type: 'authorization_code',
      code: page.left?.searchParams.get('code') ?? page.html,
      redirect_uri: 'http://localhost',
      code_verifier: verifier,
      ...where,
    },
    { version },
  );
  if (answer.status !== 200) throw new Error(answer.body.error_description);
  const headerOf = (token: string) => ({ ...decodeJwt(token)?.header });
  return {
    access: claimsOf(answer.body.access_token),
    id: claimsOf(answer.body.id_token),
    header: headerOf(answer.body.access_token),
    idHeader: headerOf(answer.body.id_token),
  };
}

const api = { name: 'API', identifierUris: ['api://the-api'], scopes: [{ value: 'read' }, { value: 'write' }] };

describe('versions', () => {
  it('the resource decides the version of the access token, the endpoint that of the id token', async () => {
    const v1api = await tokenFor(createWorld(), { ...api, requestedAccessTokenVersion: null });
    expect(v1api.access).toMatchObject({
      ver: '1.0',
      iss: expect.stringMatching(/^https:\/\/sts\.windows\.net\/[^/]+\/$/),
      appidacr: '0',
    });
    expect(v1api.access).not.toHaveProperty('azp');
    expect(v1api.id).toMatchObject({ ver: '2.0', iss: expect.stringMatching(/\/v2\.0$/) });
    const v2api = await tokenFor(createWorld(), { ...api, requestedAccessTokenVersion: 2 }, { version: 1 });
    expect(v2api.access).toMatchObject({ ver: '2.0', azpacr: '0' });
    expect(v2api.access).not.toHaveProperty('appid');
    expect(v2api.id).toMatchObject({ ver: '1.0', upn: 'alice@contoso.com', amr: ['pwd'] });
  });

  it('headers: v1.0 has x5t beside kid, v2.0 has not, typ is JWT', async () => {
    const { header, idHeader } = await tokenFor(createWorld(), { ...api, requestedAccessTokenVersion: 1 });
    expect(Object.keys(header)).toEqual(['typ', 'alg', 'x5t', 'kid']);
    expect(Object.keys(idHeader)).toEqual(['typ', 'alg', 'kid']);
    expect(header.typ).toBe('JWT');
  });

  it('v1.0 names the audience as it was asked for; v2.0 always by GUID; use_guid pins it', async () => {
    const world = createWorld();
    const uri = await tokenFor(
      world,
      { ...api, requestedAccessTokenVersion: 1 },
      { scope: 'openid api://the-api/read' },
    );
    expect(uri.access.aud).toBe('api://the-api');
    const slash = await tokenFor(
      createWorld(),
      { ...api, requestedAccessTokenVersion: 1 },
      { scope: 'openid api://the-api//.default' },
    );
    expect(slash.access.aud).toBe('api://the-api/');
    const v2world = createWorld();
    const v2 = await tokenFor(
      v2world,
      { ...api, requestedAccessTokenVersion: 2 },
      { scope: 'openid api://the-api/read' },
    );
    expect(v2.access.aud).toBe(v2world.appId('API'));
    const pinnedWorld = createWorld();
    const optionalClaims = { accessToken: [{ name: 'aud', additionalProperties: ['use_guid'] }] };
    const pinned = await tokenFor(
      pinnedWorld,
      { ...api, requestedAccessTokenVersion: 1, optionalClaims },
      { scope: 'openid api://the-api/read' },
    );
    expect(pinned.access.aud).toBe(pinnedWorld.appId('API'));
  });
});

describe('claims', () => {
  it('are dated five minutes back and live 60 to 90 minutes', async () => {
    const { access } = await tokenFor(createWorld(), api);
    const lifetime = Number(access.exp) - Number(access.iat);
    expect(access.nbf).toBe(access.iat);
    expect(access.iat).toBe(Date.parse('2026-11-22T11:55:00Z') / 1000);
    expect(lifetime).toBeGreaterThanOrEqual(3900);
    expect(lifetime).toBeLessThanOrEqual(5700);
    const fixed = await tokenFor(createWorld({ switches: { userTokenLifetime: 600 } }), api);
    expect(Number(fixed.access.exp) - Number(fixed.access.iat)).toBe(900);
  });

  it('start with audience, issuer and times, and go on by name', async () => {
    const { access } = await tokenFor(createWorld(), { ...api, requestedAccessTokenVersion: 2 });
    const names = Object.keys(access);
    expect(names.slice(0, 5)).toEqual(['aud', 'iss', 'iat', 'nbf', 'exp']);
    expect(names.slice(5)).toEqual(names.slice(5).toSorted());
  });

  it('sub is pairwise by audience and stable, oid is the same everywhere', async () => {
    const world = createWorld();
    const first = await tokenFor(world, api);
    const second = await tokenFor(world, { ...api, name: 'Other API', identifierUris: ['api://other'] });
    expect(first.access.sub).not.toBe(second.access.sub);
    expect(first.access.sub).not.toBe(first.id.sub);
    expect(String(first.access.sub)).toMatch(/^[\w-]{43}$/);
    expect(first.access.oid).toBe(second.access.oid);
    const again = await tokenFor(createWorld(), api);
    expect(again.access.sub).toBe(first.access.sub);
  });

  it('scp carries every granted scope, not only the requested one', async () => {
    const world = createWorld();
    const { control, directory } = world.entra;
    const { appId } = control.application('Sallyport MCP Server');
    control.application('Sallyport MCP Server').scopes.push({
      id: '00000000-0000-4000-8000-000000000001',
      value: 'extra',
      type: 'User',
      displayName: 'extra',
      description: '',
      enabled: true,
    });
    directory.grants.add(world.tenant, world.appId('Sallyport Gateway'), appId, ['extra']);
    const { body } = await gatewayTokens(world);
    expect(String(claimsOf(body.access_token).scp).split(' ').toSorted()).toEqual(['extra', 'user_impersonation']);
  });

  it('user tokens may carry roles beside scp; app-only tokens without roles have no roles at all', async () => {
    const world = createWorld();
    world.entra.directory.defaultTenant.roleAssignments = [];
    const appRoles = [{ value: 'read', allowedMemberTypes: ['User' as const] }];
    const withRole = { ...api, appRoles };
    const { control } = world.entra;
    const application = control.addApplication(withRole);
    const group = [...world.entra.directory.defaultTenant.groups.values()].find(
      ({ displayName }) => displayName === 'Engineering',
    );
    world.entra.directory.defaultTenant.roleAssignments.push({
      principal: group?.id ?? '',
      resource: application.appId,
      role: 'read',
    });
    const client = control.addApplication({
      name: 'Public',
      redirectUris: { public: ['http://localhost'] },
      requiredResourceAccess: [{ resource: application.appId, scopes: ['read'] }],
    });
    const page = await world.signIn('alice@contoso.com', {
      client_id: client.appId,
      response_type: 'code',
      redirect_uri: 'http://localhost',
      scope: 'api://the-api/read',
    });
    const code = page.left?.searchParams.get('code') ?? '';
    const answer = await world.token({
      client_id: client.appId,
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://localhost',
    });
    expect(claimsOf(answer.body.access_token)).toMatchObject({ scp: 'read', roles: ['read'] });
    const daemon = await world.token({
      grant_type: 'client_credentials',
      client_id: world.appId('Sallyport Daemon'),
      client_secret: control.secretOf('Sallyport Daemon'),
      scope: `api://${world.appId('Sallyport MCP Server')}/.default`,
    });
    expect(claimsOf(daemon.body.access_token)).not.toHaveProperty('roles');
  });

  it('groups overflow to a pointer beyond two hundred', async () => {
    const world = createWorld();
    const tenant = world.entra.directory.defaultTenant;
    const { id } = world.entra.control.user('alice@contoso.com');
    const add = (count: number): void => {
      for (let index = tenant.groups.size; tenant.groups.size < count; index++) {
        const groupId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
        tenant.groups.set(groupId, {
          id: groupId,
          displayName: `g${index}`,
          securityEnabled: true,
          members: new Set([id]),
        });
      }
    };
    const withGroups = { ...api, groupMembershipClaims: 'SecurityGroup' as const };
    const few = await tokenFor(world, withGroups);
    expect(few.access.groups).toHaveLength(1);
    add(300);
    const many = await tokenFor(world, { ...withGroups, name: 'API 2', identifierUris: ['api://two'] });
    expect(many.access).not.toHaveProperty('groups');
    expect(many.access._claim_names).toEqual({ groups: 'src1' });
    expect(many.access._claim_sources).toEqual({
      src1: { endpoint: `https://graph.windows.net/${world.tenant}/users/${id}/getMemberObjects` },
    });
  });

  it('optional claims appear when registered; idtyp for users needs include_user_token', async () => {
    const world = createWorld();
    const accessToken = [
      { name: 'email' },
      { name: 'xms_edov' },
      { name: 'idtyp', additionalProperties: ['include_user_token'] },
      { name: 'nonsense' },
    ];
    const { access } = await tokenFor(world, {
      ...api,
      requestedAccessTokenVersion: 2,
      optionalClaims: { accessToken },
    });
    expect(access).toMatchObject({ email: 'alice@contoso.com', xms_edov: true, idtyp: 'user' });
    expect(access).not.toHaveProperty('nonsense');
    const mallory = world.entra.control.user('mallory@fabrikam.com');
    expect([mallory.mail, mallory.mailVerified]).toEqual(['alice@contoso.com', false]);
  });

  it('a nonce is echoed exactly, and never invented', async () => {
    const world = createWorld();
    const odd = 'n ö \u{1F600} "quoted"';
    const { body } = await gatewayTokens(world, 'alice@contoso.com', { nonce: odd });
    expect(claimsOf(body.id_token).nonce).toBe(odd);
    const { id } = await tokenFor(world, api);
    expect(id).not.toHaveProperty('nonce');
  });

  it('mapped claims come with a key of the application, which the tenant does not publish', async () => {
    const world = createWorld();
    const { access, header } = await tokenFor(world, { ...api, mappedClaims: { department: 'Sales' } });
    expect(access.department).toBe('Sales');
    const keys = await (await world.entra.login(new Request(`${login}/${world.tenant}/discovery/v2.0/keys`))).json();
    expect((keys as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)).not.toContain(header.kid);
  });
});

it('scope and refresh token follow what was asked', async () => {
  const world = createWorld();
  const server = world.appId('Sallyport MCP Server');
  const { body } = await gatewayTokens(world, 'alice@contoso.com', { scope: `api://${server}/user_impersonation` });
  expect(body).not.toHaveProperty('refresh_token');
  expect(body).not.toHaveProperty('id_token');
  expect(body.scope).toBe(`api://${server}/user_impersonation`);
  expect(gatewayRequest(world).scope).toContain('offline_access');
});
