/** docs/aadsts-errors.md: the registry of mock Entra's errors. */
import { readdirSync, readFileSync } from 'node:fs';
import type { AadstsEntry } from '../../mock-entra/errors/entry.ts';
import { credentialErrors } from '../../mock-entra/errors/registry-credentials.ts';
import { grantErrors } from '../../mock-entra/errors/registry-grants.ts';
import { requestErrors } from '../../mock-entra/errors/registry-request.ts';
import { resourceErrors } from '../../mock-entra/errors/registry-resources.ts';
import { userErrors } from '../../mock-entra/errors/registry-users.ts';
import { cell, code, source, table } from './markdown.ts';

type Family = Readonly<Record<number, AadstsEntry>>;

const families: readonly (readonly [title: string, file: string, entries: Family])[] = [
  ['Requests', 'request', requestErrors],
  ['Client authentication', 'credentials', credentialErrors],
  ['Codes, refresh tokens, assertions, redirects', 'grants', grantErrors],
  ['Scopes, resources, consent', 'resources', resourceErrors],
  ['Users and conditional access', 'users', userErrors],
];

/** Number -> files that raise it, from the root. */
function raisedBy(): Map<number, string[]> {
  const root = new URL('../../mock-entra/', import.meta.url);
  const raised = new Map<number, string[]>();
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(errors|testing)\//.test(name))
    .sort();
  for (const name of names) {
    const text = readFileSync(new URL(name, root), 'utf8');
    for (const number of new Set([...text.matchAll(/\baadsts\(\s*(\d+)/g)].map(([, digits]) => Number(digits)))) {
      raised.set(number, [...(raised.get(number) ?? []), `mock-entra/${name}`]);
    }
  }
  return raised;
}

/** `known-tenant`, or with its folder when that is not the rules'. */
const short = (file: string): string => file.replace(/^mock-entra\/(rules\/)?|\.ts$/g, '');

function notes(entry: AadstsEntry): string {
  return [
    entry.suberror && `suberror ${code(entry.suberror)}`,
    entry.subcode && `error_subcode ${code(entry.subcode)}`,
    entry.authorize === 'page' && 'a page at authorize',
    entry.lookup === false && 'no error_uri',
    entry.unverified && 'unverified',
  ]
    .filter(Boolean)
    .join(', ');
}

export function page(): string {
  const raised = raisedBy();
  const row = (number: number, entry: AadstsEntry): string[] => [
    String(number),
    code(entry.error) + (entry.v1Error ? ` (v1.0: ${code(entry.v1Error)})` : ''),
    String(entry.status ?? (entry.error === 'invalid_client' ? 401 : 400)),
    cell(entry.text),
    notes(entry),
    (raised.get(number) ?? []).map((file) => source(file, short(file))).join(', ') || 'fault injection',
  ];
  const sections = families.map(
    ([title, file, entries]) => `## ${title}

${source(`mock-entra/errors/registry-${file}.ts`)}

${table(
  ['AADSTS', 'error', 'status', 'text', 'notes', 'raised by'],
  Object.entries(entries).map(([number, entry]) => row(Number(number), entry)),
)}`,
  );
  return `# AADSTS errors

Every number that mock Entra can answer with. Microsoft documents numbers and texts as changeable, so they are data.
Where a row says *unverified*, no recording shows all of it: the switch \`errors\` replaces error name, suberror or status.
*Unverified* rows have a number, name or status that no recording and no documentation confirms. *A page at authorize* is
shown to the person even when the redirect URI is good. Numbers that no rule raises are there for fault injection
(\`control.fault\`), which takes any other number too.

${sections.join('\n\n')}
`;
}
