import { describe, expect, it } from 'vitest';
import { challenge, claimsOf, createWorld, graph, login, verifier, type World } from '../testing/world.ts';

/** A delegated Graph token for the desktop client. */
async function userToken(world: World, user: string, scope: string, claims?: string): Promise<string> {
  const request = {
    client_id: world.appId('Sallyport Desktop'),
    response_type: 'code',
    redirect_uri: 'http://localhost',
    scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(claims && { claims }),
  };
  const page = await world.signIn(user, request);
  const answer = await world.token({
    client_id: request.client_id,
    grant_type: 'authorization_code',
    code: page.left?.searchParams.get('code') ?? '',
    redirect_uri: 'http://localhost',
    code_verifier: verifier,
    ...(claims && { claims }),
  });
  return answer.body.access_token;
}

/** An app-only Graph token with these roles. */
async function appToken(world: World, ...roles: string[]): Promise<string> {
  const { control } = world.entra;
  const app = control.addApplication({
    name: 'Reader',
    secrets: [{}],
    requiredResourceAccess: [{ resource: 'Microsoft Graph', roles }],
  });
  control.grantAdminConsent(app.appId);
  const answer = await world.token({
    grant_type: 'client_credentials',
    client_id: app.appId,
    client_secret: control.secretOf('Reader'),
    scope: 'https://graph.microsoft.com/.default',
  });
  return answer.body.access_token;
}

const directoryScopes = 'User.Read.All Group.Read.All Directory.Read.All';

describe('tokens at Graph', () => {
  it('are refused with what is wrong, and say where to get one', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const good = await userToken(world, 'alice@contoso.com', 'User.Read');
    const claims = claimsOf(good);
    const message = async (token: string): Promise<unknown> => {
      const { status, body } = await world.graph('/v1.0/me', token);
      expect(status).toBe(401);
      expect(body.error).toMatchObject({ code: 'InvalidAuthenticationToken' });
      return (body.error as unknown as { message: string }).message;
    };
    expect(await message('garbage')).toBe('CompactToken parsing failed with error code: 80049217');
    expect(await message(await control.mint({ claims: { ...claims, aud: world.appId('Sallyport MCP Server') } }))).toBe(
      'Access token validation failure. Invalid audience.',
    );
    expect(await message(await control.mint({ claims, key: 'foreign', graph: true }))).toBe('Signature is invalid.');
    expect(await message(await control.mint({ claims, key: 'none' }))).toBe('Signature is invalid.');
    const elsewhere = { ...claims, iss: 'https://sts.windows.net/11111111-2222-4333-8444-555555555555/' };
    expect(await message(await control.mint({ claims: elsewhere }))).toContain('Invalid issuer');
    const none = await world.entra.graph(new Request(`${graph}/v1.0/me`));
    expect(none.headers.get('www-authenticate')).toMatch(/^Bearer realm="", authorization_uri=/);
    expect(await none.json()).toMatchObject({ error: { message: 'Access token is empty.' } });
    control.clock.advance(3 * 3_600_000);
    expect(await message(good)).toBe('Lifetime validation failed, the token is expired.');
  });

  it('report errors with a date without zone and the request id of the header', async () => {
    const world = createWorld();
    const { body, headers } = await world.graph('/v1.0/me', 'x', {
      headers: { 'client-request-id': '0f0f0f0f-1111-4222-8333-444444444444' },
    });
    const { innerError } = body.error as unknown as { innerError: Record<string, string> };
    expect(innerError).toEqual({
      date: '2026-11-22T12:00:00',
      'request-id': headers.get('request-id'),
      'client-request-id': '0f0f0f0f-1111-4222-8333-444444444444',
    });
  });

  it('need the permission of the operation', async () => {
    const world = createWorld();
    const token = await userToken(world, 'alice@contoso.com', 'User.Read');
    const denied = await world.graph('/v1.0/users', token);
    expect(denied.status).toBe(403);
    expect(denied.body.error).toMatchObject({
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    });
    expect((await world.graph('/v1.0/users/alice@contoso.com', token)).status).toBe(200);
    expect((await world.graph('/v1.0/users/bob@contoso.com', token)).status).toBe(403);
    const lax = createWorld({ switches: { graphPermissions: false } });
    expect((await lax.graph('/v1.0/users', await userToken(lax, 'alice@contoso.com', 'User.Read'))).status).toBe(200);
  });

  it('of applications have no /me, and read what their roles allow', async () => {
    const world = createWorld();
    const token = await appToken(world, 'User.Read.All');
    expect(claimsOf(token)).toMatchObject({ roles: ['User.Read.All'], idtyp: 'app' });
    const me = await world.graph('/v1.0/me', token);
    expect(me.status).toBe(400);
    expect(me.body.error).toMatchObject({
      code: 'BadRequest',
      message: '/me request is only valid with delegated authentication flow.',
    });
    expect((await world.graph('/v1.0/users', token)).status).toBe(200);
    expect((await world.graph('/v1.0/groups', token)).status).toBe(403);
  });

  it('of a revoked user bring a claims challenge to clients that can take it, and go on working for others', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const cp1 = JSON.stringify({ access_token: { xms_cc: { values: ['CP1'] } } });
    const capable = await userToken(world, 'alice@contoso.com', 'User.Read', cp1);
    const plain = await userToken(world, 'alice@contoso.com', 'User.Read');
    const { exp, iat } = claimsOf(capable);
    expect(Number(exp) - Number(iat)).toBeGreaterThanOrEqual(72_300);
    control.resetPassword('alice@contoso.com');
    const challenged = await world.graph('/v1.0/me', capable);
    expect(challenged.status).toBe(401);
    const header = challenged.headers.get('www-authenticate') ?? '';
    const [, claims = ''] = /claims="([^"]+)"/.exec(header) ?? [];
    expect(header).toContain('error="insufficient_claims"');
    expect(JSON.parse(Buffer.from(claims, 'base64').toString())).toEqual({
      access_token: { nbf: { essential: true, value: '1795348800' } },
    });
    expect((await world.graph('/v1.0/me', plain)).status).toBe(200);
    control.setAccountEnabled('alice@contoso.com', false);
    expect((await world.graph('/v1.0/me', capable)).status).toBe(401);
  });

  it('meet faults: throttling and authentication contexts', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const token = await userToken(world, 'alice@contoso.com', 'User.Read');
    control.fault({
      endpoint: 'graph',
      effect: { kind: 'odata', status: 429, code: 'TooManyRequests', message: 'Too many requests', retryAfter: 7 },
      times: 1,
    });
    const throttled = await world.graph('/v1.0/me', token);
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('7');
    expect((await world.graph('/v1.0/me', token)).status).toBe(200);
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } });
    control.fault({ endpoint: 'graph', effect: { kind: 'claimsChallenge', claims }, times: 1 });
    const stepUp = await world.graph('/v1.0/me', token);
    expect(stepUp.headers.get('www-authenticate')).toContain(Buffer.from(claims).toString('base64'));
  });
});

