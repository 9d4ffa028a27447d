import { describe, expect, it } from 'vitest';
import { syntaxFacts } from './syntax-facts.ts';

describe('facts about an expression', () => {
  it.each([
    ['@(1 + 2)', ['binary +', 'literal integer']],
    ['@(string.IsNullOrEmpty("a"))', ['static string.IsNullOrEmpty()', 'method IsNullOrEmpty', 'literal string']],
    [
      '@(DateTime.UtcNow.ToString("o"))',
      ['static DateTime.UtcNow', 'static DateTime.UtcNow.ToString()', 'property UtcNow'],
    ],
    [
      '@(context.Request.Body.As<JObject>(true)["a"])',
      ['context context.Request.Body.As<>()', 'generic As<JObject>', 'index'],
    ],
    ['@((int)context.Variables["n"])', ['cast int', 'context context.Variables']],
    ['@(a?.B["c"])', ['conditionalAccess member', 'property B']],
    ['@(a?[0])', ['conditionalAccess index']],
    ['@(new JObject { ["a"] = 1 })', ['new JObject', 'initializer index']],
    ['@(new List<int> { 1 })', ['new List<int>', 'generic List<int>', 'initializer add']],
    ['@(new[] { 1 })', ['newArray implicit', 'arrayInitializer']],
    ['@(new byte[4])', ['new byte[]']],
    ['@($"{1:N}{"x"}")', ['interpolated hole', 'interpolated format', 'interpolated nested quotes']],
    ['@(x as JArray)', ['as JArray']],
    ['@(x is int n)', ['is pattern int', 'isPattern declaration']],
    [
      '@{ var a = @"v"; int b = 1; const uint c = 2; return a; }',
      ['local var', 'local int', 'local uint', 'const', 'literal verbatim'],
    ],
    ['@{ try { } catch (Exception e) { } finally { } return 1; }', ['catch typed', 'catch Exception', 'finally']],
    ['@{ return f(1); int f(JObject o) => 1; }', ['localFunction after return', 'parameter JObject']],
    ['@{ int n; int.TryParse("1", out n); return n++; }', ['out argument', 'increment ++', 'statement expression']],
    ['@(1 /* one */)', ['comment']],
  ])('%s', (text, facts) => {
    expect([...syntaxFacts(text)]).toEqual(expect.arrayContaining(facts));
  });

  it('are none when the text is no C#', () => {
    expect(syntaxFacts('@(1 +)').size).toBe(0);
  });

  it('do not take the address in a string for a comment', () => {
    expect(syntaxFacts('@("https://a/b")')).not.toContain('comment');
  });
});
