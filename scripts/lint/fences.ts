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
  'gateway/policies': ['gateway/dotnet', 'gateway/switches.ts'],
  'gateway/pipeline': [
    'gateway/policies',
    'gateway/document',
    'gateway/expressions',
    'gateway/dotnet',
    'gateway/switches.ts',
    'gateway/model.ts',
  ],
  'gateway/load': ['gateway/document', 'gateway/model.ts', 'bicep'],
  'gateway/lint': ['gateway/document', 'gateway/load', 'gateway/policies', 'gateway/model.ts'],
  'gateway/host': [
    'gateway/pipeline',
    'gateway/policies',
    'gateway/expressions',
    'gateway/dotnet',
    'gateway/switches.ts',
    'gateway/model.ts',
    'gateway/mcp',
    'net',
  ],
  'gateway/mcp': ['gateway/pipeline', 'gateway/policies', 'gateway/switches.ts', 'gateway/model.ts'],
  gateway: [],
  'reference-server': [],
  suites: [],
  fixtures: ['suites', 'mock-entra', 'gateway', 'reference-server', 'net'],
  cli: ['fixtures', 'suites', 'mock-entra', 'gateway', 'net'],
  scripts: ['net', 'cli', 'fixtures', 'suites', 'gateway', 'mock-entra'],
  bench: ['mock-entra', 'gateway', 'scripts', 'cli'],
};

/**
 * Folder -> what it may import of Node and of npm, where that says what the folder is: an interpreter that reaches
 * nothing of Node, policies without sockets, a gateway that knows MCP from its messages alone. A folder without row may
 * import anything; tests may too.
 */
const packages: Readonly<Record<string, readonly string[]>> = {
  bicep: ['node:crypto', 'node:path', 'yaml'],
  'gateway/document': [],
  'gateway/dotnet': ['node:crypto', 'node:net', 'node:tls'],
  'gateway/dotnet/left-out.ts': ['node:fs', 'zod'],
  'gateway/expressions': [],
  'gateway/policies': ['node:crypto', 'node:net', 'node:stream', 'jose'],
  'gateway/pipeline': ['node:stream', 'node:zlib'],
  'gateway/load': ['node:crypto', 'node:fs', 'node:fs/promises', 'node:path', 'yaml', 'zod'],
  'gateway/lint': [],
  'gateway/host': ['node:crypto', 'node:http', 'node:net', 'node:stream', 'node:tls', 'undici'],
  'gateway/mcp': ['node:http', 'node:stream'],
  suites: ['node:crypto', 'node:fs', 'zod', '@playwright/test'],
};

/** What tests may import beyond the table: servers and clients on loopback, test doubles, the engine that runs a type. */
const alsoInTests: Readonly<Record<string, readonly string[]>> = {
  gateway: ['net', 'gateway/testing'],
  'gateway/dotnet': ['net', 'gateway/expressions'],
  'gateway/policies': ['gateway/pipeline', 'gateway/model.ts'],
};

function within(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

/** Whether a file is for tests alone: one of them, or what they stand on. */
const isTest = (file: string): boolean => /\.(test|spec)\.ts$/.test(file) || file.includes('/testing/');

/** The row of a table that governs `file`: the longest folder that holds it, or undefined where there is none. */
function rowOf(table: object, file: string): string | undefined {
  return Object.keys(table)
    .filter((folder) => within(file, folder))
    .sort((a, b) => b.length - a.length)[0];
}

/** Whether `file` may import `target`. Both relative to the root, with `/`. */
export function mayImport(file: string, target: string): boolean {
  const row = rowOf(fences, file);
  if (row === undefined) return true;
  const forTests = Object.keys(alsoInTests).filter((folder) => within(file, folder));
  const extra = isTest(file) ? ['net', ...forTests.flatMap((folder) => alsoInTests[folder] ?? [])] : [];
  const allowed = [row, ...(fences[row] ?? []), ...extra];
  return allowed.some((folder) => within(target, folder));
}

/** Whether `file` may import `name`, a package or a module of Node. */
export function mayUse(file: string, name: string): boolean {
  const row = rowOf(packages, file);
  if (row === undefined || isTest(file)) return true;
  return (packages[row] ?? []).some((allowed) => within(name, allowed));
}

/** The tables as ARCHITECTURE.md shows them, one column each. */
export function fenceTable(): string {
  const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ') || 'nothing';
  const rows = Object.entries(fences).map(([folder, allowed]) => {
    const outside = packages[folder];
    return `| \`${folder}\` | ${list(allowed)} | ${outside ? list(outside) : 'anything'} |`;
  });
  return ['| folder | may import, besides itself | of Node and npm |', '|---|---|---|', ...rows].join('\n');
}
