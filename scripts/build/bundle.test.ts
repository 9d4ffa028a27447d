import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundled, engineBundle, entraBundle } from './bundle.ts';
import { reach } from './reach.ts';
import { importsOf } from './to-javascript.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
let files: ReadonlyMap<string, string>;

/** What a script prints that stands beside the bundle. */
function run(script: string): string {
  const file = join(folder, 'script.js');
  writeFileSync(file, script);
  return execFileSync(process.execPath, [file], { encoding: 'utf8' });
}

/** Writes a package with a bundle to a folder where no other package is found. */
async function write(entries: readonly string[], bundle: Bundle): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-bundle-'));
  files = await bundled(root, reach(root, entries), bundle);
  for (const [name, text] of files) {
    const file = join(folder, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}

describe('the engine as one file', () => {
  beforeAll(() => write(['gateway/lint/index.ts', ...engineBundle.first], engineBundle));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves re-exports where the modules were, and other modules as they are', () => {
    expect(files.get('gateway/dotnet/core/type-ref.ts')).toMatch(
      /^export \{ .*\bT\$\d+ as T\b.*\} from '\.\.\/\.\.\/engine\.js';\n$/,
    );
    expect(files.get('gateway/document/read-policy.ts')).toContain('export function readPolicy');
    expect(files.has('gateway/engine.ts')).toBe(true);
  });

  it('drops modules that nobody else imports', () => {
    expect([...files.keys()].filter((file) => file.startsWith('gateway/expressions/parse/'))).toEqual([]);
  });

  it('works, and is one instance whichever module of it is imported', () => {
    const printed = run(`
      import './gateway/dotnet/index.js';
      import { T } from './gateway/dotnet/core/type-ref.js';
      import { createExpressionCompiler } from './gateway/expressions/index.js';
      const { compile } = await createExpressionCompiler();
      const runtime = { now: () => 0, randomBytes: (n) => new Uint8Array(n), platform: 'linux', charge: () => {} };
      const text = '@(Convert.ToBase64String(SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes(1.5.ToString("N2")))))';
      const { expression } = compile(text, { expects: T.string });
      console.log(expression.type === T.string, expression.evaluate({ context: null, runtime }));`);
    expect(printed).toBe('true GmCyCP9JHD4tIc3Vq7AD5R6XsHLv7FkJiGPaRQId5qk=\n');
  });

  it('loads what Node brings for cryptography when it is used, not before', () => {
    const printed = run(`
      import './gateway/dotnet/index.js';
      console.log(process.moduleLoadList.includes('NativeModule crypto'));`);
    expect(printed).toBe('false\n');
  });
});

describe('mock Entra as one file', () => {
  beforeAll(() => write(['mock-entra/index.ts', 'mock-entra/msw.ts'], entraBundle));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is ASCII beyond the licences, because a text with any other character takes twice the memory', () => {
    const text = files.get('mock-entra/entra-bundle.ts') ?? '';
    const code = text.slice(text.lastIndexOf('\n*/\n'));
    expect(code.length).toBeGreaterThan(text.length / 2);
    expect(code).not.toMatch(/[^\0-\x7f]/);
  });

  it('leaves what others import', () => {
    expect([...files.keys()].filter((file) => file.startsWith('mock-entra/')).sort()).toEqual([
      'mock-entra/entra-bundle.ts',
      'mock-entra/index.ts',
      'mock-entra/msw.ts',
      'mock-entra/origins.ts',
    ]);
  });

  it('answers without any other package', () => {
    const printed = run(`
      import { startMockEntra } from './mock-entra/index.js';
      const running = await startMockEntra({ httpControl: true });
      const answer = await fetch(running.login.url + '/common/v2.0/.well-known/openid-configuration');
      const control = await fetch(running.control.url + '/requests', { headers: { 'x-sallyport-control': '1' } });
      console.log(answer.status, Object.hasOwn(await answer.json(), 'jwks_uri'), control.status, (await control.json()).requests.length);
      await running.close();`);
    expect(printed).toBe('200 true 200 1\n');
  });

  it('imports what lies beside it, and nothing else', () => {
    const imported = importsOf(files.get('mock-entra/entra-bundle.ts') ?? '');
    expect(imported.filter((specifier) => !specifier.startsWith('../net/'))).toEqual([]);
  });

  it('passes the licences of the packages on that it holds', () => {
    const text = files.get('mock-entra/entra-bundle.ts') ?? '';
    for (const name of ['hono', 'zod']) {
      expect(text).toMatch(new RegExp(`^/\\*! ${name} \\d+\\.\\d+\\.\\d+\\n\\nMIT License\\n`, 'm'));
    }
  });
});
