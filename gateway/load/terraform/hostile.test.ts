// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes its interpolations like this
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTerraform } from './load-terraform.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-tf-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), content);
}

const api = (path: string) => `resource "azurerm_api_management_api" "a" {\n  name = "a"\n  path = ${path}\n}\n`;

describe('a configuration that would go on for ever', () => {
  it('ends with modules that call themselves, and says so once', async () => {
    await put('main.tf', `${api('"a"')}module "x" {\n  source = "./x"\n}\n`);
    await put('x/main.tf', 'module "one" {\n  source = "../x"\n}\nmodule "two" {\n  source = "../x"\n}\n');
    const { gaps } = loadTerraform(folder);
    expect(gaps.filter(({ message }) => /modules/.test(message))).toHaveLength(1);
  });

  it('ends with locals that are each other', async () => {
    await put('main.tf', `locals {\n  a = local.b\n  b = "\${local.a}x"\n}\n${api('local.a')}`);
    expect(loadTerraform(folder).service.apis).toHaveLength(1);
  });

  it('ends with ten thousand locals in a row', async () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => `  l${index} = local.l${index + 1}`).join('\n');
    await put('main.tf', `locals {\n${chain}\n  l10000 = "end"\n}\n${api('local.l0')}`);
    expect(loadTerraform(folder).service.apis).toHaveLength(1);
  });

  it('ends with a template that includes itself', async () => {
    await put('p.tftpl', '<policies>${templatefile("p.tftpl", {})}</policies>');
    await put(
      'main.tf',
      `${api('"a"')}resource "azurerm_api_management_api_policy" "a" {\n  api_name = "a"\n  xml_content = templatefile("p.tftpl", {})\n}\n`,
    );
    expect(loadTerraform(folder).service.apis).toMatchObject([
      { policy: { text: expect.stringContaining('policies') } },
    ]);
  });

  it('ends with counts beyond all reason', async () => {
    await put(
      'main.tf',
      `${api('"a"')}resource "azurerm_api_management_product" "p" {\n  count = 1000000000\n  product_id = "p\${count.index}"\n}\n`,
    );
    expect(loadTerraform(folder).service.products.length).toBeLessThanOrEqual(5_000);
  });

  it('leaves files alone that are not below the repository', async () => {
    await mkdir(join(folder, '.git'));
    await put(
      'main.tf',
      `${api('"a"')}resource "azurerm_api_management_api_policy" "a" {\n  api_name = "a"\n  xml_content = file("../../../../../etc/passwd")\n}\n`,
    );
    const { service, gaps } = loadTerraform(folder);
    expect(service.apis[0]?.policy).toBeUndefined();
    expect(gaps).toContainEqual(
      expect.objectContaining({ line: 5, message: expect.stringContaining('text of the policy') }),
    );
  });
});
