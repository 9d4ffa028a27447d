import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{net,bicep,mock-entra,gateway,reference-server,suites,fixtures,cli,scripts,docs}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.stack.test.ts', '**/*.msw.test.ts', '**/*.nock.test.ts'],
          setupFiles: ['./scripts/vitest/no-network.ts'],
        },
      },
    ],
  },
});
