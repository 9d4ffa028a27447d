import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../bin/sallyport.mjs', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a person does: through its launcher, in a folder of its own. */
function sallyport(...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** One line on standard error, and nothing else anywhere. */
async function complains(args: string[], code: number, pattern: RegExp): Promise<void> {
  const { stdout, stderr, ...ended } = await sallyport(...args);
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(pattern)]);
  expect(stdout).toBe('');
  expect(ended.code).toBe(code);
}

describe('usage', () => {
  test.each([
    [['--prot'], /unknown option '--prot'/],
    [['upp'], /unknown command 'upp'; did you mean up\?/],
    [['up', '--prot', '7443'], /unknown option '--prot'; did you mean --port\?/],
    [['up', '--port', 'many'], /'many' is invalid.* from 1 to 65530/],
    [['up', '--port', '70000'], /'70000' is invalid/],
    [['up', '--topology', 'ring'], /'ring' is invalid\. Allowed choices are broker/],
    [['explain'], /missing required argument 'id'/],
    [['gate'], /missing required argument 'path'/],
    [['requirements', 'extra'], /too many arguments/],
    [['test', '--report', 'junit'], /--report takes junit=FILE, sarif=FILE/],
    [['test', '--check', 'flow.ful'], /no check has the id 'flow\.ful'; did you mean flow\.full\?/],
  ])('%j is one line and code 2', (args, pattern) => complains(args, 2, pattern));

  test('help goes to standard output with code 0', async () => {
    const { code, stdout, stderr } = await sallyport('--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Examples:[\s\S]*Exit codes: 0 pass, 1 findings, 2 usage/);
  });

  test('the version is that of the package', async () => {
    const { code, stdout } = await sallyport('--version');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});

describe('files', () => {
  test('a target that does not exist', () =>
    complains(['test', '--target', 'none.json'], 2, /'none\.json' does not exist/));

  test('a target that is not one', async () => {
    await writeFile(join(folder, 'target.json'), '{"version":1}');
    const { code, stderr } = await sallyport('test', '--target', 'target.json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sallyport: target\.json: topology: /m);
  });

  test('a target where nobody answers is no verdict', async () => {
    const target = { version: 1, topology: 'broker', mode: 'emulated', url: 'https://localhost:1/mcp' };
    await writeFile(join(folder, 'gone.json'), JSON.stringify(target));
    await complains(
      ['test', '--target', 'gone.json'],
      4,
      /nobody answers at https:\/\/localhost:1\/mcp \(ECONNREFUSED\)/,
    );
  });

  test('a gate without a folder', () => complains(['gate', 'nowhere'], 2, /'nowhere' does not exist/));

  test('a gate with nothing to judge', () => complains(['gate', '.'], 3, /there are no policies in '\.'/));

  test('a folder that is a file', async () => {
    await writeFile(join(folder, 'taken'), '');
    await complains(
      ['up', '--folder', join('taken', 'inner')],
      2,
      /the folder '.*taken.inner' can't be written to: it is below something that is not a folder; name another with --folder/,
    );
  });
});

describe('the catalogue', () => {
  test('is JSON for machines', async () => {
    const { code, stdout, stderr } = await sallyport('requirements', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { requirements } = JSON.parse(stdout) as { requirements: { id: string; checks: string[] }[] };
    expect(requirements.length).toBeGreaterThan(5);
    for (const { id, checks } of requirements) expect(checks.length, id).toBeGreaterThan(0);
  });

  test('explains a requirement, and suggests one for a mistyped id', async () => {
    const { code, stdout } = await sallyport('explain', 'token.audience');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^token\.audience \(MUST\)[\s\S]*to mend a finding: /);
    await complains(
      ['explain', 'token.audienc'],
      2,
      /no requirement or check has the id 'token\.audienc'; did you mean token\.audience\?/,
    );
  });
});
