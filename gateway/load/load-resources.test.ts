// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names of unknown parts are printed like this
import { describe, expect, it } from 'vitest';
import type { DeployedResource } from '../../bicep/deployment.ts';
import { toValues } from '../../bicep/functions.ts';
import { Text, Unknown } from '../../bicep/value.ts';
import { loadResources } from './load-resources.ts';

const resource = (type: string, name: string, properties: object = {}, more: Partial<DeployedResource> = {}) => ({
  type: type.includes('.') ? type : `Microsoft.ApiManagement/service/${type}`,
  names: ['apim', ...name.split('/')],
  body: toValues({ properties }),
  file: 'main.bicep',
  line: 7,
  conditional: false,
  ...more,
});
const unknown = (source: string) => new Unknown(source, { type: 'parameter', path: [source] });

describe('what a service has besides APIs', () => {
  const { service, connections } = loadResources(
    [
      resource('apis', 'orders', { path: 'orders', apiVersion: 'v2', apiVersionSetId: '/apiVersionSets/set' }),
      resource('apiVersionSets', 'set', { versioningScheme: 'Header', versionHeaderName: 'x-version' }),
      resource('apis', 'plain', { path: 'plain', apiVersion: 'v1', apiVersionSetId: '/apiVersionSets/other' }),
      resource('apis/operations', 'orders/read', {
        method: 'GET',
        urlTemplate: '/{id}?city={city}',
        description: 'Reads.',
        templateParameters: [
          { name: 'id', type: 'string' },
          { name: 'city', type: 'string', required: true },
        ],
        request: { queryParameters: [{ name: 'page', type: 'integer' }] },
      }),
      resource('backends', 'one', {
        url: 'https://one.example',
        circuitBreaker: {
          rules: [
            {
              failureCondition: { count: 3, interval: 'PT1M30S', statusCodeRanges: [{ min: 500, max: 599 }] },
              tripDuration: 'PT1H',
              acceptRetryAfter: true,
            },
          ],
        },
        credentials: {
          header: { 'x-key': ['{{key}}'] },
          query: { code: ['c'] },
          authorization: { scheme: 'Basic', parameter: 'abc' },
        },
      }),
      resource('backends', 'pool', {
        type: 'Pool',
        pool: { services: [{ id: '/backends/one', weight: 3, priority: 1 }, { id: '/backends/two' }] },
      }),
      resource('subscriptions', 'client', { displayName: 'Client', scope: '/products/gold', primaryKey: 'k' }),
      resource('subscriptions', 'gone', { scope: '/apis', state: 'suspended' }),
      resource('diagnostics', 'applicationinsights', {
        alwaysLog: 'allErrors',
        sampling: { samplingType: 'fixed', percentage: 50 },
        verbosity: 'information',
        frontend: {
          request: {
            headers: ['accept'],
            body: { bytes: 1024 },
            dataMasking: { headers: [{ value: 'Authorization', mode: 'Hide' }], queryParams: [{ value: '*' }] },
          },
        },
      }),
      resource('apis/diagnostics', 'orders/azuremonitor', { frontend: { response: { body: { bytes: 0 } } } }),
      resource('authorizationProviders', 'github', {
        identityProvider: 'aad',
        oauth2: { grantTypes: { clientCredentials: { tenantId: 't', scopes: 'a b' } } },
      }),
      resource('authorizationProviders/authorizations', 'github/main', { oauth2grantType: 'ClientCredentials' }),
    ],
    's',
  );

  it('takes versions as their set tells them apart, and segments where none is here', () => {
    expect(service.apis).toMatchObject([
      { id: 'orders', path: 'orders', version: 'v2', versioning: { scheme: 'header', name: 'x-version' } },
      { id: 'plain', path: 'plain', version: 'v1', versioning: { scheme: 'segment' } },
    ]);
  });

  it('takes what operations are given, parameters of their query included', () => {
    expect(service.apis[0]?.operations).toMatchObject([
      {
        description: 'Reads.',
        parameters: [
          { name: 'id', in: 'template', required: true, schema: { type: 'string' } },
          { name: 'city', in: 'query', required: true },
          { name: 'page', in: 'query', required: false, schema: { type: 'integer' } },
        ],
      },
    ]);
  });

  it('takes pools, circuit breakers and credentials of backends', () => {
    expect(service.backends).toEqual([
      {
        id: 'one',
        url: 'https://one.example',
        circuitBreaker: {
          count: 3,
          intervalMs: 90_000,
          statusCodes: [{ min: 500, max: 599 }],
          tripMs: 3_600_000,
          acceptRetryAfter: true,
        },
        credentials: { headers: { 'x-key': ['{{key}}'], Authorization: ['Basic abc'] }, query: { code: ['c'] } },
      },
      { id: 'pool', pool: [{ backendId: 'one', weight: 3, priority: 1 }, { backendId: 'two' }] },
      // no file declares it
      { id: 'two', url: 'https://two.example' },
    ]);
  });

  it('takes subscriptions, diagnostics and connections', () => {
    expect(service.subscriptions).toMatchObject([
      { id: 'client', name: 'Client', primaryKey: 'k', scope: { kind: 'product', id: 'gold' } },
      { id: 'gone', scope: { kind: 'all' }, active: false },
    ]);
    expect(service.subscriptions?.[1]?.primaryKey).toMatch(/^[0-9a-f]{32}$/);
    expect(service.diagnostics).toEqual([
      {
        id: 'applicationinsights',
        sampling: 50,
        alwaysLogErrors: true,
        verbosity: 'information',
        frontendRequest: {
          headers: ['accept'],
          bodyBytes: 1024,
          maskedHeaders: [{ name: 'Authorization', mode: 'hide' }],
          maskedQuery: [{ name: '*', mode: 'mask' }],
        },
      },
      { id: 'azuremonitor', apiId: 'orders', frontendResponse: { bodyBytes: 0 } },
    ]);
    expect(connections).toMatchObject([
      {
        providerId: 'github',
        authorizationId: 'main',
        tokenUrl: 'https://login.microsoftonline.com/t/oauth2/v2.0/token',
        scopes: ['a', 'b'],
        delegated: false,
      },
    ]);
  });
});

