// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes its interpolations like this
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadBicep } from './load-bicep.ts';
import { loadTerraform } from './terraform/load-terraform.ts';
import { unknownAt } from './unknown-at.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unknown-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const policy = (origins: string): string =>
  `<policies>
  <inbound>
    <cors>
      <allowed-origins>
        <origin>https://a.example</origin>${origins}
      </allowed-origins>
    </cors>
    <set-header name="x"><value>fixed</value></set-header>
  </inbound>
</policies>
`;

it('names the variable that a place in a template waits for, and how to give it', async () => {
  await writeFile(join(folder, 'cors.xml'), policy('${more}'));
  await writeFile(
    join(folder, 'main.tf'),
    `variable "stage" { type = string }
resource "azurerm_api_management_api" "a" {
  name         = "a"
  path         = "a"
  display_name = "A"
}
resource "azurerm_api_management_api_policy" "a" {
  api_name    = azurerm_api_management_api.a.name
  xml_content = templatefile("\${path.module}/cors.xml", { more = var.stage == "d" ? "<origin>http://localhost</origin>" : "" })
}
`,
  );
  const loaded = loadTerraform(folder);
  const file = loaded.service.apis[0]?.policy?.file ?? '';
  expect(unknownAt(loaded, { file, line: 5, column: 43 })).toMatch(
    /^What stands there is made up for 'var\.stage == "d" .*': give var\.stage in 'parameters' or 'parameterFiles' of the configuration/,
  );
  // the element that is around it, as far as its own text goes
  expect(unknownAt(loaded, { file, line: 8, column: 26 })).toBeUndefined();
  expect(unknownAt(loaded, { file: 'other.xml', line: 5, column: 43 })).toBeUndefined();
});

it.each([
  ['more', "give more in 'parameters' or 'parameterFiles'"],
  [
    'service.properties.publicIpAddressId',
    "give the parameters that it is made of in 'parameters' or 'parameterFiles'",
  ],
])('names what Bicep has there, %s, and the named value for it', async (expression, give) => {
  const file = join(folder, 'main.bicep');
  await writeFile(
    file,
    `param more string
resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = { name: 'apim' }
resource all 'Microsoft.ApiManagement/service/policies@2024-05-01' = {
  parent: service
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: '<policies><inbound><cors><allowed-origins>\${${expression}}</allowed-origins></cors></inbound></policies>'
  }
}
`,
  );
  const loaded = loadBicep(file);
  const { policy: source } = loaded.service;
  const place = source?.position?.(source.text.indexOf('{{'));
  expect(place).toBeDefined();
  expect(unknownAt(loaded, { file: source?.file ?? '', line: 0, column: 0, ...place })).toBe(
    `What stands there is made up for '${expression}': ${give} of the configuration, ` +
      `or the named value '${expression}' in 'namedValues'.`,
  );
});
