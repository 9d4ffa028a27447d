import { expect, it } from 'vitest';
import { caret } from './caret.ts';

const error = { code: 'CS0103', message: 'no', line: 2, column: 3, length: 4 };

it('marks the place in its line, below tabs as well', () => {
  expect(caret('@{\n\treturn x;\n}', { ...error, column: 9, length: 1 })).toBe('\treturn x;\n\t       ^\nCS0103: no');
});

it('stays within the line, whatever the place', () => {
  expect(caret('a\nbc', { ...error, column: 2, length: 90 })).toBe('bc\n ^\nCS0103: no');
  expect(caret('a', { ...error, line: 9, column: 9, length: 0 })).toBe('\n^\nCS0103: no');
});