describe('what Graph answers', () => {
  it('lets scripts of any origin call, and read challenges', async () => {
    const world = createWorld();
    const preflight = await world.entra.graph(
      new Request(`${graph}/v1.0/me`, {
        method: 'OPTIONS',
        headers: { origin: 'http://localhost:5173', 'access-control-request-headers': 'authorization' },
      }),
    );
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
    const refused = await world.graph('/v1.0/me', 'x', { headers: { origin: 'http://localhost:5173' } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
  });

  it('selects, and does not imply the id', async () => {
    const world = createWorld();
    const token = await userToken(world, 'alice@contoso.com', 'User.Read');
    const { body, headers } = await world.graph('/v1.0/me?$select=displayName,mail', token);
    expect(body).toEqual({
      '@odata.context': `${graph}/v1.0/$metadata#users(displayName,mail)/$entity`,
      displayName: 'Alice Adams',
      mail: 'alice@contoso.com',
    });
    expect(headers.get('odata-version')).toBe('4.0');
    expect(headers.get('content-type')).toContain('odata.metadata=minimal');
    expect((await world.graph('/v1.0/me?$select=nonsense', token)).status).toBe(400);
  });

  it('filters, orders, pages and counts', async () => {
    const world = createWorld();
    const token = await userToken(world, 'carla@contoso.com', directoryScopes);
    const names = async (query: string): Promise<unknown[]> =>
      (
        await world.graph(`/v1.0/users?$count=true&${query}`, token, { headers: { consistencylevel: 'eventual' } })
      ).body.value.map(({ displayName }) => displayName);
    expect(await names("$filter=startswith(displayName,'b') or jobTitle eq 'Head of Identity'")).toEqual([
      'Bob Brandt',
      'Carla Costa',
    ]);
    expect(await names('$filter=accountEnabled eq false and not (mail eq null)')).toEqual(['Dan Dupont']);
    expect(await names("$filter=displayName in ('Alice Adams','Bob Brandt')&$orderby=displayName desc")).toEqual([
      'Bob Brandt',
      'Alice Adams',
    ]);
    const first = await world.graph('/v1.0/users?$top=2&$select=displayName', token);
    expect(first.body.value).toHaveLength(2);
    const next = String(first.body['@odata.nextLink']);
    expect(next).toContain('$skiptoken=');
    const rest = await world.graph(next.slice(graph.length), token);
    expect(rest.body.value).toHaveLength(2);
    const counted = await world.graph('/v1.0/users?$count=true&$top=1', token, {
      headers: { consistencylevel: 'eventual' },
    });
    expect(counted.body['@odata.count']).toBe(5);
    for (const bad of [
      '$top=0',
      '$top=1000',
      '$top=x',
      '$skiptoken=x',
      '$filter=displayName eq',
      '$filter=((((',
      '$orderby=x',
    ]) {
      expect((await world.graph(`/v1.0/users?${bad}`, token)).status).toBe(400);
    }
  });

  it('takes what only advanced queries have with both parameters alone', async () => {
    const world = createWorld();
    const token = await userToken(world, 'carla@contoso.com', directoryScopes);
    const eventual = { headers: { consistencylevel: 'eventual' } };
    const advanced = [
      ["$filter=endsWith(mail,'@contoso.com')", "Operator 'endsWith' is not supported"],
      ['$filter=accountEnabled ne true', "Operator 'ne' is not supported"],
      ["$filter=NOT startsWith(displayName,'A')", "Operator 'not' is not supported"],
      ["$filter=startsWith(displayName,'A')&$orderby=displayName", 'Sorting not supported for current query.'],
    ];
    for (const [query, message] of advanced) {
      for (const refused of [
        await world.graph(`/v1.0/users?${query}`, token),
        await world.graph(`/v1.0/users?${query}&$count=true`, token),
        await world.graph(`/v1.0/users?${query}`, token, eventual),
      ]) {
        expect(refused.status).toBe(400);
        expect(refused.body.error).toMatchObject({
          code: 'Request_UnsupportedQuery',
          message: expect.stringContaining(String(message)),
        });
      }
      expect((await world.graph(`/v1.0/users?${query}&$count=true`, token, eventual)).status).toBe(200);
    }
    const end = await world.graph("/v1.0/users?$filter=endsWith(displayName,'s')&$count=true", token, eventual);
    expect(end.body.error).toMatchObject({ code: 'Request_UnsupportedQuery' });
  });

  it('ignores $count without ConsistencyLevel, and refuses it as a segment', async () => {
    const world = createWorld();
    const token = await userToken(world, 'carla@contoso.com', directoryScopes);
    const ignored = await world.graph('/v1.0/users?$count=true', token);
    expect(ignored.status).toBe(200);
    expect(ignored.body['@odata.count']).toBeUndefined();
    const segment = await world.graph('/v1.0/users/$count', token);
    expect(segment.status).toBe(400);
    expect(segment.body.error).toMatchObject({
      code: 'Request_BadRequest',
      message: '$count is not currently supported.',
    });
    const count = async (path: string): Promise<string> =>
      (
        await world.entra.graph(
          new Request(`${graph}/v1.0${path}`, {
            headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
          }),
        )
      ).text();
    expect(await count('/users/$count')).toBe('5');
    expect(await count("/users/$count?$filter=startswith(displayName,'b')")).toBe('1');
    expect(await count('/groups/$count')).toBe('3');
  });

  it('says which query options it does not emulate, instead of answering as if they were not there', async () => {
    const world = createWorld();
    const token = await userToken(world, 'carla@contoso.com', directoryScopes);
    for (const query of ['$search="displayName:a"', '$expand=manager', '$skip=1']) {
      const { status, body } = await world.graph(`/v1.0/users?${query}`, token);
      expect(status).toBe(501);
      expect(body.error).toMatchObject({ code: 'NotImplemented', message: expect.stringContaining('Mock Entra') });
    }
  });

  it('has the properties of a user that the directory holds nothing of, and names the type of one that nobody has', async () => {
    const world = createWorld();
    const token = await userToken(world, 'alice@contoso.com', 'User.Read');
    const { body } = await world.graph('/v1.0/me?$select=displayName,city,proxyAddresses', token);
    expect(body).toMatchObject({ displayName: 'Alice Adams', city: null, proxyAddresses: [] });
    const unknown = await world.graph('/v1.0/me?$select=nonsense', token);
    expect((unknown.body.error as unknown as { message: string }).message).toContain("on type 'microsoft.graph.user'");
  });

  it('keeps to the version that was called', async () => {
    const world = createWorld();
    const token = await userToken(world, 'carla@contoso.com', directoryScopes);
    const { body } = await world.graph('/beta/users?$top=1', token);
    expect(body['@odata.context']).toBe(`${graph}/beta/$metadata#users`);
    expect(body['@odata.nextLink']).toMatch(`${graph}/beta/users?$top=1&$skiptoken=`);
  });

  it('shows of a group no more than its id to who may not read groups', async () => {
    const world = createWorld();
    const ids = async (scope: string): Promise<unknown> => {
      const token = await userToken(world, 'carla@contoso.com', scope);
      return (await world.graph('/v1.0/me/memberOf', token)).body.value.map(({ id, displayName, ...each }) => [
        each['@odata.type'],
        typeof id,
        displayName,
      ]);
    };
    expect(await ids('User.Read')).toContainEqual(['#microsoft.graph.group', 'string', null]);
    expect(await ids('User.Read GroupMember.Read.All')).toContainEqual([
      '#microsoft.graph.group',
      'string',
      'Identity Admins',
    ]);
    const token = await appToken(world, 'GroupMember.Read.All');
    const [group] = (await world.graph('/v1.0/groups', token)).body.value;
    const members = await world.graph(`/v1.0/groups/${group?.id}/members`, token);
    expect(members.body['@odata.context']).toBe(`${graph}/v1.0/$metadata#directoryObjects`);
    expect(members.body.value[0]).toMatchObject({ '@odata.type': '#microsoft.graph.user', displayName: null });
  });

  it('casts memberships to groups, and names their ids to who resolves an overage of groups', async () => {
    const world = createWorld();
    const token = await userToken(world, 'carla@contoso.com', 'User.Read GroupMember.Read.All');
    const cast = await world.graph('/v1.0/me/transitiveMemberOf/microsoft.graph.group?$select=id', token);
    expect(cast.body['@odata.context']).toBe(`${graph}/v1.0/$metadata#groups(id)`);
    const ids = cast.body.value.map(({ id }) => id);
    const post = (path: string, body: unknown) =>
      world.graph(path, token, { method: 'POST', body: JSON.stringify(body) });
    const all = await post('/v1.0/me/getMemberObjects', { securityEnabledOnly: false });
    expect(all.body).toEqual({ '@odata.context': `${graph}/v1.0/$metadata#Collection(Edm.String)`, value: ids });
    const security = await post('/v1.0/me/getMemberGroups', { securityEnabledOnly: true });
    expect(security.body.value.length).toBeLessThan(ids.length);
    const other = '11111111-2222-4333-8444-555555555555';
    const checked = await post('/v1.0/me/checkMemberGroups', { groupIds: [ids[0], other] });
    expect(checked.body.value).toEqual([ids[0]]);
    expect((await post('/v1.0/users/alice@contoso.com/getMemberGroups', {})).status).toBe(403);
    expect((await post('/v1.0/me/getMemberGroups', { securityEnabledOnly: 'x' })).status).toBe(400);
    expect((await post('/v1.0/me/checkMemberGroups', { groupIds: 'x' })).status).toBe(400);
    expect((await post('/v1.0/me/checkMemberGroups', { groupIds: Array(21).fill(other) })).status).toBe(400);
    expect((await world.graph('/v1.0/me/getMemberGroups', token)).status).toBe(405);
  });

  it('lets those in who may even write', async () => {
    const world = createWorld();
    const token = await appToken(world, 'User.ReadWrite.All', 'Group.ReadWrite.All');
    expect((await world.graph('/v1.0/users', token)).status).toBe(200);
    expect((await world.graph('/v1.0/groups', token)).status).toBe(200);
  });

  it('shows groups, memberships, managers, the organization, userinfo, and 404 for the unknown', async () => {
    const world = createWorld();
    const token = await userToken(world, 'carla@contoso.com', `${directoryScopes} User.Read openid profile email`);
    const groups = await world.graph('/v1.0/groups', token);
    expect(groups.body.value.map(({ displayName }) => displayName)).toEqual([
      'Engineering',
      'All Company',
      'Identity Admins',
    ]);
    const [engineering] = groups.body.value;
    const members = await world.graph(`/v1.0/groups/${engineering?.id}/members`, token);
    expect(members.body.value).toHaveLength(1);
    const mine = await world.graph('/v1.0/me/memberOf', token);
    expect(mine.body.value[0]).toMatchObject({ '@odata.type': '#microsoft.graph.group' });
    expect((await world.graph('/v1.0/users/alice@contoso.com/manager', token)).body).toMatchObject({
      displayName: 'Carla Costa',
    });
    expect((await world.graph('/v1.0/organization', token)).body.value[0]).toMatchObject({ displayName: 'Contoso' });
    const missing = await world.graph('/v1.0/users/nobody@contoso.com', token);
    expect(missing.status).toBe(404);
    expect(missing.body.error).toMatchObject({ code: 'Request_ResourceNotFound' });
    const info = await world.graph('/oidc/userinfo', token);
    expect(info.body).toMatchObject({ name: 'Carla Costa', email: 'carla@contoso.com' });
    expect((await world.graph('/v1.0/nonsense', token)).status).toBe(400);
  });

  it('runs batches with dependencies, up to twenty', async () => {
    const world = createWorld();
    const token = await userToken(world, 'alice@contoso.com', 'User.Read');
    const batch = (requests: unknown) =>
      world.graph('/v1.0/$batch', token, { method: 'POST', body: JSON.stringify({ requests }) });
    const { status, body } = await batch([
      { id: '1', method: 'GET', url: '/me' },
      { id: '2', method: 'GET', url: '/users' },
      { id: '3', method: 'GET', url: '/me/memberOf', dependsOn: ['2'] },
      { id: '4', method: 'GET', url: '/me/memberOf', dependsOn: ['1'] },
      { id: '5', method: 'GET', url: 'https://evil.example/' },
    ]);
    expect(status).toBe(200);
    const responses = body.responses as { id: string; status: number; body: Record<string, unknown> }[];
    expect(responses.map((response) => [response.id, response.status])).toEqual([
      ['1', 200],
      ['2', 403],
      ['3', 424],
      ['4', 200],
      ['5', 400],
    ]);
    expect(responses[0]?.body).toMatchObject({ displayName: 'Alice Adams' });
    const failed = { innerError: { 'request-id': expect.any(String), 'client-request-id': expect.any(String) } };
    expect(responses[2]?.body.error).toMatchObject({ code: 'FailedDependency', ...failed });
    expect(responses[4]?.body.error).toMatchObject({ code: 'BadRequest', ...failed });
    const relative = await batch([
      { id: 'a', method: 'GET', url: 'me?$select=displayName' },
      { id: 'b', method: 'POST', url: '/me/getMemberGroups', body: {}, dependsOn: ['A'] },
      {
        id: 'c',
        method: 'POST',
        url: '/me/getMemberGroups',
        body: {},
        headers: { 'Content-Type': 'application/json' },
      },
    ]);
    const statuses = (relative.body.responses as { status: number }[]).map((each) => each.status);
    expect(statuses).toEqual([200, 400, 200]);
    const item = { method: 'GET', url: '/me' };
    for (const requests of [
      [
        { ...item, id: 'a' },
        { ...item, id: 'A' },
      ],
      [{ ...item, id: 'a', dependsOn: ['b'] }],
    ]) {
      expect((await batch(requests)).status).toBe(400);
    }
    const many = Array.from({ length: 21 }, (_, index) => ({ id: String(index), method: 'GET', url: '/me' }));
    expect((await batch(many)).status).toBe(400);
    expect((await batch([many[0], many[0]])).status).toBe(400);
    expect((await batch('x')).status).toBe(400);
  });

  it('never accepts a v2.0 API token, although it is the same user and the same issuer', async () => {
    const world = createWorld();
    const token = await userToken(
      world,
      'alice@contoso.com',
      `api://${world.appId('Sallyport MCP Server')}/user_impersonation`,
    );
    expect(claimsOf(token).iss).toBe(`${login}/${world.tenant}/v2.0`);
    expect((await world.graph('/v1.0/me', token)).status).toBe(401);
  });
});
