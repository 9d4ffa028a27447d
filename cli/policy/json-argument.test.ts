import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CommandError } from '../command-error.ts';
import { requestSchema, variablesSchema } from './evaluation-input.ts';
import { jsonArgument } from './json-argument.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'argument-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('takes JSON itself, and the name of a file that holds it', async () => {
  const file = join(folder, 'v.json');
  await writeFile(file, '\ufeff{"a": 1}');
  expect(await jsonArgument('--variables', ' {"a": [1]}', variablesSchema)).toEqual({ a: [1] });
  expect(await jsonArgument('--variables', file, variablesSchema)).toEqual({ a: 1 });
});

it('says what is wrong without repeating what was given', async () => {
  const wrong = (value: string) => jsonArgument('--request', value, requestSchema).catch((error: unknown) => error);
  expect(await wrong('{"s3cret: 1}')).toMatchObject({
    message: expect.stringMatching(/^--request: not valid JSON at character 2/),
  });
  const unknown = await wrong('{"headrs": {"a": "s3cret"}, "body": 1}');
  expect(unknown).toBeInstanceOf(CommandError);
  expect((unknown as CommandError).message).toContain("unknown key 'headrs'; valid keys are method, url");
  expect((unknown as CommandError).message).not.toContain('s3cret');
  await expect(wrong(join(folder, 'missing.json'))).resolves.toMatchObject({ code: 'ENOENT' });
});
