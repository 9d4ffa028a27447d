/**
 * `npm run docs`: writes the generated pages of docs/. With `--check` it writes nothing, names the pages that differ from
 * what the code says, and ends with 1.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { notice, pages, render } from './docs/pages.ts';

const folder = new URL('../docs/', import.meta.url);
const check = process.argv.includes('--check');
const problems: string[] = [];

/** A committed page with the line ends of the generator; undefined when there is none. */
function committed(file: string): string | undefined {
  try {
    return readFileSync(new URL(file, folder), 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function bring(file: string): Promise<void> {
  let text: string;
  try {
    text = await render(file);
  } catch (error) {
    problems.push(`docs/${file} cannot be generated: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  if (committed(file) === text) return;
  if (check) problems.push(`docs/${file} differs from what the code says; run 'npm run docs'`);
  else {
    writeFileSync(new URL(file, folder), text);
    console.error(`wrote ${fileURLToPath(new URL(file, folder))}`);
  }
}

await Promise.all(Object.keys(pages).map(bring));
for (const file of readdirSync(folder).sort()) {
  if (file in pages || !committed(file)?.startsWith(notice)) continue;
  problems.push(`docs/${file} says that it is generated, and nothing generates it; remove it`);
}
for (const problem of problems.sort()) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
