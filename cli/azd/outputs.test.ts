import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { azdOutputs } from './outputs.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the page for Azure lists every value that is read, with its meaning', () => {
  const page = read('docs/azure.md');
  for (const { name, meaning } of Object.values(azdOutputs)) expect(page).toContain(`| \`${name}\` | ${meaning} |`);
});

test('every output of the deployment that is meant for it is read', () => {
  const outputs = [...read('infra/main.bicep').matchAll(/^output (SALLYPORT_\w+)/gm)].map(([, name]) => name);
  const known = Object.values(azdOutputs).map(({ name }) => name as string);
  expect(outputs.length).toBeGreaterThan(4);
  expect(known).toEqual(expect.arrayContaining(outputs));
});
