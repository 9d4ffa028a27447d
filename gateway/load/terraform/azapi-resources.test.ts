// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes its interpolations like this
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadTerraform } from './load-terraform.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'azapi-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, content: string): Promise<void> => writeFile(join(folder, name), content);

it('loads what azapi declares below resources of either provider', async () => {
  await put('mcp.xml', '<policies><!-- mcp --></policies>');
  await put(
    'main.tf',
    `variable "suffix" {}
resource "azurerm_api_management" "gateway" {
  name = "apim-\${var.suffix}"
}
resource "azapi_resource" "mcp" {
  type      = "Microsoft.ApiManagement/service/apis@2024-06-01-preview"
  name      = "mcp"
  parent_id = azurerm_api_management.gateway.id
  body = {
    properties = {
      displayName = "MCP"
      type        = "mcp"
      path        = "mcp"
      serviceUrl  = "https://server.example/mcp"
    }
  }
}
resource "azapi_resource" "policy" {
  type      = "Microsoft.ApiManagement/service/apis/policies@2024-05-01"
  name      = "policy"
  parent_id = azapi_resource.mcp.id
  body = {
    properties = {
      format = "rawxml"
      value  = file("\${path.module}/mcp.xml")
    }
  }
}
resource "azapi_resource" "value" {
  type      = "Microsoft.ApiManagement/service/namedValues@2024-05-01"
  name      = "greeting"
  parent_id = azurerm_api_management.gateway.id
  body      = jsonencode({ properties = { displayName = "greeting", value = "hello" } })
}
resource "azapi_resource" "lost" {
  type      = "Microsoft.ApiManagement/service/apis/operations@2024-05-01"
  name      = "lost"
  parent_id = var.suffix
  body      = { properties = {} }
}
`,
  );
  const { service, gaps, endpoints } = loadTerraform(folder);
  expect(service.apis).toMatchObject([
    { id: 'mcp', path: 'mcp', policy: { text: expect.stringContaining('mcp'), format: 'rawxml' } },
  ]);
  expect(service.namedValues).toContainEqual({ name: 'greeting', secret: false, value: 'hello' });
  expect(endpoints).toMatchObject([{ path: '/mcp', transport: 'streamable' }]);
  expect(gaps).toMatchObject([
    {
      line: 35,
      message: expect.stringContaining("'Microsoft.ApiManagement/service/apis/operations@2024-05-01' by azapi"),
    },
  ]);
});

it('takes variables that are given', async () => {
  await put(
    'main.tf',
    'variable "path" {}\nresource "azurerm_api_management_api" "a" {\n  name = "a"\n  path = var.path\n}\n',
  );
  expect(loadTerraform(folder, { path: 'given' }).service.apis).toMatchObject([{ path: 'given' }]);
});
