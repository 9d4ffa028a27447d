import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// what child processes and workers load is compiled once for all of them; the launcher uses the same place
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compile', import.meta.url));

const folders = '{net,bicep,mock-entra,gateway,reference-server,suites,fixtures,cli,scripts}';
const setupFiles = ['./scripts/vitest/no-network.ts'];
/** A test that hangs ends; a slow or busy machine is no failure. */
const limits = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  test: {
    // the default leaves one core free, which on two cores is half of the machine
    maxWorkers: '100%',
    projects: [
      {
        // One module, its test beside it.
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.ts`],
          exclude: ['**/node_modules/**', '**/*.{stack,msw,nock}.test.ts', 'scripts/docs/**'],
          setupFiles: [...setupFiles, './scripts/vitest/property-seed.ts'],
          ...limits,
          // modules hold declarations and no state: loading them once per worker halves the time
          isolate: false,
        },
      },
      {
        // Pages list what the code declares, so they must not see what other tests declare.
        test: { name: 'pages', include: ['scripts/docs/**/*.test.ts'], setupFiles, ...limits },
      },
      {
        // Mock Entra in process. msw patches what everything else sends requests with, so these have processes of their own.
        test: { name: 'msw', include: [`${folders}/**/*.msw.test.ts`], setupFiles, ...limits, pool: 'forks' },
      },
      {
        // Recorded contracts. nock patches the same globals as msw, and can't share a process with it.
        test: { name: 'nock', include: [`${folders}/**/*.nock.test.ts`], setupFiles, ...limits, pool: 'forks' },
      },
      {
        // The whole offline stack: every check green, every mutant red.
        test: {
          name: 'stack',
          include: [`${folders}/**/*.stack.test.ts`],
          setupFiles,
          ...limits,
          isolate: false,
        },
      },
    ],
  },
});
