/** A program as the published package has it: JavaScript, with a part of the product as one file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundled } from '../scripts/build/bundle.ts';
import { reach } from '../scripts/build/reach.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes a program and what it reaches.
 * @param folder to write to
 * @param entry the program, a source file of the repository
 * @returns its main file
 */
export async function asPublished(folder: string, entry: string, bundle: Bundle): Promise<string> {
  // stripping types is experimental, of which there is nothing to say here
  process.removeAllListeners('warning');
  for (const [file, javascript] of await bundled(root, reach(root, [entry]), bundle)) {
    const path = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, javascript);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return join(folder, entry.replace(/\.ts$/, '.js'));
}
