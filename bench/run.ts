/**
 * `npm run bench [-- NAME…] [--json]`: measures every `bench/<name>.bench.ts`, or the named ones, and prints medians
 * under the name of the machine. A goal that is missed is shown, not failed. Ends with 1 when a figure can't be had.
 */
import { readdirSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, BenchRow } from './row.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .sort();

function named(): { names: readonly string[]; json: boolean } {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
  return { names: positionals.length > 0 ? positionals : known, json: values.json === true };
}

function shown({ measure, value, unit, goal, note }: BenchRow): string {
  const number = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  const target = goal === undefined ? '' : ` (goal ${goal} ${unit}${value > goal ? ', MISSED' : ''})`;
  return `  ${measure}: ${number} ${unit}${target}${note ? ` · ${note}` : ''}`;
}

const { names, json } = named();
const unknown = names.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`sallyport: no benchmark is called ${unknown}; there are: ${known.join(', ')}`);
  process.exit(2);
}

const machine = `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
const results: { name: string; title: string; rows: readonly BenchRow[]; error?: string }[] = [];
if (!json) console.log(machine);
for (const name of names) {
  const { title, run } = (await import(pathToFileURL(`${folder}${name}.bench.ts`).href)) as Bench;
  if (!json) console.log(`\n${title}`);
  try {
    const rows = await run();
    results.push({ name, title, rows });
    if (!json) for (const row of rows) console.log(shown(row));
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    results.push({ name, title, rows: [], error });
    if (!json) console.error(`  could not be measured: ${error}`);
  }
}
if (json) console.log(JSON.stringify({ machine, results }, undefined, 2));
process.exit(results.some(({ error }) => error !== undefined) ? 1 : 0);
