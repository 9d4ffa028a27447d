import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crossings } from './crossings.ts';
import { fenceTable, mayImport, mayUse } from './fences.ts';

describe('fences', () => {
  it.each([
    ['net/a.ts', 'gateway/model.ts'],
    ['bicep/a.ts', 'net/listener.ts'],
    ['mock-entra/a.ts', 'gateway/index.ts'],
    ['mock-entra/a.ts', 'reference-server/server.ts'],
    ['mock-entra/a.ts', 'fixtures/custody/ledger.ts'],
    ['gateway/host/a.ts', 'mock-entra/index.ts'],
    ['gateway/host/a.ts', 'reference-server/server.ts'],
    ['gateway/host/a.ts', 'fixtures/custody/ledger.ts'],
    ['gateway/host/a.ts', 'suites/deployment.ts'],
    ['gateway/dotnet/a.ts', 'gateway/expressions/index.ts'],
    ['gateway/dotnet/a.ts', 'gateway/pipeline/url.ts'],
    ['gateway/expressions/a.ts', 'gateway/document/tree.ts'],
    ['gateway/expressions/a.ts', 'gateway/pipeline/url.ts'],
    ['gateway/expressions/a.ts', 'gateway/host/egress.ts'],
    ['gateway/document/a.ts', 'gateway/expressions/index.ts'],
    ['gateway/policies/a.ts', 'gateway/pipeline/execution.ts'],
    ['gateway/policies/a.ts', 'gateway/host/egress.ts'],
    ['gateway/policies/a.ts', 'gateway/mcp/json-rpc.ts'],
    ['gateway/pipeline/a.ts', 'gateway/mcp/json-rpc.ts'],
    ['gateway/pipeline/a.ts', 'gateway/host/egress.ts'],
    ['gateway/load/a.ts', 'gateway/mcp/json-rpc.ts'],
    ['gateway/lint/a.ts', 'gateway/host/egress.ts'],
    ['gateway/index.ts', 'mock-entra/index.ts'],
    ['reference-server/a.ts', 'net/listener.ts'],
    ['reference-server/a.ts', 'gateway/index.ts'],
    ['suites/checks/a.ts', 'fixtures/index.ts'],
    ['suites/checks/a.ts', 'gateway/index.ts'],
    ['suites/checks/a.ts', 'mock-entra/index.ts'],
    ['suites/checks/a.test.ts', 'fixtures/index.ts'],
    ['fixtures/a.ts', 'cli/program.ts'],
    ['cli/a.ts', 'scripts/docs.ts'],
  ])('keep %s from importing %s', (file, target) => {
    expect(mayImport(file, target)).toBe(false);
  });

  it.each([
    ['gateway/expressions/a.ts', 'gateway/dotnet/core/values.ts'],
    ['gateway/expressions/a.ts', 'gateway/expressions/b.ts'],
    ['gateway/host/a.ts', 'net/listener.ts'],
    ['gateway/dotnet/a.test.ts', 'gateway/expressions/index.ts'],
    ['fixtures/a.ts', 'mock-entra/index.ts'],
    ['vitest.config.ts', 'scripts/lint.ts'],
  ])('let %s import %s', (file, target) => {
    expect(mayImport(file, target)).toBe(true);
  });

  it.each([
    ['gateway/expressions/a.ts', 'node:fs'],
    ['gateway/dotnet/a.ts', 'node:http'],
    ['gateway/policies/a.ts', 'undici'],
    ['gateway/host/a.ts', '@modelcontextprotocol/sdk/client/index.js'],
    ['suites/checks/a.ts', '@modelcontextprotocol/client'],
  ])('keep %s from using %s', (file, name) => {
    expect(mayUse(file, name)).toBe(false);
  });

  it('let folders without a row, and tests, use any package', () => {
    expect(mayUse('fixtures/a.ts', '@modelcontextprotocol/sdk/client/index.js')).toBe(true);
    expect(mayUse('gateway/expressions/a.test.ts', 'vitest')).toBe(true);
    expect(mayUse('gateway/expressions/testing/a.ts', 'vitest')).toBe(true);
  });

  it('are shown in ARCHITECTURE.md as they are', () => {
    const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');
    expect(page).toContain(fenceTable());
  });
});

describe('a crossing', () => {
  it('is found in static, dynamic and type imports and in what is exported again, with its line', () => {
    const text = [
      "import a from '../ok.ts';",
      "import type { B } from '../../gateway/index.ts';",
      "await import('../../net/x.ts');",
      'export {',
      '  c,',
      "} from '../../suites/deployment.ts';",
      "import '../../cli/program.ts';",
      "await import('../../cli/main.ts');",
    ].join('\n');
    expect(crossings('mock-entra/x/y.ts', text)).toEqual([
      { file: 'mock-entra/x/y.ts', line: 2, target: 'gateway/index.ts' },
      { file: 'mock-entra/x/y.ts', line: 4, target: 'suites/deployment.ts' },
      { file: 'mock-entra/x/y.ts', line: 7, target: 'cli/program.ts' },
      { file: 'mock-entra/x/y.ts', line: 8, target: 'cli/main.ts' },
    ]);
  });

  it('is a package that the folder may not use', () => {
    expect(crossings('gateway/expressions/x.ts', "import { spawn } from 'node:child_process';")).toEqual([
      { file: 'gateway/expressions/x.ts', line: 1, target: 'node:child_process' },
    ]);
  });
});
