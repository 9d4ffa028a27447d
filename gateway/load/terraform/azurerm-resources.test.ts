// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes its interpolations like this
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTerraform } from './load-terraform.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'azurerm-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), content);
}

const api =
  'resource "azurerm_api_management_api" "a" {\n  name = "a"\n  path = "a"\n  version = "v1"\n  version_set_id = azurerm_api_management_api_version_set.s.id\n}\n';
const set = (scheme: string) =>
  `resource "azurerm_api_management_api_version_set" "s" {\n  name = "set"\n  versioning_scheme = "${scheme}"\n  version_header_name = "x-version"\n}\n`;

describe('resources of azurerm', () => {
  it('tell how versions of an API are told apart', async () => {
    await put('main.tf', api + set('Header'));
    expect(loadTerraform(folder).service.apis).toMatchObject([
      { path: 'a', version: 'v1', versioning: { scheme: 'header', name: 'x-version' } },
    ]);
    await put('main.tf', api + set('Segment'));
    expect(loadTerraform(folder).service.apis).toMatchObject([{ path: 'a', versioning: { scheme: 'segment' } }]);
  });

  it('give subscriptions their scope, and their state, which is submitted unless told', async () => {
    await put(
      'main.tf',
      `${api}${set('Segment')}
resource "azurerm_api_management_product" "p" {
  product_id = "gold"
}
resource "azurerm_api_management_subscription" "of_product" {
  subscription_id = "one"
  display_name = "One"
  product_id = azurerm_api_management_product.p.id
  state = "active"
}
resource "azurerm_api_management_subscription" "of_api" {
  subscription_id = "two"
  display_name = "Two"
  api_id = azurerm_api_management_api.a.id
}
`,
    );
    const { service, gaps } = loadTerraform(folder);
    expect(service.subscriptions).toMatchObject([
      { id: 'one', scope: { kind: 'product', id: 'gold' } },
      { id: 'two', scope: { kind: 'api', id: 'a' }, active: false },
    ]);
    expect(service.subscriptions?.[0]?.active).toBeUndefined();
    expect(gaps).toContainEqual(
      expect.objectContaining({ line: 22, message: expect.stringContaining("'two' is 'submitted'") }),
    );
  });

  it('give backends their credentials and circuit breakers, from dynamic blocks too', async () => {
    await put(
      'main.tf',
      `${api}${set('Segment')}
resource "azurerm_api_management_backend" "b" {
  name = "b"
  url  = "https://b.example"
  credentials {
    header = { "x-key" = "k" }
    authorization {
      scheme    = "Basic"
      parameter = "dQ"
    }
  }
  dynamic "circuit_breaker_rule" {
    for_each = { one = 3 }
    content {
      name          = circuit_breaker_rule.key
      trip_duration = "PT1M"
      failure_condition {
        count             = circuit_breaker_rule.value
        interval_duration = "PT10S"
        status_code_range {
          min = 500
          max = 599
        }
      }
    }
  }
}
`,
    );
    expect(loadTerraform(folder).service.backends).toEqual([
      {
        id: 'b',
        url: 'https://b.example',
        credentials: { headers: { 'x-key': ['k'], Authorization: ['Basic dQ'] } },
        circuitBreaker: { count: 3, intervalMs: 10_000, tripMs: 60_000, statusCodes: [{ min: 500, max: 599 }] },
      },
    ]);
  });

  it('give diagnostics of the service and of an API what they log', async () => {
    await put(
      'main.tf',
      `${api}${set('Segment')}
resource "azurerm_api_management_diagnostic" "all" {
  identifier = "applicationinsights"
  sampling_percentage = 50
}
resource "azurerm_api_management_api_diagnostic" "one" {
  identifier = "azuremonitor"
  api_name = azurerm_api_management_api.a.name
  always_log_errors = true
  frontend_request {
    body_bytes = 32
    headers_to_log = ["accept"]
    data_masking {
      headers {
        mode = "Mask"
        value = "Authorization"
      }
    }
  }
}
`,
    );
    expect(loadTerraform(folder).service.diagnostics).toEqual([
      { id: 'applicationinsights', sampling: 50 },
      {
        id: 'azuremonitor',
        apiId: 'a',
        alwaysLogErrors: true,
        frontendRequest: {
          headers: ['accept'],
          bodyBytes: 32,
          maskedHeaders: [{ name: 'Authorization', mode: 'mask' }],
        },
      },
    ]);
  });

  it('choose instances of for_each and count by key, in modules too, and hand on what absent modules are given', async () => {
    await put(
      'main.tf',
      `locals {
  products = { gold = "Gold", iron = "Iron" }
}
module "product" {
  source   = "./product"
  for_each = local.products
  id       = each.key
}
module "far" {
  source     = "git::https://example.com/modules//api_management_product?ref=v1"
  product_id = "far"
}
resource "azurerm_api_management_api" "a" {
  for_each = toset(["x", "y"])
  name = each.value
  path = each.value
}
resource "azurerm_api_management_product_api" "pa" {
  product_id = module.product["iron"].product_id
  api_name   = azurerm_api_management_api.a["y"].name
}
resource "azurerm_api_management_product_api" "far" {
  product_id = module.far.product_id
  api_name   = azurerm_api_management_api.a["x"].name
}
`,
    );
    await put(
      'product/main.tf',
      'variable "id" {}\nresource "azurerm_api_management_product" "p" {\n  product_id = var.id\n}\noutput "product_id" {\n  value = azurerm_api_management_product.p.product_id\n}\n',
    );
    expect(loadTerraform(folder).service.products.map(({ id, apiIds }) => [id, apiIds])).toEqual([
      ['gold', []],
      ['iron', ['y']],
      ['far', ['x']],
    ]);
  });

  it('take variables from terraform.tfvars and *.auto.tfvars', async () => {
    await put(
      'main.tf',
      'variable "a" {}\nvariable "b" {}\nresource "azurerm_api_management_api" "a" {\n  name = var.b\n  path = var.a\n}\n',
    );
    await put('terraform.tfvars', 'a = "one"\nb = "two"\n');
    await put('z.auto.tfvars', 'b = "three"\n');
    expect(loadTerraform(folder).service.apis).toMatchObject([{ id: 'three', path: 'one' }]);
    expect(loadTerraform(folder, { a: 'given' }).service.apis).toMatchObject([{ path: 'given' }]);
  });
});

