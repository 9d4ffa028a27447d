/** Clients in other languages as they speak on the wire: MSAL for Python in the Azure CLI, ADAL at the v1.0 endpoints. */
import { describe, expect, it } from 'vitest';
import { claimsOf, createWorld, frozenNow, gatewayTokens, login, onBehalfOf, type World } from './testing/world.ts';

const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const azurePowerShell = '1950a258-227b-4e31-a9cf-717495945fc2';
const correlation = 'a1b2c3d4-0000-4000-8000-0123456789ab';
/** What MSAL for Python sends along. */
const python = {
  'x-client-sku': 'MSAL.Python',
  'x-client-ver': '1.31.0',
  'x-client-os': 'linux',
  'x-client-cpu': 'x86_64',
  'x-ms-lib-capability': 'retry-after, h429',
  'x-client-current-telemetry': '4|622,0|',
  'x-anchormailbox': 'Oid:0000@1111',
  'client-request-id': correlation,
};

/** Signs Bob in on a device. */
async function onDevice(world: World, userCode: string): Promise<void> {
  const browser = world.browser();
  const page = await browser.submit(await browser.open(`${login}/device`), { otc: userCode });
  const passwd = world.entra.control.passwordOf('bob@contoso.com');
  await browser.submit(page, { login: 'bob@contoso.com', passwd });
}

describe('the Azure CLI and Azure PowerShell', () => {
  it.each([azureCli, azurePowerShell])(
    '%s signs in on a device and gets Azure Resource Manager without consent',
    async (client_id) => {
      const world = createWorld();
      const scope = 'https://management.core.windows.net//.default offline_access openid profile';
      const started = await world.entra.login(
        new Request(`${login}/organizations/oauth2/v2.0/devicecode`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...python },
          body: new URLSearchParams({ client_id, scope }),
        }),
      );
      expect(started.headers.get('client-request-id')).toBe(correlation);
      const { device_code, user_code } = await started.json();
      await onDevice(world, user_code);
      const form = { client_id, grant_type: 'device_code', device_code, scope, client_info: '1', claims: cp1 };
      const answer = await world.token(form, { segment: 'organizations', headers: python });
      expect(claimsOf(answer.body.access_token)).toMatchObject({
        aud: 'https://management.core.windows.net/',
        appid: client_id,
        scp: 'user_impersonation',
        xms_cc: ['cp1'],
      });
      // a second subscription's tenant, and another service, with the same refresh token
      const vault = { scope: 'https://vault.azure.net/.default openid profile offline_access', client_id };
      const again = { ...vault, grant_type: 'refresh_token', refresh_token: answer.body.refresh_token };
      expect((await world.token(again, { segment: world.tenant, headers: python })).status).toBe(200);
      expect(
        (await world.token({ ...again, scope: 'https://graph.microsoft.com/Mail.Read' })).body.error_codes,
      ).toEqual([65001]);
    },
  );

  it('ask about the realm of a name in the older form first', async () => {
    const world = createWorld();
    const realm = async (name: string) =>
      (
        await world.entra.login(new Request(`${login}/common/UserRealm/${name}?api-version=1.0`, { headers: python }))
      ).json();
    expect(await realm('alice@contoso.com')).toEqual({
      ver: '1.0',
      account_type: 'Managed',
      domain_name: 'contoso.com',
      cloud_instance_name: 'microsoftonline.com',
      cloud_audience_urn: 'urn:federation:MicrosoftOnline',
    });
    expect(await realm('x@nowhere.example')).toMatchObject({ account_type: 'Unknown' });
  });
});

const cp1 = '{"access_token":{"xms_cc":{"values":["cp1"]}}}';

describe('ADAL at the v1.0 endpoints', () => {
  it('names the resource, and gets times as text', async () => {
    const world = createWorld();
    const daemon = {
      grant_type: 'client_credentials',
      client_id: world.appId('Sallyport Daemon'),
      client_secret: world.entra.control.secretOf('Sallyport Daemon'),
    };
    const resource = 'https://sallyport.azure-api.net/mcp';
    const { body } = await world.token({ ...daemon, resource }, { version: 1 });
    expect(body).toMatchObject({
      resource,
      expires_in: '3599',
      expires_on: String(frozenNow / 1000 + 3600),
      not_before: String(frozenNow / 1000 - 300),
    });
    expect(Object.keys(body)).toEqual([
      ...['token_type', 'expires_in', 'ext_expires_in', 'expires_on', 'not_before', 'resource', 'access_token'],
    ]);
    const unknown = await world.token({ ...daemon, resource: 'https://nobody.example' }, { version: 1 });
    expect(unknown.body.error_codes).toEqual([500011]);
  });

  it('exchanges on behalf of a user, and is told of a second factor by another name than v2.0 has', async () => {
    const world = createWorld();
    const assertion = (await gatewayTokens(world)).body.access_token;
    const form = {
      grant_type: onBehalfOf,
      client_id: world.appId('Sallyport MCP Server'),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await world.assertion('sallyport-server'),
      requested_token_use: 'on_behalf_of',
      resource: 'https://graph.microsoft.com',
      assertion,
    };
    const { body } = await world.token(form, { version: 1 });
    expect(claimsOf(body.access_token)).toMatchObject({ aud: 'https://graph.microsoft.com', scp: 'User.Read' });
    world.entra.control.addConditionalAccess({ displayName: 'MFA', applications: ['Microsoft Graph'], grant: 'mfa' });
    const refused = await world.token(form, { version: 1 });
    expect(refused.body).toMatchObject({
      error: 'interaction_required',
      suberror: 'basic_action',
      error_codes: [50076],
    });
  });
});
