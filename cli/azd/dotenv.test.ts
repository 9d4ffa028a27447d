import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDotenv } from './dotenv.ts';

test('reads values with and without quotes', () => {
  const text = [
    '# a comment',
    'AZURE_ENV_NAME="dev"',
    'export PLAIN=a b # why',
    'SINGLE=\'a \\n "b"\'',
    'EMPTY=',
    'PORT=443',
    'QUOTED="a \\"b\\" \\$c \\\\d\\ne"',
    'no value',
    '',
  ].join('\r\n');
  expect(Object.fromEntries(parseDotenv(`\ufeff${text}`))).toEqual({
    AZURE_ENV_NAME: 'dev',
    PLAIN: 'a b',
    SINGLE: 'a \\n "b"',
    EMPTY: '',
    PORT: '443',
    QUOTED: 'a "b" $c \\d\ne',
  });
});

test('what azd writes comes back, whatever it is', () => {
  const written = (value: string): string =>
    `"${value
      .replace(/[\\"$`!]/g, '\\$&')
      .replaceAll('\n', '\\n')
      .replaceAll('\r', '\\r')}"`;
  const text = fc.string({
    unit: fc.constantFrom('a', '=', '#', ' ', '"', "'", '\\', '$', '`', '!', '\n', '\r', 'é', '😀'),
  });
  fc.assert(
    fc.property(text, text, (value, other) => {
      expect(Object.fromEntries(parseDotenv(`A=${written(value)}\nB=${written(other)}\n`))).toEqual({
        A: value,
        B: other,
      });
    }),
  );
});
