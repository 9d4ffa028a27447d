import { describe, expect, it } from 'vitest';
import { bearer, claimsOf, createWorld, type World } from '../testing/world.ts';

const exchange = 'api://AzureADTokenExchange';
const github = 'https://token.actions.githubusercontent.com';

/** Client credentials of an application with these federated credentials, presenting an assertion. */
async function present(
  world: World,
  federatedIdentityCredentials: NonNullable<
    Parameters<World['entra']['control']['addCredentials']>[1]['federatedIdentityCredentials']
  >,
  assertion: string,
): Promise<{ code: number | undefined; status: number; error: string }> {
  const { control } = world.entra;
  const application = control.addApplication({ name: `Workload ${Math.random()}`, federatedIdentityCredentials });
  const answer = await world.token({
    grant_type: 'client_credentials',
    client_id: application.appId,
    client_assertion_type: bearer,
    client_assertion: assertion,
    scope: 'https://graph.microsoft.com/.default',
  });
  return { code: answer.body.error_codes?.[0], status: answer.status, error: answer.body.error };
}

describe('managed identities as federated credentials', () => {
  it('present a v2.0 token with the GUID audience, for which the credential registers the URI', async () => {
    const world = createWorld();
    const assertion = await world.assertion('sallyport-server');
    const { principalId, clientId } = world.entra.control.managedIdentity('sallyport-server');
    expect(claimsOf(assertion)).toMatchObject({
      aud: 'fb60f99c-7a34-4190-8149-302f77469936',
      iss: `https://login.microsoftonline.com/${world.tenant}/v2.0`,
      sub: principalId,
      oid: principalId,
      azp: clientId,
      azpacr: '2',
      idtyp: 'app',
      ver: '2.0',
    });
    expect(await present(world, [{ name: 'a', managedIdentity: 'sallyport-server' }], assertion)).toMatchObject({
      status: 200,
    });
  });

  const issuer = (world: World): string => `https://login.microsoftonline.com/${world.tenant}/v2.0`;
  const cases: readonly (readonly [
    string,
    (world: World) => { issuer: string; subject: string; audiences?: string[] },
    number,
  ])[] = [
    [
      'a subject that is the client id',
      (world) => ({ issuer: issuer(world), subject: world.entra.control.managedIdentity('sallyport-server').clientId }),
      700213,
    ],
    [
      'a subject in another case',
      (world) => ({
        issuer: issuer(world),
        subject: world.entra.control.managedIdentity('sallyport-server').principalId.toUpperCase(),
      }),
      7002138,
    ],
    [
      'an audience registered as GUID',
      (world) => ({
        issuer: issuer(world),
        subject: world.entra.control.managedIdentity('sallyport-server').principalId,
        audiences: ['fb60f99c-7a34-4190-8149-302f77469936'],
      }),
      700214,
    ],
    [
      'the issuer of another tenant',
      (world) => ({
        issuer: 'https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0',
        subject: world.entra.control.managedIdentity('sallyport-server').principalId,
      }),
      700211,
    ],
    [
      'an issuer with a trailing slash',
      (world) => ({
        issuer: `${issuer(world)}/`,
        subject: world.entra.control.managedIdentity('sallyport-server').principalId,
      }),
      700211,
    ],
  ];
  it.each(cases)('refuse %s', async (_what, credential, code) => {
    const world = createWorld();
    const assertion = await world.assertion('sallyport-server');
    expect(await present(world, [{ name: 'a', ...credential(world) }], assertion)).toEqual({
      code,
      status: 401,
      error: 'invalid_client',
    });
  });

  it('refuse the token of another resource, of a system-assigned identity, of v1.0, of a user, of an application', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const own = await world.assertion('sallyport-server');
    const credentials = [{ name: 'a', managedIdentity: 'sallyport-server' }];
    const claims = claimsOf(own);
    const wrongAudience = await control.mint({ claims: { ...claims, aud: 'https://vault.azure.net' } });
    expect(await present(world, credentials, wrongAudience)).toMatchObject({ code: 7002121 });
    const v1 = await control.mint({ claims: { ...claims, iss: `https://sts.windows.net/${world.tenant}/` } });
    expect(await present(world, credentials, v1)).toMatchObject({ code: 700227 });
    const user = await control.mint({ claims: { ...claims, scp: 'user_impersonation' } });
    expect(await present(world, credentials, user)).toMatchObject({ code: 700229 });
    const site = control.managedIdentity('sallyport-site');
    const system = await control.mint({ claims: { ...claims, sub: site.principalId, oid: site.principalId } });
    expect(await present(world, [{ name: 'a', managedIdentity: 'sallyport-site' }], system)).toMatchObject({
      code: 700226,
    });
    const cloud = await control.mint({ claims: { ...claims, iss: 'https://login.microsoftonline.us/x/v2.0' } });
    expect(await present(world, credentials, cloud)).toMatchObject({ code: 700238 });
    const forged = await control.mint({ claims, key: 'foreign' });
    expect(await present(world, credentials, forged)).toMatchObject({ code: 50013, status: 401 });
  });

  it('refuse the identity of another tenant', async () => {
    const world = createWorld();
    const foreign = world.entra.control.managedIdentity('fabrikam-agent');
    const assertion = await world.assertion('fabrikam-agent');
    const credential = {
      name: 'a',
      issuer: `https://login.microsoftonline.com/${foreign.tenantId}/v2.0`,
      subject: foreign.principalId,
    };
    expect(await present(world, [credential], assertion)).toMatchObject({ code: 700236 });
  });

  it('fail a day later when the client kept its first assertion', async () => {
    const world = createWorld();
    const assertion = await world.assertion('sallyport-server');
    world.entra.control.clock.advance(25 * 3_600_000);
    const credentials = [{ name: 'a', managedIdentity: 'sallyport-server' }];
    expect(await present(world, credentials, assertion)).toEqual({
      code: 700024,
      status: 401,
      error: 'invalid_client',
    });
    const fresh = await world.assertion('sallyport-server');
    expect(await present(world, credentials, fresh)).toMatchObject({ status: 200 });
  });
});

