import { expect, test } from 'vitest';
import { closest } from './closest.ts';
import { CommandError, explainError } from './command-error.ts';
import { columns } from './output.ts';

const withFields = (error: Error, fields: object): Error => Object.assign(error, fields);

test.each([
  [new CommandError('wrong'), { lines: ['wrong'], exitCode: 2 }],
  [new CommandError('gone', 4), { lines: ['gone'], exitCode: 4 }],
  [
    withFields(new Error('ENOENT: no such file'), { code: 'ENOENT', path: 'x.json' }),
    { lines: ["'x.json' does not exist"], exitCode: 2 },
  ],
  [
    withFields(new Error('ENOENT: no such file'), { code: 'ENOENT', syscall: 'mkdtemp', path: '/none/x-XXXXXX' }),
    { lines: ["nothing can be written to '/none' (ENOENT); name a folder for temporary files as TMPDIR"], exitCode: 2 },
  ],
  [
    withFields(new Error('two'), {
      problems: [{ file: 'a.xml', line: 3, column: 5, message: 'no such policy' }, 'plain'],
    }),
    { lines: ['a.xml:3:5: no such policy', 'plain'], exitCode: 2 },
  ],
  [
    withFields(new Error('EISDIR: illegal operation on a directory, read'), { code: 'EISDIR' }),
    { lines: ['a folder was given where a file is needed'], exitCode: 2 },
  ],
  [withFields(new Error('bad'), { file: 'a.xml', line: 3 }), { lines: ['a.xml:3: bad'], exitCode: 2 }],
])('%s is explained', (error, expected) => {
  expect(explainError(error)).toEqual(expected);
});

test('what nobody foresaw is no verdict, and says how to learn more', () => {
  expect(explainError(new TypeError('x is not a function'))).toEqual({
    lines: ['x is not a function', 'set SALLYPORT_DEBUG=1 to see where this comes from'],
    exitCode: 4,
  });
  expect(explainError('text').exitCode).toBe(4);
});

test('the nearest word is suggested, unless it is far away', () => {
  expect(closest('requiremnts', ['requirements', 'explain'])).toBe('requirements');
  expect(closest('zebra', ['requirements', 'explain'])).toBeUndefined();
  expect(closest('x'.repeat(100_000), ['requirements'])).toBeUndefined();
});

test('columns are as wide as their longest cell', () => {
  expect(
    columns([
      ['a', 'bb', 'c'],
      ['aaa', 'b', 'cc'],
    ]),
  ).toBe('a    bb  c\naaa  b   cc');
});
