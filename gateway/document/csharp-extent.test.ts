import { describe, expect, it } from 'vitest';
import { expressionExtent } from './csharp-extent.ts';

const scan = (text: string, reading: 'raw' | 'decoded' = 'raw', depth = 256) =>
  expressionExtent(text, 0, text.length, reading, depth);

describe('the end of an expression', () => {
  it.each([
    '@(a)',
    '@{ return 1; }',
    '@(f("\\")") + \')\')',
    '@(@"\\" + @"a""b)")',
    '@($"{a}){{ }}")',
    '@($"{f(")")}")',
    '@($"{(a ? "}" : $"{b + "]"}")}")',
    '@($"{d:HH:mm)}")',
    '@($"{global::A.B}")',
    '@($@"{a}"" )\n{@"}"}")',
    '@(@$"\\{a}")',
    '@("""a "" ) b""")',
    '@{ // ) "\n }',
    "@{ /* ' ) */ }",
    "@{ var c = '\"'; var d = '\\''; }",
    '@(@class + a["b"])',
    "@(h.ContainsKey('Retry-After'))",
    '@(a / b / c)',
  ])('of %s is found whatever follows', (expression) => {
    expect(scan(`${expression}" b="(`)).toEqual({ found: true, end: expression.length });
  });

  it('is found in the decoded text, counted in raw characters', () => {
    expect(scan('@(&quot;)&quot;)" x', 'decoded')).toEqual({ found: true, end: 16 });
    expect(scan('@(&#34;)&#x22;)', 'decoded')).toEqual({ found: true, end: 15 });
  });

  it.each([
    ['@("a', 'Unterminated string literal'],
    ['@("a\n")', 'Unterminated string literal'],
    ['@(@"a', 'Unterminated string literal'],
    ['@($"{a', "'}' expected"],
    ['@($"{a)}")', "')' closes nothing"],
    ['@($"{a:b")', 'Unterminated string literal'],
    ["@('a\n')", 'Newline in constant'],
    ['@(a /* b)', 'End-of-file found, */ expected'],
    ['@("""a"")', 'Unterminated raw string literal'],
    ['@((a)', "')' expected"],
    ['@{ if (a] }', "']' closes nothing"],
  ])('of %j is not found: %s', (text, reason) => {
    expect(scan(text)).toMatchObject({ found: false, reason });
  });

  it('is looked for down to the depth allowed', () => {
    expect(scan('@((()))', 'raw', 3).found).toBe(true);
    expect(scan('@(((())))', 'raw', 3)).toMatchObject({ found: false, reason: 'it is nested deeper than 3 levels' });
    expect(scan(`@(${'$"{'.repeat(10_000)}`)).toMatchObject({ found: false });
  });
});
