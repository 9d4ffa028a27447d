import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTarget } from '../fixtures/target/target-deployment.ts';
import { loadTarget } from '../fixtures/target/target-file.ts';
import { startForeignStack } from '../fixtures/topologies/foreign/index.ts';
import { freePorts } from '../fixtures/topologies/free-ports.ts';
import { openPolicies } from './configuration/open-policies.ts';
import { openFolder } from './folder.ts';
import { runQuietly } from './judge.ts';
import { writeFiles } from './up-files.ts';

const tenant = '11111111-2222-4333-8444-555555555555';
const server = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const agent = '99999999-8888-4777-8666-555555555555';

/** An API that asks for a subscription key, and lets one application in. */
const files = {
  'main.bicep': `resource apim 'Microsoft.ApiManagement/service@2024-05-01' existing = { name: 'gate' }
resource tools 'Microsoft.ApiManagement/service/apis@2024-05-01' = { parent: apim, name: 'tools', properties: {
  displayName: 'Tools', path: 'tools', protocols: ['https'], subscriptionRequired: true, serviceUrl: 'https://tools.example'
  subscriptionKeyParameterNames: { header: 'x-api-key', query: 'api-key' } } }
resource call 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' = { parent: tools, name: 'call'
  properties: { displayName: 'MCP', method: 'POST', urlTemplate: '/mcp' } }
resource guard 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = { parent: tools, name: 'policy'
  properties: { format: 'rawxml', value: loadTextContent('guard.xml') } }
`,
  'guard.xml': `<policies><inbound><base />
  <validate-azure-ad-token tenant-id="${tenant}"><client-application-ids>
    <application-id>${agent}</application-id></client-application-ids>
    <audiences><audience>${server}</audience></audiences>
    <required-claims><claim name="roles"><value>Tools.Call</value></claim></required-claims>
  </validate-azure-ad-token></inbound></policies>`,
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-up-files-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("somebody else's stack is judged through the files it leaves: its own application, with its subscription key", async () => {
  const opened = await openPolicies(folder);
  if (opened.kind !== 'foreign') throw new Error('the folder holds a Bicep deployment');
  const stack = await startForeignStack({ ...opened.options, port: await freePorts(5) });
  try {
    const written = await writeFiles(await openFolder(join(folder, 'out')), stack);
    const target = await readFile(written.target, 'utf8');
    expect(JSON.parse(target)).toMatchObject({
      topology: 'client-credentials',
      application: { clientId: agent },
      subscriptionKey: { header: 'x-api-key', file: 'subscription.key' },
      tool: 'hello',
    });
    expect(target).not.toContain(stack.subscriptionKey?.value);

    const judged = async (change: object): Promise<string[]> => {
      await writeFile(written.target, JSON.stringify({ ...JSON.parse(target), ...change }));
      const { deployment, close } = openTarget(await loadTarget(written.target, { KEY: stack.subscriptionKey?.value }));
      try {
        const { results } = await runQuietly(deployment, { check: ['flow.application'] });
        return results.map(({ outcome }) => outcome);
      } finally {
        close();
      }
    };
    expect(await judged({})).toEqual(['passed']);
    expect(await judged({ subscriptionKey: { header: 'x-api-key', env: 'KEY' } })).toEqual(['passed']);
    // without the key nobody is let in: the check can fail
    expect(await judged({ subscriptionKey: undefined })).toEqual(['failed']);
  } finally {
    await stack.close();
  }
});
