import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('interpolated strings', () => {
  test.each<[string, unknown]>([
    ['$"a{1}b{"c"}d{\'e\'}{true}{null}{1.5}"', 'a1bcdeTrue1.5'],
    ['$"{1,5}|{1,-5}|{"abc",5}"', '    1|1    |  abc'],
    ['$"{255:X4}|{1234.5:N2}|{0.5:P0}|{5:D3}"', '00FF|1,234.50|50 %|005'],
    ['$"{{}}{1}"', '{}1'],
    ['$@"a\\b{1}""q"""', 'a\\b1"q"'],
    ['$"{(true ? "y" : "n")}"', 'y'],
    ['$"{new DateTime(2020,1,2):yyyy-MM-dd HH:mm}"', '2020-01-02 00:00'],
  ])('holes, alignment and format: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([['$"{foo}"', ["CS0103 4: The name 'foo' does not exist in the current context"]]])(
    'holes, alignment and format: errors: %s',
    (text, expected) => {
      expect(errors(text)).toEqual(expected);
    },
  );
});
