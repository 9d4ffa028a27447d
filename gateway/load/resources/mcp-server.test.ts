import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadBicep } from '../load-bicep.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-server-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function gapsOf(properties: string): Promise<string[]> {
  const file = join(folder, 'main.bicep');
  await writeFile(
    file,
    `param tools array
resource service 'Microsoft.ApiManagement/service@2024-06-01-preview' existing = { name: 'apim' }
resource api 'Microsoft.ApiManagement/service/apis@2024-06-01-preview' = {
  parent: service
  name: 'notes'
  properties: { type: 'mcp', path: 'notes', displayName: 'Notes', subscriptionRequired: false ${properties} }
}
resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-06-01-preview' = {
  parent: api
  name: 'policy'
  properties: { format: 'rawxml', value: '<policies><inbound><base /></inbound></policies>' }
}
`,
  );
  const { gaps } = await loadBicep(file);
  return gaps.map(({ file: at, line, message }) => `${at.endsWith('main.bicep')}:${line} ${message}`);
}

it('says of an MCP server with neither tools nor a backend that it answers nothing, where, and what to add', async () => {
  for (const properties of ['', ', mcpTools: []', ", serviceUrl: ''"]) {
    expect(await gapsOf(properties)).toContainEqual(
      expect.stringMatching(/^true:3 the MCP server 'notes' has neither tools nor a backend.*add mcpTools.*backendId/),
    );
  }
});

it.each([
  ", serviceUrl: 'https://server.example/mcp'",
  ", backendId: 'server'",
  ", mcpTools: [{ name: 'read', operationId: '/apis/orders/operations/read' }]",
  ', mcpTools: tools',
])('says nothing of the kind with %s', async (properties) => {
  expect((await gapsOf(properties)).filter((gap) => gap.includes('neither tools'))).toEqual([]);
});
