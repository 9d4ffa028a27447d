import { describe, expect, it } from 'vitest';
import { consumersTenantId } from '../../directory/model.ts';
import { type AnswerBody, createWorld, login, type World } from '../../testing/world.ts';

async function get(world: World, path: string): Promise<{ status: number; body: AnswerBody; headers: Headers }> {
  const response = await world.entra.login(new Request(`${login}${path}`));
  const text = await response.text();
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : { text },
    headers: response.headers,
  };
}

describe('OpenID discovery', () => {
  it('has the v2.0 members in wire order and leaves out what Entra leaves out', async () => {
    const world = createWorld();
    const { body, headers } = await get(world, '/contoso.com/v2.0/.well-known/openid-configuration');
    expect(Object.keys(body)).toEqual([
      ...['token_endpoint', 'token_endpoint_auth_methods_supported', 'jwks_uri', 'response_modes_supported'],
      ...[
        'subject_types_supported',
        'id_token_signing_alg_values_supported',
        'response_types_supported',
        'scopes_supported',
      ],
      ...['issuer', 'request_uri_parameter_supported', 'userinfo_endpoint', 'authorization_endpoint'],
      ...[
        'device_authorization_endpoint',
        'http_logout_supported',
        'frontchannel_logout_supported',
        'end_session_endpoint',
      ],
      ...[
        'claims_supported',
        'kerberos_endpoint',
        'tenant_region_scope',
        'cloud_instance_name',
        'cloud_graph_host_name',
      ],
      ...['msgraph_host', 'rbac_url'],
    ]);
    expect(body).toMatchObject({
      issuer: `${login}/${world.tenant}/v2.0`,
      token_endpoint: `${login}/${world.tenant}/oauth2/v2.0/token`,
      tenant_region_scope: 'EU',
    });
    expect(headers.get('cache-control')).toBe('max-age=86400, private');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('templates the issuer of common and organizations, and names the tenant of consumers', async () => {
    const world = createWorld();
    const issuer = async (segment: string) =>
      (await get(world, `/${segment}/v2.0/.well-known/openid-configuration`)).body.issuer;
    expect(await issuer('common')).toBe(`${login}/{tenantid}/v2.0`);
    expect(await issuer('organizations')).toBe(`${login}/{tenantid}/v2.0`);
    expect(await issuer('consumers')).toBe(`${login}/${consumersTenantId}/v2.0`);
    expect(await issuer(world.tenant.toUpperCase())).toBe(`${login}/${world.tenant}/v2.0`);
  });

  it('v1.0 has the issuer with a trailing slash on another origin', async () => {
    const world = createWorld();
    const { body } = await get(world, '/contoso.com/.well-known/openid-configuration');
    expect(body.issuer).toBe(`https://sts.windows.net/${world.tenant}/`);
    expect(body.microsoft_multi_refresh_token).toBe(true);
    const common = await get(world, '/common/.well-known/openid-configuration');
    expect(common.body.issuer).toBe('https://sts.windows.net/{tenantid}/');
    expect(common.body.jwks_uri).toBe(`${login}/common/discovery/keys`);
  });

  it('answers an unknown tenant with invalid_tenant, and has no RFC 8414 document', async () => {
    const world = createWorld();
    const unknown = await get(world, '/nowhere.example/v2.0/.well-known/openid-configuration');
    expect(unknown.status).toBe(400);
    expect(unknown.body).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
    expect((await get(world, `/.well-known/oauth-authorization-server/${world.tenant}/v2.0`)).status).toBe(404);
    expect((await get(world, `/.well-known/openid-configuration/${world.tenant}/v2.0`)).status).toBe(404);
  });

  it('passes the appid on to the key set', async () => {
    const world = createWorld();
    const { body } = await get(world, '/contoso.com/v2.0/.well-known/openid-configuration?appid=abc');
    expect(body.jwks_uri).toBe(`${login}/${world.tenant}/discovery/v2.0/keys?appid=abc`);
  });
});

interface KeySet {
  readonly keys: readonly { kid: string; x5t: string; issuer?: string; alg?: string; x5c: string[] }[];
}

describe('key sets', () => {
  const keys = async (world: World, segment: string, suffix = ''): Promise<KeySet['keys']> =>
    ((await get(world, `/${segment}/discovery/v2.0/keys${suffix}`)).body as unknown as KeySet).keys;

  it('hold more than one key, with certificate and issuer, without alg; v1.0 without issuer', async () => {
    const world = createWorld();
    const found = await keys(world, world.tenant);
    expect(found.length).toBeGreaterThan(1);
    for (const key of found) {
      expect(key.kid).toMatch(/^sallyport-/);
      expect(key.issuer).toBe(`${login}/{tenantid}/v2.0`);
      expect(key).not.toHaveProperty('alg');
    }
    const v1 = (await get(world, `/${world.tenant}/discovery/keys`)).body as unknown as KeySet;
    expect(v1.keys[0]).not.toHaveProperty('issuer');
  });

  it('are shared by tenants unless a tenant has its own; common shows all of them', async () => {
    const world = createWorld();
    const ids = async (segment: string) => (await keys(world, segment)).map(({ kid }) => kid);
    expect(await ids('contoso.com')).toEqual(await ids('fabrikam.com'));
    const own = await ids('tailspin.onmicrosoft.com');
    expect(await ids('contoso.com')).not.toEqual(own);
    const personal = await keys(world, 'consumers');
    expect(personal[0]?.issuer).toBe(`${login}/${consumersTenantId}/v2.0`);
    const common = await ids('common');
    for (const kid of [...own, ...(await ids('contoso.com'))]) expect(common).toContain(kid);
  });

  it('keep the old key after a rotation and lose everything after a compromise', async () => {
    const world = createWorld();
    const before = await keys(world, world.tenant);
    await world.entra.control.rotateKeys();
    const rotated = await keys(world, world.tenant);
    expect(rotated.map(({ kid }) => kid)).toEqual(expect.arrayContaining(before.map(({ kid }) => kid)));
    expect(rotated.length).toBe(before.length + 1);
    const remove = world.entra.control.fault({ endpoint: 'keys', effect: { kind: 'staleKeys' } });
    expect(await keys(world, world.tenant)).toEqual(before);
    remove();
    await world.entra.control.compromiseKeys();
    const after = await keys(world, world.tenant);
    for (const { kid } of rotated) expect(after.map((key) => key.kid)).not.toContain(kid);
  });

  it('show the own keys of an application to those who ask with its appid', async () => {
    const world = createWorld();
    const app = world.entra.control.addApplication({ name: 'Mapped', mappedClaims: { department: 'Sales' } });
    const own = await keys(world, world.tenant, `?appid=${app.appId}`);
    const others = (await keys(world, world.tenant)).map(({ kid }) => kid);
    expect(own.length).toBeGreaterThan(0);
    for (const { kid } of own) expect(others).not.toContain(kid);
    expect((await keys(world, world.tenant, '?appid=unknown')).map(({ kid }) => kid)).toEqual(others);
  });
});

describe('instance discovery and realms', () => {
  it('knows the clouds and refuses strangers', async () => {
    const world = createWorld();
    const endpoint = encodeURIComponent(`${login}/${world.tenant}/oauth2/v2.0/authorize`);
    const known = await get(world, `/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`);
    expect(known.body).toMatchObject({
      tenant_discovery_endpoint: `${login}/${world.tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
    });
    const strange = await get(world, '/common/discovery/instance?authorization_endpoint=https://login.evil.example/x');
    expect(strange.body).toMatchObject({ error: 'invalid_instance', error_codes: [50049] });
    expect(strange.status).toBe(400);
  });

  it('tells managed domains from unknown ones', async () => {
    const world = createWorld();
    expect((await get(world, '/common/userrealm/alice@contoso.com?api-version=2.1')).body).toMatchObject({
      NameSpaceType: 'Managed',
    });
    expect((await get(world, '/getuserrealm.srf?login=x@nowhere.example')).body).toMatchObject({
      NameSpaceType: 'Unknown',
    });
    const type = await world.entra.login(
      new Request(`${login}/common/GetCredentialType`, {
        method: 'POST',
        body: JSON.stringify({ username: 'alice@contoso.com' }),
      }),
    );
    expect(await type.json()).toMatchObject({ IfExistsResult: 0 });
  });
});