describe('what only a deployment knows', () => {
  it('is a word in paths and ids, said where it is declared', () => {
    const api = resource('apis', 'x', {}, { names: ['apim', '${apiName}'] });
    const body = { properties: { path: new Text(['tools/', unknown('apiPath')]), displayName: unknown('title') } };
    const { service, gaps } = loadResources([{ ...api, body }], 's');
    expect(service.apis).toMatchObject([{ id: 'apiname', path: 'tools/apipath', name: 'title' }]);
    expect(gaps).toContainEqual(
      expect.objectContaining({ file: 'main.bicep', line: 7, message: expect.stringContaining("'tools/apipath'") }),
    );
    expect(service.namedValues).toEqual([]);
  });

  it('is a host that something can answer at, where a URL needs one', () => {
    const url = (...parts: (string | Unknown)[]) => toValuesWith({ url: new Text(parts) });
    const { service, hosts, gaps } = loadResources(
      [
        { ...resource('backends', 'a'), body: url(unknown('serverUrl'), '/mcp') },
        { ...resource('backends', 'b'), body: url('http://', unknown('publicIp'), ':8080/x') },
      ],
      's',
    );
    expect(service.backends.map((backend) => backend.url)).toEqual(['{{serverUrl}}/mcp', 'http://{{publicIp}}:8080/x']);
    expect(service.namedValues).toEqual([
      { name: 'serverUrl', secret: false, value: 'https://serverurl.example' },
      { name: 'publicIp', secret: false, value: 'publicip.example' },
    ]);
    expect(hosts).toMatchObject([
      { host: 'serverurl.example', kind: 'unknown', source: 'serverUrl', file: 'main.bicep', line: 7 },
      { host: 'publicip.example:8080', kind: 'unknown' },
    ]);
    expect(gaps).toEqual([]);
  });
});

describe('what is declared twice', () => {
  it('is what the later declaration says, and an application of Graph what both say', () => {
    const app = (body: object, line: number) => ({
      ...resource('Microsoft.Graph/applications', 'x'),
      names: ['app'],
      body: toValues({ uniqueName: 'app', ...body }),
      line,
    });
    const { service, directory } = loadResources(
      [
        resource('backends', 'b', { url: 'https://first.example' }),
        resource('backends', 'b', { url: 'https://second.example' }),
        app({ displayName: 'App' }, 1),
        app({ identifierUris: ['api://app'] }, 2),
      ],
      's',
    );
    expect(service.backends).toEqual([{ id: 'b', url: 'https://second.example' }]);
    expect(directory?.applications).toMatchObject([{ key: 'app', displayName: 'App', identifierUris: ['api://app'] }]);
  });

  it('is the first of two that hang on unknown conditions, and that is said', () => {
    const policy = (value: string, line: number) =>
      resource('policies', 'policy', { value, format: 'rawxml' }, { conditional: true, line });
    const { service, gaps } = loadResources([policy('<policies />', 3), policy('<policies><a /></policies>', 9)], 's');
    expect(service.policy?.text).toMatch(/<policies \/>$/);
    expect(gaps).toMatchObject([{ line: 9, message: expect.stringContaining('main.bicep:3') }]);
  });
});

it('tells of values in Key Vault, which are secret, and of scopes that are not run', () => {
  const { service, gaps } = loadResources(
    [
      resource('namedValues', 'n', { displayName: 'key', keyVault: { secretIdentifier: 'https://v.example/s' } }),
      resource('apis/resolvers', 'a/r', {}),
    ],
    's',
  );
  expect(service.namedValues).toEqual([{ name: 'key', secret: true }]);
  expect(gaps.map(({ message }) => message)).toEqual([
    "the value of 'key' is not here but in Key Vault; give it in the configuration.",
    "'r' is a resolver of GraphQL, which is not run.",
  ]);
});

const toValuesWith = (properties: Record<string, Text>) => ({ properties });
