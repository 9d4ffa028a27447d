/**
 * What Bicep's own compiler (0.49.2) made of `testing/compiled/main.bicep` stands beside it: both have to become the same
 * service. After a change: `bicep build main.bicep`.
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadArm } from './arm/load-arm.ts';
import type { ForeignService } from './foreign-service.ts';
import { loadBicep } from './load-bicep.ts';

const at = (name: string): string => fileURLToPath(new URL(`testing/compiled/${name}`, import.meta.url));

/** A service without what differs by layout: where its texts stand, and what stands in for a property of a resource. */
function essence({ service, hosts }: ForeignService): unknown {
  const named = new Map<string, string>();
  const text = (value: string): string =>
    value.replace(/\{\{([^}]+)\}\}/g, (_whole, name: string) => {
      if (!named.has(name)) named.set(name, `unknown ${named.size}`);
      return `{{${named.get(name)}}}`;
    });
  const apis = service.apis.map(({ policy, serviceUrl, ...api }) => ({
    ...api,
    serviceUrl: serviceUrl && text(serviceUrl),
    policy: policy && { text: policy.text.trim(), format: policy.format },
    operations: api.operations.map(({ policy: _none, ...operation }) => operation),
  }));
  return {
    apis,
    policy: service.policy?.text.trim(),
    products: service.products,
    namedValues: service.namedValues.filter(({ name }) => !named.has(name)),
    hosts: hosts?.map(({ host }) => host),
  };
}

test('a Bicep file and what its compiler makes of it are the same service', () => {
  const bicep = essence(loadBicep(at('main.bicep')));
  expect(bicep).toMatchObject({
    apis: [
      {
        id: 'alpha',
        path: 'alpha',
        name: 'Alpha of greeting',
        subscriptionRequired: true,
        operations: [
          { id: 'call-mcp', method: 'GET', urlTemplate: '/mcp/{id}' },
          { id: 'call-sample', method: 'POST' },
        ],
        policy: { text: expect.stringContaining('ALP &amp; co') },
      },
      { id: 'beta', path: 'beta/v2', subscriptionRequired: false },
    ],
    namedValues: [
      { name: 'greeting', value: 'hello' },
      { name: 'paths', value: 'beta-a beta-b' },
      { name: 'calls', value: '5' },
    ],
    hosts: ['site-alpha.azurewebsites.net', 'site-beta.azurewebsites.net'],
  });
  expect(essence(loadArm([at('main.json')]))).toEqual(bicep);
});
