/** docs/switches.md: the choices where the real behaviour is unknown. */
import { readFileSync } from 'node:fs';
import { defaultSwitches as gateway } from '../../gateway/switches.ts';
import { defaultSwitches as entra } from '../../mock-entra/switches.ts';
import { documentedInterface } from './documented-interface.ts';
import { cell, code, source, table } from './markdown.ts';

function switches(file: string, name: string, defaults: Readonly<Record<string, unknown>>): string {
  const declared = documentedInterface(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'), name);
  const missing = Object.keys(defaults).filter((key) => !declared.some((property) => property.name === key));
  if (missing.length > 0) throw new Error(`${file}: ${name} does not declare ${missing.join(', ')}`);
  return table(
    ['switch', 'values', 'default', 'what, and why'],
    declared.map(({ name: key, type, doc }) => [
      code(key),
      code(type.replaceAll('readonly ', '').replace(/;(?= \})/g, '')),
      code(shown(defaults[key])),
      cell(doc),
    ]),
  );
}

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value}'`
    : JSON.stringify(value)
        .replace(/"(\w+)":/g, '$1: ')
        .replaceAll(',', ', ');

export function page(): string {
  return `# Switches

Where the documentation of Entra ID or API Management is silent, contradicts itself, or changed, the behaviour is a named
switch. Numbers are seconds unless the text says otherwise.

## Mock Entra

Options of \`startMockEntra({ switches })\`; declared in ${source('mock-entra/switches.ts')}.

${switches('mock-entra/switches.ts', 'EntraSwitches', { ...entra })}

## Gateway

Options of \`createGateway({ switches })\`; declared in ${source('gateway/switches.ts')}.

${switches('gateway/switches.ts', 'Switches', { ...gateway })}
`;
}
