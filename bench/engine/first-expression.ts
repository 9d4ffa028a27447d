/**
 * What the first bound expression of a process costs: CPU time of a process that loads the engine and compiles one
 * expression, less that of one that does nothing. As published, where the engine is one file, and from the sources.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineBundle } from '../../scripts/build/bundle.ts';
import { asPublished } from '../as-published.ts';
import { type BenchRow, median } from '../row.ts';

const rounds = 9;
const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = 'bench/engine/first-expression-child.ts';

/** CPU time of a process, in ms, as it says itself. @param cache folder of compiled code, as the command has one */
function cpu(args: readonly string[], cache: string): number {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', env }));
}

const bare = ['--eval', 'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)'];

export async function firstExpressionRows(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  const cache = join(folder, 'cache');
  try {
    const measured = {
      idle: bare,
      published: [await asPublished(folder, entry, engineBundle)],
      sources: [join(root, entry)],
    };
    const samples = { idle: [] as number[], published: [] as number[], sources: [] as number[] };
    for (const args of Object.values(measured)) cpu(args, cache);
    // In turns, so that what else the machine does meets all three alike.
    for (let round = 0; round < rounds; round++) {
      for (const [name, args] of Object.entries(measured)) samples[name as keyof typeof samples].push(cpu(args, cache));
    }
    const base = median(samples.idle);
    const note = `bare node takes ${base.toFixed(0)} ms, median of ${rounds}`;
    return [
      {
        measure: 'first bound expression as published, CPU above bare node',
        value: median(samples.published) - base,
        unit: 'ms',
        goal: 100,
        note,
      },
      { measure: 'the same from the sources, a module per type', value: median(samples.sources) - base, unit: 'ms' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
