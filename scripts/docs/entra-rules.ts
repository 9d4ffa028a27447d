/** docs/entra-rules.md: which check of mock Entra runs where, in which order. */
import { readdirSync, readFileSync } from 'node:fs';
import { authorizeRules } from '../../mock-entra/rules/authorize-rules.ts';
import { before, type Grant, tokenRules } from '../../mock-entra/rules/token-rules.ts';
import { cell, code, source, table } from './markdown.ts';

const folder = new URL('../../mock-entra/rules/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const grants: Readonly<Record<Grant, string>> = {
  code: 'authorization code',
  refresh: 'refresh token',
  app: 'client credentials',
  obo: 'on behalf of',
  device: 'device code',
  password: 'password',
};

/**
 * How a table writes its rules: `requiredParameter('code')` has no name at run time.
 * @param count rows that the table has
 */
function labels(file: string, name: string, count: number): string[] {
  const text = read(file);
  const start = text.indexOf(`export const ${name}`);
  const rows = text.slice(start, text.indexOf('\n];', start)).matchAll(/^ {2}\[([^\s,]+(?:\([^)]*\))?),/gm);
  const found = [...rows].map(([, label = '']) => label);
  if (found.length !== count) throw new Error(`${file}: ${found.length} of the ${count} rows of ${name} could be read`);
  return found;
}

/** The rules that run before the grant is known, as the table's file lists them. */
function beforeTheGrant(): string[] {
  const [, list] = /^export const before: readonly Rule\[\] = \[([^\]]+)\]/m.exec(read('token-rules.ts')) ?? [];
  const labels = list?.split(',').flatMap((label) => label.trim() || []) ?? [];
  if (labels.length !== before.length) throw new Error('token-rules.ts: the rules before the grant could not be read');
  return labels;
}

interface RuleFile {
  readonly name: string;
  readonly exported: ReadonlySet<string>;
  /** The sentence that the file starts with. */
  readonly says: string;
}

function ruleFiles(): RuleFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => {
      const text = read(name);
      const [, says = ''] = /^\/\*\*((?:(?!\*\/)[\s\S])*)\*\//.exec(text) ?? [];
      return {
        name,
        exported: new Set([...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, id = '']) => id)),
        says: says.replace(/^\s*\* ?/gm, ' ').trim(),
      };
    });
}

export function page(): string {
  const files = ruleFiles();
  const shown = (label: string): string => {
    const [id = ''] = label.split('(');
    const file = files.find(({ exported }) => exported.has(id));
    return file ? source(`mock-entra/rules/${file.name}`, code(label)) : code(label);
  };
  const tokenLabels = labels('token-rules.ts', 'tokenRules', tokenRules.length);
  const authorizeLabels = labels('authorize-rules.ts', 'authorizeRules', authorizeRules.length);
  const beforeLabels = beforeTheGrant();
  const used = [...beforeLabels, ...tokenLabels, ...authorizeLabels].map((label) => label.split('(')[0] ?? '');
  const inTables = files.filter(({ exported }) => used.some((id) => exported.has(id)));

  return `# Rules of mock Entra

A rule checks one thing and ends in an AADSTS error ([all errors](aadsts-errors.md)), or finds something out for those that
follow. They run from top to bottom; the first that fails decides the answer.

## Token endpoint

${table(
  ['rule', ...Object.values(grants)],
  [
    ...beforeLabels.map((label) => [shown(label), ...Object.keys(grants).map(() => 'x')]),
    ...tokenRules.map(([, ...columns], index) => [
      shown(tokenLabels[index] ?? ''),
      ...Object.keys(grants).map((grant) => (columns.includes(grant as Grant) ? 'x' : '')),
    ]),
  ],
)}

## Authorize endpoint

Before anybody signs in. Until the redirect URI is known to be the client's, only the person is told.

${table(
  ['rule', 'who is told'],
  authorizeRules.map(([, told], index) => [shown(authorizeLabels[index] ?? ''), told]),
)}

## What they answer

${table(
  ['file', 'what it says'],
  inTables.map(({ name, says }) => [source(`mock-entra/rules/${name}`, code(name.replace(/\.ts$/, ''))), cell(says)]),
)}
`;
}
