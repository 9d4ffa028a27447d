import { defineConfig } from 'vitest/config';

const folders = '{net,bicep,mock-entra,gateway,reference-server,suites,fixtures,cli,scripts}';
const setupFiles = ['./scripts/vitest/no-network.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        // One module, its test beside it.
        test: { name: 'unit', include: [`${folders}/**/*.test.ts`], exclude: ['**/*.stack.test.ts'], setupFiles },
      },
      {
        // The whole offline stack: every check green, every mutant red.
        test: {
          name: 'stack',
          include: [`${folders}/**/*.stack.test.ts`],
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
