/**
 * `npm run docs`: writes the generated pages of docs/. With `--check` it writes nothing, names the pages that differ from
 * what the code says, and ends with 1.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drift } from './docs/drift.ts';

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
const folder = fileURLToPath(new URL('../docs', import.meta.url));

for (const { file, what, text } of await drift(folder)) {
  if (text === undefined || check) {
    console.error(`docs/${file} ${what}${text === undefined ? '' : "; run 'npm run docs'"}`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(folder, file), text);
    console.error(`wrote docs/${file}`);
  }
}
