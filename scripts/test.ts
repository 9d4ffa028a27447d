/**
 * `npm test` and `npm run test:full`: lint, unit tests and checks (Vitest), browser specs (Playwright); in full also the
 * oracle, whose expected sides are recomputed where .NET is found. Ends with one plain line, `N passed, N failed`, and
 * exits 1 when anything failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const full = process.argv.includes('--full');
const unknown = process.argv.slice(2).filter((flag) => flag !== '--full');
if (unknown.length > 0) {
  console.error(`sallyport: unknown option ${unknown[0]}; the only one is --full`);
  process.exit(2);
}

const cache = join(root, '.cache');
mkdirSync(cache, { recursive: true });

/** What a step counted. A step that ends badly without counting a failure counts as one failure. */
interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs a Node program with inherited output. */
function node(script: string, args: readonly string[], env: Record<string, string> = {}): number {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...(full && { SALLYPORT_FULL: '1' }), ...env },
  });
  return status ?? 1;
}

function readReport<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

function lint(): Count {
  const ok = node('scripts/lint.ts', []) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function vitest(): Count {
  const file = join(cache, 'vitest.json');
  rmSync(file, { force: true });
  const status = node('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = readReport<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>(file);
  const count = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: report?.numPendingTests ?? 0,
  };
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function playwright(): Count {
  const file = join(cache, 'playwright.json');
  rmSync(file, { force: true });
  const status = node('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const stats = readReport<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(
    file,
  )?.stats;
  const count = {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
  };
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** Cases that agree with .NET; every difference without a reason, and every expected side that has drifted, fails. */
function oracle(): Count {
  const file = join(cache, 'oracle.json');
  rmSync(file, { force: true });
  const status = node('gateway/oracle/check.ts', [`--report=${file}`]);
  const report = readReport<{ agree: number; unexplained: number }>(file);
  const count = { passed: report?.agree ?? 0, failed: report?.unexplained ?? 0, skipped: 0 };
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

const steps: (readonly [string, () => Count])[] = [
  ['lint', lint],
  ['units and checks', vitest],
  ['browser', playwright],
];
if (full) steps.push(['oracle', oracle]);

const rows: { step: string; count: Count; seconds: number }[] = [];
for (const [step, run] of steps) {
  console.log(`\n== ${step}`);
  const start = performance.now();
  const count = run();
  rows.push({ step, count, seconds: Math.round((performance.now() - start) / 100) / 10 });
}

const sum = (key: keyof Count): number => rows.reduce((total, { count }) => total + count[key], 0);
console.log('');
for (const { step, count, seconds } of rows) {
  console.log(`${step}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped in ${seconds} s`);
}
console.log(
  `${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`,
);
process.exit(sum('failed') > 0 ? 1 : 0);
