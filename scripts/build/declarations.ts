/** The declarations of the modules that a package exports, written by the TypeScript compiler. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from './problems.ts';
import { importingJavaScript } from './to-javascript.ts';

/**
 * Writes the declarations of `files`, and of what they import.
 * @param root folder of the sources
 * @param files below it
 * @param folder to write to, with the same tree
 * @returns whether there was no error; errors go to standard error
 */
export function writeDeclarations(root: string, files: readonly string[], folder: string): boolean {
  const temporary = mkdtempSync(join(tmpdir(), 'sallyport-declarations-'));
  try {
    const config = join(temporary, 'tsconfig.json');
    const compilerOptions = {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: root,
      outDir: folder,
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    const entries = files.map((file) => join(root, file));
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions,
        include: [],
        exclude: [],
        files: entries,
      }),
    );
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status } = spawnSync(process.execPath, [compiler, '-p', config], { stdio: ['ignore', 2, 2] });
    for (const file of filesBelow(folder).filter((name) => name.endsWith('.d.ts'))) {
      writeFileSync(join(folder, file), importingJavaScript(readFileSync(join(folder, file), 'utf8')));
    }
    return status === 0;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
