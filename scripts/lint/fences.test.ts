import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fenceTable, mayImport } from './fences.ts';
import { crossings } from './imports.ts';

describe('fences', () => {
  it('let expressions import dotnet, and not the other way round', () => {
    expect(mayImport('gateway/expressions/a.ts', 'gateway/dotnet/core/values.ts')).toBe(true);
    expect(mayImport('gateway/dotnet/a.ts', 'gateway/expressions/index.ts')).toBe(false);
  });

  it('keep the parts that meet over HTTP apart', () => {
    expect(mayImport('gateway/host/a.ts', 'mock-entra/index.ts')).toBe(false);
    expect(mayImport('mock-entra/a.ts', 'gateway/index.ts')).toBe(false);
    expect(mayImport('reference-server/a.ts', 'net/listener.ts')).toBe(false);
    expect(mayImport('suites/checks/a.ts', 'fixtures/index.ts')).toBe(false);
  });

  it('find static, dynamic and type imports with their line', () => {
    const text =
      "import a from '../ok.ts';\nimport type { B } from '../../gateway/index.ts';\nawait import('../../net/x.ts');";
    expect(crossings('mock-entra/x/y.ts', text)).toEqual([
      { file: 'mock-entra/x/y.ts', line: 2, target: 'gateway/index.ts' },
    ]);
  });

  it('are shown in ARCHITECTURE.md as they are', () => {
    const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');
    expect(page).toContain(fenceTable());
  });
});
