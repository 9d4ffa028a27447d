import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { coverageDocument, writeCoverage } from './coverage.ts';
import { test as runTest } from './test.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coverage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const element = (hits: number, branches?: Record<string, number>) => ({
  element: 'choose',
  path: 'choose[1]',
  line: 2,
  column: 3,
  hits,
  ...(branches ? { branches } : {}),
});
const coverage = { files: { 'a.xml': [element(2, { 'when[1]': 2, none: 0 }), element(0)], 'b.xml': [element(1)] } };

test('elements and branches that ran are counted over all files, and written with their hits', async () => {
  const notes: string[] = [];
  const file = join(folder, 'coverage.json');
  await writeCoverage(file, coverage, { data: () => undefined, note: (text) => void notes.push(text) });
  const written = JSON.parse(await readFile(file, 'utf8'));
  expect(written).toEqual(coverageDocument(coverage));
  expect(written.summary).toEqual({ elements: { ran: 2, total: 3 }, branches: { ran: 1, total: 2 } });
  expect(written.files['a.xml'][0].branches).toEqual({ 'when[1]': 2, none: 0 });
  expect(notes).toEqual([`coverage: 2 of 3 policy elements and 1 of 2 branches ran; wrote ${file}`]);
});

test('what runs elsewhere has no coverage to write', async () => {
  const output = { data: () => undefined, note: () => undefined };
  const asked = runTest({ target: 'https://gateway.example/mcp', coverage: 'x.json', json: false }, output);
  await expect(asked).rejects.toThrow('--coverage is for the offline stack');
});
