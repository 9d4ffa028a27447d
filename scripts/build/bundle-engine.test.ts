import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleEngine, engineBundle } from './bundle-engine.ts';
import { reach } from './reach.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
let files: ReadonlyMap<string, string>;

/** What a script prints that stands beside the bundled engine. */
function run(script: string): string {
  const file = join(folder, 'script.js');
  writeFileSync(file, script);
  return execFileSync(process.execPath, [file], { encoding: 'utf8' });
}

describe('the engine as one file', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-engine-'));
    files = await bundleEngine(
      root,
      reach(root, ['gateway/lint/index.ts', 'gateway/expressions/index.ts', 'gateway/dotnet/index.ts']),
    );
    for (const [name, text] of files) {
      const file = join(folder, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves re-exports where the modules were, and other modules as they are', () => {
    expect(files.get('gateway/dotnet/core/box.ts')).toMatch(
      /^export \{ box\$\d+ as box, .*\} from '\.\.\/\.\.\/engine\.js';\n$/,
    );
    expect(files.get('gateway/document/read-policy.ts')).toContain('export function readPolicy');
    expect(files.has(engineBundle.replace('.js', '.ts'))).toBe(true);
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
