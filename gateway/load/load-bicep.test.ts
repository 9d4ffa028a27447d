// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Bicep writes its interpolations like this
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPolicy } from '../document/read-policy.ts';
import { expandDerived } from './foreign-service.ts';
import { load } from './load.ts';
import { loadBicep } from './load-bicep.ts';
import { LoadError } from './load-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bicep-'));
  await put('azure.yaml', 'name: test\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const main = () => join(folder, 'infra', 'main.bicep');

describe('a deployment', () => {
  beforeEach(async () => {
    await put(
      'infra/main.bicep',
      `param environmentName string
param serverId string
module gateway 'gateway.bicep' = {
  name: 'gateway'
  params: { serviceName: 'apim-\${environmentName}', scopes: 'a b', serverId: serverId }
}
`,
    );
    await put(
      'infra/gateway.bicep',
      `param serviceName string
param scopes string
param serverId string
resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = { name: serviceName }
resource site 'Microsoft.Web/sites@2024-04-01' existing = { name: 'site' }
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = { name: 'identity' }
resource all 'Microsoft.ApiManagement/service/policies@2024-05-01' = {
  parent: service
  name: 'policy'
  properties: {
    value: '''
<policies>
  <inbound><x v="a & b" /></inbound>
</policies>'''
  }
}
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'mcp'
  properties: {
    displayName: 'MCP'
    path: 'mcp'
    subscriptionRequired: false
    serviceUrl: 'https://\${site.properties.defaultHostName}/mcp'
  }
  resource message 'operations' = {
    name: 'message'
    properties: { displayName: 'Message', method: 'POST', urlTemplate: '/message' }
    resource policy 'policies' = {
      name: 'policy'
      properties: { format: 'rawxml', value: replace(loadTextContent('policies/message.xml'), '{backend}', 'b') }
    }
  }
}
resource values 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = [for item in items({
  scopes: scopes
  callback: '\${service.properties.gatewayUrl}/callback'
  identity: identity.properties.clientId
  server: serverId
}): {
  parent: service
  name: item.key
  properties: { displayName: item.key, value: item.value, secret: item.key == 'server' }
}]
resource fragment 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'part'
  properties: { format: 'xml', value: loadTextContent('policies/part.xml') }
}
resource product 'Microsoft.ApiManagement/service/products@2024-05-01' = {
  parent: service
  name: 'gold'
  properties: { displayName: 'Gold' }
  resource has 'apis' = { name: api.name }
}
`,
    );
    await put(
      'infra/policies/message.xml',
      '<policies><inbound><set-backend-service backend-id="{backend}" /></inbound></policies>',
    );
    await put('infra/policies/part.xml', '<fragment />');
  });

  it('becomes a service: APIs, operations, products, fragments, and policies from files and text', () => {
    const { service } = loadBicep(main());
    expect(service).toMatchObject({
      apis: [
        {
          id: 'mcp',
          name: 'MCP',
          path: 'mcp',
          subscriptionRequired: false,
          serviceUrl: 'https://{{site.properties.defaultHostName}}/mcp',
          operations: [
            {
              id: 'message',
              method: 'POST',
              urlTemplate: '/message',
              policy: {
                format: 'rawxml',
                file: expect.stringMatching(/policies\/message\.xml$/),
                text: expect.stringContaining('backend-id="b"'),
              },
            },
          ],
        },
      ],
      products: [{ id: 'gold', name: 'Gold', apiIds: ['mcp'] }],
      policy: { format: 'xml', file: expect.stringMatching(/gateway\.bicep$/) },
    });
    expect(service.fragments.get('part')).toMatchObject({ text: '<fragment />', format: 'xml' });
  });

  it('takes a file that several operations share as one document', async () => {
    const policy =
      "resource policy 'policies' = { name: 'policy', properties: { format: 'rawxml', value: loadTextContent('p.xml') } }";
    const operation = (id: string) => `  resource ${id} 'operations' = {\n    name: '${id}'\n    ${policy}\n  }\n`;
    await put('infra/p.xml', '<policies />');
    await put(
      'infra/main.bicep',
      `resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {\n  name: 's/a'\n${operation('one')}${operation('two')}}\n`,
    );
    const [one, two] = loadBicep(main()).service.apis[0]?.operations ?? [];
    expect(one?.policy?.text).toBe('<policies />');
    expect(one?.policy).toBe(two?.policy);
  });

  it('keeps the lines of policies that stand in Bicep', () => {
    const { policy } = loadBicep(main()).service;
    if (!policy) throw new Error('no policy');
    expect(readPolicy(policy).problems).toMatchObject([{ line: 13, column: 20 }]);
  });

  it('knows what properties of resources stand for, names the rest, and derives what is made of them', () => {
    const { service, derived, gaps, hosts, references } = loadBicep(main());
    expect(service.namedValues).toEqual([
      { name: 'callback', secret: false },
      { name: 'identity', secret: false, role: 'managedIdentityClientId' },
      { name: 'scopes', secret: false, value: 'a b' },
      { name: 'server', secret: true },
      { name: 'site.properties.defaultHostName', secret: false, value: 'site.azurewebsites.net' },
      { name: 'service.properties.gatewayUrl', secret: false, role: 'gatewayUrl' },
      { name: 'identity.properties.clientId', secret: false, role: 'managedIdentityClientId' },
      { name: 'serverId', secret: false },
    ]);
    expect(gaps).toMatchObject([
      {
        file: expect.stringContaining('gateway.bicep'),
        line: 35,
        message: expect.stringContaining("'serverId' is known"),
      },
    ]);
    expect(hosts).toEqual([
      {
        host: 'site.azurewebsites.net',
        kind: 'web-app',
        source: 'site.properties.defaultHostName',
        file: expect.stringMatching(/gateway\.bicep$/),
        line: 17,
      },
    ]);
    expect([...(references ?? [])]).toEqual([
      ['identity.properties.clientId', { kind: 'identity', of: 'identity', property: 'clientId' }],
    ]);
    const bindings = { gatewayUrl: 'https://g.example' };
    expect(expandDerived(derived, service.namedValues, bindings, { serverId: 's' })).toEqual({
      callback: 'https://g.example/callback',
      server: 's',
    });
    const withIdentity = expandDerived(derived, service.namedValues, bindings, { 'identity.properties.clientId': 'i' });
    expect(withIdentity).toEqual({ callback: 'https://g.example/callback', identity: 'i' });
    expect(expandDerived(derived, service.namedValues, bindings)).toEqual({ callback: 'https://g.example/callback' });
  });

  it('lends parameters the roles of the named values that they are', async () => {
    await put(
      'infra/main.bicep',
      `@secure()
param secret string
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: 'a' } }
resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  name: 's/a/policy'
  properties: { format: 'rawxml', value: '<policies><inbound><set-body>client_secret={{broker-secret}}</set-body></inbound></policies>' }
}
resource value 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = {
  name: 's/broker-secret'
  properties: { displayName: 'broker-secret', secret: true, value: secret }
}
`,
    );
    const loaded = await load(folder);
    if (loaded.layout === 'plain') throw new Error('plain');
    expect(loaded.service.namedValues).toContainEqual({ name: 'secret', secret: false, role: 'clientSecret' });
    expect(loaded.standIns).toEqual(new Map());
    expect(loaded.gaps.filter(({ message }) => message.includes('secret'))).toEqual([]);
  });

  it('sees the roles of parameters that policies have in their text, replaced or put in', async () => {
    await put(
      'infra/main.bicep',
      `param tenant string
param app string
param other string
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: 'a' } }
resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  name: 's/a/policy'
  properties: {
    format: 'rawxml'
    value: replace('<policies><inbound><validate-azure-ad-token tenant-id="%t%"><audiences><audience>\${app}</audience></audiences></validate-azure-ad-token><set-body>\${other}</set-body></inbound></policies>', '%t%', tenant)
  }
}
`,
    );
    const loaded = await load(folder);
    if (loaded.layout === 'plain') throw new Error('plain');
    expect(loaded.service.namedValues).toMatchObject([
      { name: 'tenant', role: 'tenantId' },
      { name: 'app', role: 'audience' },
      { name: 'other' },
    ]);
    // a word stands in for what shows no role, and only that is missing
    expect([...(loaded.standIns ?? [])]).toEqual([['other', 'other']]);
    expect(loaded.gaps.flatMap((gap) => ('name' in gap ? [gap.name] : []))).toEqual(['other']);
  });

  it('keeps long expressions apart that begin alike', async () => {
    const long = (end: string): string => `listKeys(resourceId('A.B/c', '${'x'.repeat(90)}'), '2024').${end}`;
    await put(
      'infra/main.bicep',
      `resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: 'a' } }
resource backend 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  name: 's/b'
  properties: { url: 'https://b.example', credentials: { query: { one: [${long('first')}], two: [${long('second')}] } } }
}
`,
    );
    const loaded = await load(folder);
    if (loaded.layout === 'plain') throw new Error('plain');
    const { one, two } = loaded.service.backends[0]?.credentials?.query ?? {};
    expect(one).toHaveLength(1);
    expect(one).not.toEqual(two);
  });

  it('knows the app roles that Microsoft Graph is told to give', async () => {
    await put(
      'infra/main.bicep',
      `extension microsoftGraphV1
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: 'a' } }
resource id 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = { name: 'caller' }
resource server 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'server'
  displayName: 'Server'
  appRoles: [{ id: '11111111-1111-4111-8111-111111111111', value: 'Tools.Call' }]
}
resource client 'Microsoft.Graph/applications@v1.0' = { uniqueName: 'client', displayName: 'Client' }
resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = { appId: server.appId }
resource other 'Microsoft.Graph/servicePrincipals@v1.0' = { appId: client.appId }
resource one 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  appRoleId: server.appRoles[0].id
  principalId: id.properties.principalId
  resourceId: principal.id
}
resource two 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  appRoleId: server.appRoles[0].id
  principalId: other.id
  resourceId: principal.id
}
`,
    );
    const loaded = await load(folder);
    if (loaded.layout === 'plain') throw new Error('plain');
    const role = '11111111-1111-4111-8111-111111111111';
    expect(loaded.directory?.roleAssignments).toEqual([
      { resource: 'server', role, principal: { kind: 'identity', of: 'caller' } },
      { resource: 'server', role, principal: { kind: 'application', of: 'client' } },
    ]);
  });

  it('is found by its folder', async () => {
    expect(await load(folder)).toMatchObject({ layout: 'bicep', guesses: [] });
    expect(await load(main())).toMatchObject({ layout: 'bicep' });
  });

  it('takes parameters from the file beside it, with defaults of azd variables', async () => {
    await put(
      'infra/main.parameters.json',
      '{"parameters": {"serverId": {"value": "${SERVER_ID=abc}"}, "environmentName": {"value": "${AZURE_ENV_NAME}"}}}',
    );
    expect(loadBicep(main()).service.namedValues).toContainEqual({ name: 'server', secret: true, value: 'abc' });
  });
});

it('makes names of what azd asks for, and says which condition leaves the APIs out', async () => {
  await put(
    'infra/main.bicep',
    `param environmentName string
param deployApis bool = false
module storage 'storage.bicep' = if (deployApis && true) { name: 'storage' }
module mcpApis 'apis.bicep' = if (deployApis) { name: 'apis', params: { path: 'to-\${environmentName}' } }
`,
  );
  await put(
    'infra/apis.bicep',
    `param path string
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: path } }
`,
  );
  await put('infra/storage.bicep', '');
  await put('infra/main.parameters.json', '{"parameters": {"environmentName": {"value": "${AZURE_ENV_NAME}"}}}');
  const loaded = await load(folder);
  expect(loaded.layout === 'plain' && loaded.reasons.slice(0, 2).map(({ message }) => message)).toEqual([
    'deploys no API of API Management.',
    "'mcpApis' is left out, because its condition is false (deployApis): give 'parameters' in the configuration.",
  ]);
  expect(loadBicep(main(), { deployApis: true }).service.apis).toMatchObject([{ path: 'to-sallyport' }]);
});

it('takes over what an application declares that is declared again with a part of the first', async () => {
  await put(
    'infra/main.bicep',
    `resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: 'a' } }
resource first 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'app'
  displayName: 'App'
  web: { redirectUris: ['https://g.example/callback'] }
}
resource second 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'app'
  displayName: first.displayName
  identifierUris: ['api://\${first.appId}']
  web: first.web
}
`,
  );
  const { directory } = loadBicep(main());
  expect(directory?.applications.at(-1)).toMatchObject({
    displayName: 'App',
    redirectUris: { web: ['https://g.example/callback'] },
    identifierUris: ['api://{{first.appId}}'],
  });
});

it('reads nothing outside the repository', async () => {
  await put('inner/azure.yaml', '');
  await put('secret.xml', '<policies><!-- outside --></policies>');
  await put(
    'inner/main.bicep',
    `resource policy 'Microsoft.ApiManagement/service/policies@2024-05-01' = { name: 's/policy', properties: { value: loadTextContent('../secret.xml') } }
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: 'a' } }
`,
  );
  const { service, gaps } = loadBicep(join(folder, 'inner', 'main.bicep'));
  expect(service.policy).toBeUndefined();
  expect(gaps.map(({ message }) => message)).toContain('the text of the policy is known only when deployed.');
});

it('says when nothing of API Management is deployed, with what could not be read', async () => {
  await put('infra/main.bicep', "var x = 'open\n");
  expect(() => loadBicep(main())).toThrow(LoadError);
  expect(() => loadBicep(main())).toThrow(/main\.bicep:1:1: the string is not closed/);
  await put('x.xml', '<policies />');
  expect(await load(folder)).toMatchObject({ layout: 'plain', sources: [{}] });
});

describe('hosts that only the deployment decides', () => {
  it('are one for each resource, whatever it is called where it is declared', async () => {
    await put(
      'infra/main.bicep',
      `module accounts 'account.bicep' = [for name in ['a', 'b']: { params: { name: name } }]
resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = { name: 'apim' }
resource backends 'Microsoft.ApiManagement/service/backends@2024-05-01' = [for (name, index) in ['a', 'b']: {
  parent: service
  name: name
  properties: { url: '\${accounts[index].outputs.endpoint}openai', protocol: 'http' }
}]
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'one'
  properties: { path: 'one', displayName: 'One' }
}
`,
    );
    await put(
      'infra/account.bicep',
      `param name string
resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = { name: name, kind: 'OpenAI' }
output endpoint string = account.properties.endpoint
`,
    );
    const { service, hosts = [] } = loadBicep(main());
    expect(new Set(service.backends.map(({ url }) => url)).size).toBe(2);
    expect(hosts.map(({ host }) => host)).toEqual(['a.cognitiveservices.azure.com', 'b.cognitiveservices.azure.com']);
  });
});

describe('a file of parameters', () => {
  it('gives what azd would: a default for variables that are not set, where no text can stand', async () => {
    await put(
      'infra/main.parameters.json',
      `{
  // azd puts variables in place
  "parameters": {
    "open": { "value": "\${OPEN}" },
    "wide": { "value": "\${WIDE=true}" },
    "path": { "value": "\${PATH_OF_API=one}" },
  }
}`,
    );
    await put(
      'infra/main.bicep',
      `param open bool = false
param wide bool
param path string
resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = { name: 'apim' }
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = if (wide) {
  parent: service
  name: open ? 'open' : 'closed'
  properties: { path: path, displayName: 'One', subscriptionRequired: !open }
}
`,
    );
    expect(loadBicep(main()).service.apis).toMatchObject([{ id: 'closed', path: 'one', subscriptionRequired: true }]);
  });
});