describe('external issuers as federated credentials', () => {
  const byBranch = 'repo:contoso/tools:ref:refs/heads/main';
  const byId = 'repo:contoso@1234/tools@5678:ref:refs/heads/main';

  it.each([byBranch, byId])('accept GitHub Actions with subject %s', async (subject) => {
    const world = createWorld();
    const assertion = await world.entra.control.mintExternal(github, { sub: subject, aud: exchange });
    expect(await present(world, [{ name: 'a', issuer: github, subject }], assertion)).toMatchObject({ status: 200 });
  });

  it('refuse another issuer, subject, case, audience, signature, and time', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const credentials = [{ name: 'a', issuer: github, subject: byBranch }];
    const mint = (claims: Record<string, unknown>): Promise<string> =>
      control.mintExternal(github, { sub: byBranch, aud: exchange, ...claims });
    expect(await present(world, credentials, await mint({ iss: 'https://other.example' }))).toMatchObject({
      code: 700211,
    });
    expect(await present(world, credentials, await mint({ sub: 'repo:other' }))).toMatchObject({ code: 700213 });
    expect(await present(world, credentials, await mint({ sub: byBranch.toUpperCase() }))).toMatchObject({
      code: 7002138,
    });
    expect(await present(world, credentials, await mint({ aud: 'https://github.com/contoso' }))).toMatchObject({
      code: 700212,
    });
    expect(await present(world, credentials, await mint({ exp: 1 }))).toMatchObject({ code: 700024 });
    const good = await mint({});
    expect(await present(world, credentials, `${good.slice(0, -8)}AAAAAAAA`)).toMatchObject({ code: 50013 });
  });

  it('answer with the one old number under the generic switch', async () => {
    const world = createWorld({ switches: { federatedMismatch: 'generic' } });
    const assertion = await world.entra.control.mintExternal(github, { sub: 'other', aud: exchange });
    const answer = await present(world, [{ name: 'a', issuer: github, subject: byBranch }], assertion);
    expect(answer).toEqual({ code: 70021, status: 400, error: 'invalid_request' });
  });
});
