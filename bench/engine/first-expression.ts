/**
 * What the first bound expression of a process costs: CPU time of a process that loads the engine and compiles one
 * expression, less that of one that does nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchRow, median } from '../row.ts';

const rounds = 9;
const child = fileURLToPath(new URL('first-expression-child.ts', import.meta.url));

/** CPU time of a process, in ms, as it says itself. */
function cpu(args: readonly string[], cache: string | undefined): number {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  if (cache === undefined) delete env.NODE_COMPILE_CACHE;
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', env }));
}

const bare = ['--eval', 'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)'];

export function firstExpressionRows(): BenchRow[] {
  const cache = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  try {
    cpu([child], cache);
    const idle: number[] = [];
    const cached: number[] = [];
    const uncached: number[] = [];
    // In turns, so that what else the machine does meets all three alike.
    for (let round = 0; round < rounds; round++) {
      idle.push(cpu(bare, undefined));
      cached.push(cpu([child], cache));
      uncached.push(cpu([child], undefined));
    }
    const base = median(idle);
    const note = `bare node takes ${base.toFixed(0)} ms, median of ${rounds}`;
    return [
      {
        measure: 'first bound expression, CPU above bare node',
        value: median(cached) - base,
        unit: 'ms',
        goal: 100,
        note: `with the compile cache that the command uses; ${note}`,
      },
      { measure: 'the same without a compile cache', value: median(uncached) - base, unit: 'ms', note },
    ];
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
