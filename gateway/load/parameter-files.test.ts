import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parametersOfFiles } from './parameter-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parameters-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

it('reads variables of Terraform and parameters of ARM, of which later ones win', async () => {
  const files = [
    await put('dev.tfvars', 'env = "dev"\nnames = ["a", "b"]\ntext = <<EOT\nlong\nEOT\n'),
    await put('more.tfvars.json', '{"count": 2}'),
    await put('prod.parameters.json', '{"parameters": {"env": {"value": "prod"}, "secret": {"reference": {}}}}'),
  ];
  expect(await parametersOfFiles(files)).toEqual({ env: 'prod', names: ['a', 'b'], text: 'long\n', count: 2 });
});

it('says what is wrong with a file, and which', async () => {
  await expect(parametersOfFiles([join(folder, 'lost.tfvars')])).rejects.toThrow(/lost\.tfvars: does not exist/);
  await expect(parametersOfFiles([await put('a.parameters.json', '{\n oops')])).rejects.toThrow(
    /a\.parameters\.json:2:2: not valid JSON/,
  );
  await expect(parametersOfFiles([await put('b.json', '{}')])).rejects.toThrow(/b\.json: has no 'parameters'/);
  await expect(parametersOfFiles([await put('c.txt', '')])).rejects.toThrow(/c\.txt: is no file of parameters/);
});