it('follows modules that terraform init has brought, and names those that are not here', async () => {
  const call =
    'module "apim_apis" {\n  source = "git@github.com:example/terraform-module-apim-api?ref=v1"\n  path   = "far"\n}\n';
  await put('main.tf', `${api}${set('Segment')}${call}`);
  expect(loadTerraform(folder).gaps).toContainEqual(
    expect.objectContaining({
      line: 12,
      message: expect.stringMatching(/'apim_apis' \(git@.*\) is not here.*terraform init/),
    }),
  );
  await put(
    '.terraform/modules/modules.json',
    JSON.stringify({
      Modules: [
        { Key: '', Dir: '.' },
        { Key: 'apim_apis', Dir: '.terraform/modules/apim_apis' },
      ],
    }),
  );
  await put(
    '.terraform/modules/apim_apis/main.tf',
    'variable "path" {}\nresource "azurerm_api_management_api" "far" {\n  name = "far"\n  path = var.path\n}\n',
  );
  const { service, gaps } = loadTerraform(folder);
  expect(service.apis.map(({ path }) => path)).toEqual(['a', 'far']);
  expect(gaps.filter(({ message }) => message.includes('is not here'))).toEqual([]);
});

it('loads stages that are numbered with those before them', async () => {
  await put(
    '01-platform/main.tf',
    'resource "azurerm_api_management_policy_fragment" "f" {\n  name = "shared"\n  value = "<fragment />"\n}\n',
  );
  await put('02-apis/main.tf', api + set('Segment'));
  await put('03-later/main.tf', 'resource "azurerm_api_management_product" "p" {\n  product_id = "later"\n}\n');
  await put('.git/HEAD', '');
  const { service } = loadTerraform(join(folder, '02-apis'));
  expect([...service.fragments.keys()]).toEqual(['shared']);
  expect(service.products).toEqual([]);
});

it('makes a document of a template whose conditions and lists nobody knows', async () => {
  await put(
    'p.tftpl',
    '<policies><inbound>%{ if dev }<a />%{ else }<b />%{ endif }<cors>%{ for o in origins }<origin>${o}</origin>%{ endfor }</cors></inbound></policies>',
  );
  await put(
    'main.tf',
    `${api}${set('Segment')}variable "dev" {}\nvariable "origins" {}\nresource "azurerm_api_management_api_policy" "p" {\n  api_name = "a"\n  xml_content = templatefile("p.tftpl", { dev = var.dev, origins = var.origins })\n}\n`,
  );
  expect(loadTerraform(folder).service.apis).toMatchObject([
    { policy: { text: '<policies><inbound><a /><cors><origin>{{o}}</origin></cors></inbound></policies>' } },
  ]);
});

