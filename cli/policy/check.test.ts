import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CheckOptions, check } from './check.ts';

// The engine is imported when a check runs; on a busy machine that takes longer than a test may.
beforeAll(async () => {
  await Promise.all([import('./checker.ts'), import('../../gateway/policies/index.ts')]);
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function run(options: Partial<CheckOptions> = {}) {
  const data: string[] = [];
  const notes: string[] = [];
  const output = { data: (text: string) => data.push(text), note: (text: string) => notes.push(text) };
  const code = await check({ path: folder, json: false, format: 'rawxml', level: 'warning', ...options }, output);
  return { code, data: data.join('\n'), notes: notes.join('\n') };
}

const policy = (body: string) => `<policies>\n<inbound><base />\n${body}\n</inbound></policies>`;
const sound = policy(
  '<set-variable name="a" value="@(context.Request.Headers.GetValueOrDefault("x", "").Length + 1)" />',
);

describe('a check', () => {
  it('passes sound policies, and counts', async () => {
    await put('a.xml', sound);
    await put('b/c.xml', policy('<choose><when condition="@(1 < 2 && true)"><llm-token-limit /></when></choose>'));
    const { code, data } = await run({ json: true });
    expect(code).toBe(0);
    expect(JSON.parse(data)).toEqual({
      layout: 'plain',
      totals: { documents: 2, loaded: 2, corrupt: 0, expressions: 2, bound: 2, notEmulated: { 'llm-token-limit': 1 } },
      failures: [],
      findings: [],
    });
  });

  it('names file, line and column of everything that fails', async () => {
    await put('a.xml', policy('<set-variable name="a" value="@(context.Requst)" />'));
    await put('b.xml', policy('<choose><when condition="@("yes")" /></choose>'));
    await put('c.xml', '<policies><inbound></policies>');
    const { code, data } = await run({ json: true });
    expect(code).toBe(1);
    const { totals, failures } = JSON.parse(data);
    expect(totals).toMatchObject({ documents: 3, loaded: 2, corrupt: 1, expressions: 2, bound: 0 });
    expect(failures.map(({ at, rule }: { at: string; rule: string }) => [at.slice(folder.length + 1), rule])).toEqual([
      ['a.xml:3:41', 'invalid-expression'],
      ['b.xml:3:28', 'invalid-expression'],
      ['c.xml:1:20', 'malformed-document'],
    ]);
    expect(failures[0].message).toMatch(/^Error in element 'set-variable' on line 3, column 2: .*'Requst'/);
  });

  it('prints a line for each finding down to the level, and totals', async () => {
    await put('a.xml', '<policies><inbound>\n<validate-jwt header-name="Authorization" /></inbound></policies>');
    const { code, data, notes } = await run();
    expect(code).toBe(0);
    expect(data.split('\n')).toEqual([
      expect.stringMatching(/a\.xml:2:2: warning: 'validate-jwt' names no audience.* \[missing-audience\]$/),
      'totals: 1 documents, 1 loaded, 0 corrupt, 0 expressions, 0 bound',
    ]);
    expect(notes).toBe('0 errors, 1 warning, 1 note (--level note lists them all)');
    expect((await run({ level: 'note' })).data).toContain('[missing-base]');
    expect((await run({ level: 'error' })).data).not.toContain('[missing-audience]');
  });

  it('reads the service beside the policies, and other documents in its folder', async () => {
    await put(
      'service.json',
      JSON.stringify({ name: 's', policy: 'a.xml', apis: [], namedValues: { n: { value: '2' } } }),
    );
    await put('a.xml', policy('<set-variable name="a" value="@(1 + {{n}} + {{m}})" />'));
    await put('other.xml', sound);
    const { code, data } = await run({ json: true });
    expect(code).toBe(1);
    const { layout, totals, failures } = JSON.parse(data);
    expect(layout).toBe('manifest');
    expect(totals).toMatchObject({ documents: 2, loaded: 2, bound: 2 });
    expect(failures).toMatchObject([{ rule: 'unknown-named-value', line: 3, column: 45 }]);
  });

  it('says that nothing was there', async () => {
    const { code, notes } = await run();
    expect(code).toBe(3);
    expect(notes).toContain('no policy documents in');
  });

  it('fails for a path that does not exist', async () => {
    await expect(run({ path: join(folder, 'missing') })).rejects.toThrow(/missing: does not exist/);
  });
});
