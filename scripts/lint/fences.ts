/**
 * Who may import whom. The table is the architecture in one place: ARCHITECTURE.md shows it, lint enforces it. A folder
 * may always import itself; the longest matching row decides.
 */

/** Folder -> folders and files it may import from. */
const fences: Readonly<Record<string, readonly string[]>> = {
  net: [],
  bicep: [],
  'mock-entra': ['net'],
  'gateway/document': ['gateway/model.ts'],
  'gateway/dotnet': [],
  'gateway/expressions': ['gateway/dotnet'],
  'gateway/oracle': ['gateway/expressions', 'gateway/dotnet'],
  'gateway/policies': [
    'gateway/pipeline',
    'gateway/document',
    'gateway/expressions',
    'gateway/dotnet',
    'gateway/switches.ts',
    'gateway/model.ts',
  ],
  'gateway/pipeline': [
    'gateway/policies',
    'gateway/document',
    'gateway/expressions',
    'gateway/dotnet',
    'gateway/switches.ts',
    'gateway/model.ts',
  ],
  'gateway/load': ['gateway/document', 'gateway/model.ts', 'bicep'],
  'gateway/lint': [
    'gateway/document',
    'gateway/load',
    'gateway/policies',
    'gateway/pipeline',
    'gateway/expressions',
    'gateway/dotnet',
    'gateway/model.ts',
  ],
  'gateway/host': [
    'gateway/pipeline',
    'gateway/policies',
    'gateway/document',
    'gateway/expressions',
    'gateway/dotnet',
    'gateway/switches.ts',
    'gateway/model.ts',
    'gateway/mcp',
    'net',
  ],
  'gateway/mcp': ['gateway/pipeline', 'gateway/policies', 'gateway/switches.ts', 'gateway/model.ts'],
  gateway: ['net', 'bicep'],
  'reference-server': [],
  suites: [],
  fixtures: ['suites', 'mock-entra', 'gateway', 'reference-server', 'net'],
  cli: ['fixtures', 'suites', 'mock-entra', 'gateway', 'net', 'bicep'],
  scripts: ['net', 'cli', 'fixtures', 'suites', 'gateway', 'mock-entra'],
  bench: ['fixtures', 'suites', 'mock-entra', 'gateway', 'reference-server', 'net', 'cli', 'scripts'],
};

/** What tests may import beyond the table: servers and clients on loopback, test doubles, the engine that runs a type. */
const alsoInTests: Readonly<Record<string, readonly string[]>> = {
  gateway: ['net', 'gateway/testing'],
  'gateway/dotnet': ['net', 'gateway/expressions'],
};

function within(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

/** The row of the table that governs `file`, or undefined where there is none (root files). */
function rowOf(file: string): string | undefined {
  return Object.keys(fences)
    .filter((folder) => within(file, folder))
    .sort((a, b) => b.length - a.length)[0];
}

/** Whether `file` may import `target`. Both relative to the root, with `/`. */
export function mayImport(file: string, target: string): boolean {
  const row = rowOf(file);
  if (row === undefined) return true;
  const isTest = /\.(test|spec)\.ts$/.test(file);
  const forTests = Object.keys(alsoInTests).filter((folder) => within(file, folder));
  const extra = isTest ? ['net', ...forTests.flatMap((folder) => alsoInTests[folder] ?? [])] : [];
  const allowed = [row, ...(fences[row] ?? []), ...extra];
  return allowed.some((folder) => within(target, folder));
}

/** The table as ARCHITECTURE.md shows it. */
export function fenceTable(): string {
  const rows = Object.entries(fences).map(
    ([folder, allowed]) => `| \`${folder}\` | ${allowed.map((other) => `\`${other}\``).join(', ') || 'nothing'} |`,
  );
  return ['| folder | may import, besides itself |', '|---|---|', ...rows].join('\n');
}
