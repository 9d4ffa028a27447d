// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes its interpolations like this
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPolicy } from '../../document/read-policy.ts';
import { load } from '../load.ts';
import { LoadError } from '../load-error.ts';
import { loadTerraform } from './load-terraform.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terraform-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

it('knows optional attributes that are left out, and that text with something in it is not empty', async () => {
  await put(
    'main.tf',
    `variable "environment" {}
module "m" {
  source = "./m"
  path   = "mcp/\${var.environment}"
  values = {
    "v" = { plain = "one" }
    "w" = { secret = "two" }
  }
}
`,
  );
  await put(
    'm/main.tf',
    `variable "path" {
  type    = string
  default = ""
}
variable "values" {
  type = map(object({
    plain  = optional(string)
    secret = optional(string)
    kind   = optional(string, "k")
  }))
}
resource "azurerm_api_management_api" "a" {
  name = "a"
  path = var.path != "" ? var.path : "fallback"
}
resource "azurerm_api_management_named_value" "n" {
  for_each     = var.values
  name         = each.key
  display_name = each.key
  value        = "\${each.value.secret != null ? each.value.secret : each.value.plain}-\${each.value.kind}"
}
`,
  );
  const { service } = loadTerraform(folder, { environment: 'dev' });
  expect(service.namedValues).toMatchObject([
    { name: 'v', value: 'one-k' },
    { name: 'w', value: 'two-k' },
  ]);
  expect(service.apis).toMatchObject([{ path: 'mcp/dev' }]);
  // the environment is not known, and the path begins as written
  expect(loadTerraform(folder).service.apis).toMatchObject([{ path: expect.stringMatching(/^mcp\/var.environment$/) }]);
});

describe('a configuration', () => {
  beforeEach(async () => {
    await put(
      'variables.tf',
      'variable "prefix" {\n  default = "p"\n}\nvariable "server_id" {}\nlocals {\n  name = format("%s-mcp", var.prefix)\n}\n',
    );
    await put(
      'main.tf',
      `data "azurerm_client_config" "current" {}
resource "azurerm_api_management" "this" {
  name = "apim"
}
resource "azurerm_api_management_policy" "all" {
  api_management_id = azurerm_api_management.this.id
  xml_content = <<-XML
    <policies>
      <inbound><x v="a & b" /></inbound>
    </policies>
    XML
}
resource "azurerm_api_management_api" "mcp" {
  name                  = local.name
  path                  = "mcp"
  service_url           = "https://\${azurerm_linux_function_app.server.default_hostname}/mcp"
  subscription_required = false
}
resource "azurerm_api_management_api_operation" "message" {
  operation_id = "message"
  api_name     = azurerm_api_management_api.mcp.name
  method       = "POST"
  url_template = "/message"
}
resource "azurerm_api_management_api_operation_policy" "message" {
  api_name     = azurerm_api_management_api_operation.message.api_name
  operation_id = azurerm_api_management_api_operation.message.operation_id
  xml_content = templatefile("\${path.module}/policies/message.xml.tftpl", {
    backend = "b"
    scopes  = ["s1", "s2"]
  })
}
resource "azurerm_api_management_named_value" "values" {
  for_each     = { tenant = data.azurerm_client_config.current.tenant_id, fixed = "f", callback = "\${azurerm_api_management.this.gateway_url}/callback" }
  name         = each.key
  display_name = each.key
  value        = each.value
  secret       = each.key == "fixed"
}
resource "azurerm_api_management_policy_fragment" "part" {
  name   = "part"
  format = "rawxml"
  value  = file("policies/part.xml")
}
resource "azurerm_api_management_product" "gold" {
  product_id            = "gold"
  display_name          = "Gold"
  subscription_required = true
}
resource "azurerm_api_management_product_api" "gold" {
  product_id = azurerm_api_management_product.gold.product_id
  api_name   = azurerm_api_management_api.mcp.name
}
module "more" {
  source = "./more"
  count  = 1
  path   = "more"
}
module "elsewhere" {
  source      = "git::https://example.com/modules//api_management_api?ref=v1"
  name        = "far"
  path        = "far"
  product_ids = [azurerm_api_management_product.gold.product_id]
  xml_content = file("policies/far.xml")
}
`,
    );
    await put(
      'more/main.tf',
      'variable "path" {}\nresource "azurerm_api_management_api" "more" {\n  name = "more-${var.path}"\n  path = var.path\n}\n',
    );
    await put(
      'policies/message.xml.tftpl',
      '<policies><inbound><set-backend-service backend-id="${backend}" />%{ for s in scopes }<value>${s}</value>%{ endfor }<x v="${missing}" /></inbound></policies>',
    );
    await put('policies/part.xml', '<fragment />');
    await put('policies/far.xml', '<policies><!-- far --></policies>');
  });

  it('becomes a service: APIs, operations, products, fragments, and policies from files, templates and text', () => {
    const { service } = loadTerraform(folder);
    expect(service.apis).toMatchObject([
      {
        id: 'p-mcp',
        path: 'mcp',
        subscriptionRequired: false,
        serviceUrl: 'https://{{azurerm_linux_function_app.server.default_hostname}}/mcp',
        operations: [
          {
            id: 'message',
            method: 'POST',
            policy: {
              format: 'rawxml',
              file: expect.stringMatching(/policies\/message\.xml\.tftpl$/),
              text: '<policies><inbound><set-backend-service backend-id="b" /><value>s1</value><value>s2</value><x v="{{missing}}" /></inbound></policies>',
            },
          },
        ],
      },
      { id: 'more-more', path: 'more', operations: [{ method: '*' }] },
      { id: 'far', path: 'far', policy: { text: expect.stringContaining('far') } },
    ]);
    expect(service.products).toMatchObject([{ id: 'gold', apiIds: ['p-mcp', 'far'] }]);
    expect(service.fragments.get('part')).toMatchObject({ text: '<fragment />', format: 'rawxml' });
  });

  it('keeps the lines of policies that stand in heredocs', () => {
    const { policy } = loadTerraform(folder).service;
    if (!policy) throw new Error('no policy');
    expect(policy.file).toMatch(/main\.tf$/);
    expect(readPolicy(policy).problems).toMatchObject([{ line: 9 }]);
  });

  it('knows what attributes of resources stand for, and derives what is made of them', () => {
    const { service, derived } = loadTerraform(folder);
    expect(service.namedValues).toEqual(
      expect.arrayContaining([
        { name: 'tenant', secret: false, role: 'tenantId' },
        { name: 'fixed', secret: true, value: 'f' },
        { name: 'callback', secret: false },
        { name: 'azurerm_api_management.this.gateway_url', secret: false, role: 'gatewayUrl' },
      ]),
    );
    expect([...derived]).toEqual([
      ['callback', '{{azurerm_api_management.this.gateway_url}}/callback'],
      ['tenant', '{{data.azurerm_client_config.current.tenant_id}}'],
    ]);
  });

  it('is found by its folder', async () => {
    expect(await load(folder)).toMatchObject({ layout: 'terraform' });
  });
});

it('says when no API is declared', async () => {
  await put('main.tf', 'resource "x" "y" {\n  z = "open\n}\n');
  expect(() => loadTerraform(folder)).toThrow(LoadError);
  expect(() => loadTerraform(folder)).toThrow(/main\.tf:2:1: the string is not closed/);
  expect(await load(folder)).toMatchObject({ layout: 'plain' });
});
