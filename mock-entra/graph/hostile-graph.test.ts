/** Input at Graph that is deep, long or circular ends in an OData error, and soon. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let token = '';

beforeAll(async () => {
  world = createWorld();
  const { control } = world.entra;
  const required = [{ resource: 'Microsoft Graph', roles: ['User.Read.All', 'Group.Read.All'] }];
  const app = control.addApplication({ name: 'Reader', secrets: [{}], requiredResourceAccess: required });
  control.grantAdminConsent(app.appId);
  const { body } = await world.token({
    grant_type: 'client_credentials',
    client_id: app.appId,
    client_secret: control.secretOf('Reader'),
    scope: 'https://graph.microsoft.com/.default',
  });
  token = body.access_token;
});

const users = (query: string) =>
  world.graph(`/v1.0/users?${query}`, token, { headers: { consistencylevel: 'eventual' } });
const batch = (body: string) =>
  world.graph('/v1.0/$batch', token, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

describe('a filter', () => {
  const equal = "displayName eq 'x'";
  it.each([
    ['with brackets without end', `${'('.repeat(1900)}${equal}${')'.repeat(1900)}`],
    ['with brackets that never close', '('.repeat(3000)],
    ['with negations without end', `${'not '.repeat(990)}${equal}`],
    ['that is too long', `displayName eq '${'x'.repeat(9000)}'`],
    ['whose text never ends', "displayName eq 'x"],
    ['of a list without end', `displayName in (${"'a',".repeat(1300)}`],
    ['of a property of the runtime', '__proto__ eq null'],
    ['of a function of the runtime', "constructor(displayName,'x')"],
  ])('%s is refused', async (_what, filter) => {
    const { status, body } = await users(`$filter=${encodeURIComponent(filter)}`);
    expect([status, typeof (body.error as unknown as { code: unknown }).code]).toEqual([400, 'string']);
  });

  it('as long as may be is answered', async () => {
    const { status } = await users(`$filter=${encodeURIComponent(Array(170).fill(equal).join(' or '))}`);
    expect(status).toBe(200);
  });
});

it.each(['-1', '0', '1e3', '999999999999999999999', 'NaN', '', '1;2'])('$top=%s never fails', async (top) => {
  expect((await users(`$top=${encodeURIComponent(top)}`)).status).toBeLessThan(500);
  expect((await users(`$skiptoken=${encodeURIComponent(top)}`)).status).toBeLessThan(500);
});

describe('a batch', () => {
  const item = (id: string, more: object = {}) => ({ id, method: 'GET', url: '/users?$top=1', ...more });
  it.each([
    ['that depends on itself', [item('1', { dependsOn: ['1'] })]],
    ['that goes round', [item('1', { dependsOn: ['2'] }), item('2', { dependsOn: ['1'] })]],
    ['with one id twice', [item('1'), item('1')]],
    ['of twenty-one', Array.from({ length: 21 }, (_, index) => item(String(index)))],
    ['of what is no request', [1, null, 'x']],
  ])('%s is refused', async (_what, requests) => {
    expect((await batch(JSON.stringify({ requests }))).status).toBe(400);
  });

  it('holds no batch, under any spelling of its name', async () => {
    const urls = ['/$batch', '/%24batch', '/$BATCH?x=1'];
    const requests = urls.map((url, index) => ({
      id: String(index),
      method: 'POST',
      url,
      body: { requests: [item('1')] },
    }));
    const { status, body } = await batch(JSON.stringify({ requests }));
    expect(status).toBe(200);
    expect((body.responses as { status: number }[]).map((each) => each.status)).toEqual([400, 400, 400]);
  });

  it('with a body nested without end is no failure of ours', async () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const { status } = await batch(`{"requests":[{"id":"1","method":"POST","url":"/users","body":${deep}}]}`);
    expect(status).toBeLessThan(500);
    expect((await batch('['.repeat(100_000))).status).toBe(400);
  });

  it('leads to no other host', async () => {
    const urls = ['//evil.example/x', 'https://evil.example/x', '/../../evil', '@evil.example/', '/\\evil.example'];
    const requests = urls.map((url, index) => item(String(index), { url }));
    const { body } = await batch(JSON.stringify({ requests }));
    for (const each of body.responses as { status: number }[]) expect(each.status).toBeGreaterThanOrEqual(400);
  });
});
