import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { reach } from './reach.ts';

it('follows imports of values, lazy ones too, and not those of types', () => {
  const modules = reach(fileURLToPath(new URL('../..', import.meta.url)), ['fixtures/mutants/edit-source.ts']);
  expect([...modules.keys()]).toEqual(['fixtures/mutants/edit-source.ts', 'fixtures/mutants/mutant.ts']);
});
