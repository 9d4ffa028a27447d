import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseName, expectedPath, findCaseFiles, readCaseFile } from './case-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'oracle-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('case files', () => {
  it('are read with defaults, lines joined', () => {
    const file = write('a.json', { topic: 't', cases: [{ id: 'x-1', expression: ['@{', 'return 1; }'] }] });
    const read = readCaseFile(file);
    expect(read.cases).toEqual([
      { id: 'x-1', expression: '@{\nreturn 1; }', variables: {}, context: {}, expects: 'object' },
    ]);
    expect(read.expected).toBeUndefined();
    expect(caseName(read, { id: 'x-1' })).toBe('t/a#x-1');
  });

  it('come with their expected side where it is there', () => {
    const file = write('a.json', { topic: 't', cases: [{ id: 'x', expression: '@(1)' }] });
    write('a.expected.json', { judge: '.NET', cases: [{ id: 'x', value: 1 }] });
    expect(expectedPath(file)).toBe(path.join(folder, 'a.expected.json'));
    expect(readCaseFile(file).expected?.cases.get('x')).toEqual({ id: 'x', value: 1 });
  });

  it('are found below a folder, expected sides left out', () => {
    const file = write('b.json', { topic: 't', cases: [] });
    write('b.expected.json', { judge: '.NET', cases: [] });
    expect(findCaseFiles(folder)).toEqual([file]);
    expect(findCaseFiles(file)).toEqual([file]);
  });

  it.each([
    ['an unknown key', { topic: 't', cases: [{ id: 'x', expression: '@(1)', expect: 'int' }] }, /expect/],
    [
      'two cases of one id',
      {
        topic: 't',
        cases: [
          { id: 'x', expression: '@(1)' },
          { id: 'x', expression: '@(2)' },
        ],
      },
      /same id/,
    ],
    ['no cases', { topic: 't' }, /cases/],
  ])('are refused with %s, by name', (_, content, reason) => {
    const file = write('c.json', content);
    expect(() => readCaseFile(file)).toThrow(reason);
    expect(() => readCaseFile(file)).toThrow(/c\.json is not a case file/);
  });
});