it('seeds the directory from azuread: scopes, roles, who is authorized already, and whose credential is trusted', async () => {
  await put(
    'main.tf',
    `${api}${set('Segment')}
resource "random_uuid" "scope" {}
resource "azurerm_user_assigned_identity" "gateway" {
  name = "id"
}
resource "azuread_application" "server" {
  display_name    = "MCP server"
  identifier_uris = ["api://mcp"]
  api {
    requested_access_token_version = 2
    oauth2_permission_scope {
      id    = random_uuid.scope.result
      value = "access_as_user"
      type  = "User"
    }
  }
  app_role {
    id    = "11111111-1111-4111-8111-111111111111"
    value = "Tools.Call"
  }
  web {
    redirect_uris = ["https://x.example/callback"]
  }
}
resource "azuread_application" "client" {
  display_name = "Client"
  required_resource_access {
    resource_app_id = azuread_application.server.client_id
    resource_access {
      id   = azuread_application.server.oauth2_permission_scope_ids["access_as_user"]
      type = "Scope"
    }
  }
}
resource "azuread_application_pre_authorized" "client" {
  application_id       = azuread_application.server.id
  authorized_client_id = azuread_application.client.client_id
  permission_ids       = [random_uuid.scope.result]
}
resource "azuread_application_federated_identity_credential" "gateway" {
  application_id = azuread_application.server.id
  display_name   = "gateway"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://login.microsoftonline.com/t/v2.0"
  subject        = azurerm_user_assigned_identity.gateway.principal_id
}
resource "azurerm_api_management_named_value" "client" {
  name  = "client-id"
  display_name = "client-id"
  value = azuread_application.client.client_id
}
resource "azuread_service_principal" "server" {
  client_id = azuread_application.server.client_id
}
resource "azuread_service_principal" "client" {
  client_id = azuread_application.client.client_id
}
resource "azuread_app_role_assignment" "client" {
  app_role_id         = azuread_service_principal.server.app_role_ids["Tools.Call"]
  principal_object_id = azuread_service_principal.client.object_id
  resource_object_id  = azuread_service_principal.server.object_id
}
resource "azuread_app_role_assignment" "gateway" {
  app_role_id         = azuread_application.server.app_role_ids["Tools.Call"]
  principal_object_id = azurerm_user_assigned_identity.gateway.principal_id
  resource_object_id  = azuread_service_principal.server.object_id
}
`,
  );
  const { directory, references } = loadTerraform(folder);
  const [server, client] = directory?.applications ?? [];
  expect(server).toMatchObject({
    key: 'azuread_application.server',
    displayName: 'MCP server',
    identifierUris: ['api://mcp'],
    tokenVersion: 2,
    scopes: [{ value: 'access_as_user', type: 'User' }],
    appRoles: [{ id: '11111111-1111-4111-8111-111111111111', value: 'Tools.Call' }],
    redirectUris: { web: ['https://x.example/callback'] },
    federations: [{ identity: 'azurerm_user_assigned_identity.gateway', audience: 'api://AzureADTokenExchange' }],
  });
  const scope = server?.scopes[0]?.id;
  expect(scope).toMatch(/^[0-9a-f-]{36}$/);
  expect(server?.preAuthorized).toEqual([
    { application: '{{azuread_application.client.client_id}}', scopeIds: [scope] },
  ]);
  expect(client?.requires).toEqual([{ resource: '{{azuread_application.server.client_id}}', ids: [scope] }]);
  expect(references?.get('azuread_application.client.client_id')).toMatchObject({ of: 'azuread_application.client' });
  expect(directory?.identities).toMatchObject([{ key: 'azurerm_user_assigned_identity.gateway' }]);
  const resource = 'azuread_application.server';
  const role = '11111111-1111-4111-8111-111111111111';
  expect(directory?.roleAssignments).toMatchObject([
    { resource, role, principal: { kind: 'application', of: 'azuread_application.client' } },
    { resource, role, principal: { kind: 'identity', of: 'azurerm_user_assigned_identity.gateway' } },
  ]);
});
