import { describe, expect, test } from 'vitest';
import type { NetObject } from '../dotnet/core/values.ts';
import { createExpressionCompiler, LimitExceeded, type Limits } from './index.ts';
import { Execution } from './run/execution.ts';
import { DEFAULT_LIMITS } from './run/limits.ts';
import { evaluate, frozen } from './testing/evaluate.ts';

/** The limit that evaluating runs into; undefined when it ends. */
function exceeded(text: string, limits: Partial<Limits>): string | undefined {
  try {
    evaluate(text, limits);
    return undefined;
  } catch (error) {
    if (error instanceof LimitExceeded) return error.limit;
    throw error;
  }
}

describe('limits of an evaluation', () => {
  test.each<[keyof Limits, string, number]>([
    ['steps', '@{ int n = 0; for (int i = 0; i < 10; i++) n += i; return n; }', 10],
    ['steps', '@{ int n = 0; while (n < 10) n++; return n; }', 10],
    ['steps', '@{ int n = 0; do n++; while (n < 10); return n; }', 10],
    ['steps', '@{ int n = 0; foreach (var c in "0123456789") n++; return n; }', 10],
    ['steps', '@{ Func<int, int> f = x => x; return f(1) + f(2) + f(3); }', 3],
    ['steps', '@{ int f(int x) => x; return f(1) + f(2) + f(3); }', 3],
    ['steps', '@{ int n = 0; again: if (++n < 11) goto again; return n; }', 10],
    ['steps', '@(new[] { 1, 2, 3 }.Select(x => x).Sum())', 3],
    ['depth', '@{ int f(int n) => n == 0 ? 0 : f(n - 1); return f(9); }', 10],
    ['depth', '@{ Func<int, int> f = null; f = n => n == 0 ? 0 : f(n - 1); return f(9); }', 10],
    ['stringLength', '@{ var a = "01234"; return a + a; }', 10],
    ['stringLength', '@{ var a = "01234"; return $"{a}{a}"; }', 10],
    ['stringLength', '@{ var a = "a"; return $"{a,10}"; }', 10],
    ['stringLength', `@(new string('a', 10))`, 10],
    ['stringLength', '@("a".PadLeft(10))', 10],
    ['stringLength', '@(string.Concat("01234", "56789", ""))', 10],
    ['collectionSize', '@(new int[10].Length)', 10],
    ['collectionSize', '@(new byte[10].Length)', 10],
    ['collectionSize', '@(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }.Length)', 10],
    ['collectionSize', '@("0,1,2,3,4,5,6,7,8,9".Split(\',\').Length)', 10],
    ['collectionSize', '@{ var l = new List<int>(); for (int i = 0; i < 10; i++) l.Add(i); return l.Count; }', 10],
    ['collectionSize', '@{ var l = new List<int>(); l.AddRange(Enumerable.Range(0, 10)); return l.Count; }', 10],
    [
      'collectionSize',
      '@{ var d = new Dictionary<int, int>(); for (int i = 0; i < 10; i++) d.Add(i, i); return d.Count; }',
      10,
    ],
    ['collectionSize', '@{ var s = new HashSet<int>(); for (int i = 0; i < 10; i++) s.Add(i); return s.Count; }', 10],
    [
      'stringLength',
      '@{ var b = new StringBuilder(); for (int i = 0; i < 10; i++) b.Append(i); return b.Length; }',
      10,
    ],
    [
      'collectionSize',
      '@{ object o = 1; for (int i = 0; i < 4; i++) o = Tuple.Create(o, o); return o.ToString(); }',
      31,
    ],
    ['collectionSize', '@{ object o = 1; for (int i = 0; i < 4; i++) o = (o, o); return o.GetHashCode(); }', 31],
    [
      'collectionSize',
      '@{ object o = 1; for (int i = 0; i < 4; i++) o = new { A = o, B = o }; return o.ToString(); }',
      31,
    ],
  ])('%s: %s runs with exactly what it needs and not with less', (limit, text, needed) => {
    expect(exceeded(text, { [limit]: needed })).toBeUndefined();
    expect(exceeded(text, { [limit]: needed - 1 })).toBe(limit);
  });

  test('work: library calls are charged', () => {
    const text = '@(new string(\'a\', 1000).Replace("a", "b").Length)';
    expect(exceeded(text, {})).toBeUndefined();
    expect(exceeded(text, { work: 100 })).toBe('work');
  });

  test('work: what a call would keep is charged before it is made', () => {
    expect(exceeded("@(new string(',', 10000000).Split(',').Length)", { work: 20_000_000 })).toBe('work');
    expect(exceeded('@(new string(\',\', 10000000).Split(new[] { "," }, StringSplitOptions.None).Length)', {})).toBe(
      'work',
    );
  });

  test.each<[string, number]>([
    ["@(System.Net.WebUtility.HtmlEncode(new string('<', 100)))", 900],
    ["@(System.Net.WebUtility.HtmlDecode(new string('&', 100)))", 900],
    ["@(System.Net.WebUtility.UrlEncode(new string('%', 100)))", 900],
    ["@(System.Net.WebUtility.UrlDecode(new string('%', 100)))", 900],
    ["@(Uri.EscapeDataString(new string('%', 100)))", 400],
    ["@(new string('a', 100).Normalize())", 400],
    ["@(new string('a', 100).Normalize(NormalizationForm.FormKD))", 1900],
    ["@(new string('a', 100).IsNormalized(NormalizationForm.FormKC))", 1900],
    ["@(new string('a', 2000).GetHashCode())", 4000],
  ])('work: %s costs what it may take, before it is done', (text, needed) => {
    expect(exceeded(text, { work: needed })).toBeUndefined();
    expect(exceeded(text, { work: needed - 1 })).toBe('work');
    expect(exceeded(text.replace(/\d{3,}/, '16000000'), {})).toBe(text.includes('Hash') ? undefined : 'work');
  });

  test('regexMilliseconds: a match runs with exactly what it needs and not with less', () => {
    const text = '@(Regex.IsMatch(new string(\'a\', 200), "^(a|aa)+b$"))';
    const tries = (milliseconds: number): boolean =>
      exceeded(text.replace('200', '12'), { regexMilliseconds: milliseconds }) === undefined;
    // The smallest allowance, to the hundred thousandth of a millisecond.
    let [low, high] = [0, 10_000_000];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (tries(middle / 100_000)) high = middle;
      else low = middle + 1;
    }
    expect(low).toBeGreaterThan(0);
    expect(tries(low / 100_000)).toBe(true);
    expect(exceeded(text.replace('200', '12'), { regexMilliseconds: (low - 1) / 100_000 })).toBe('regexMilliseconds');
    expect(exceeded(text, {})).toBe('regexMilliseconds');
  });

  test('milliseconds: a loop ends when its time is over, and not before', async () => {
    const text = '@{ int n = 0; while (n < 100000) n++; return n; }';
    for (const [allowed, over] of [
      [100, false],
      [99, true],
    ] as const) {
      let looks = 0;
      // The clock stands still for the start and then shows 100 for ever.
      const compiler = await createExpressionCompiler({ now: () => (looks++ === 0 ? 0 : 100) });
      const result = compiler.compile(text);
      if (!result.ok) throw new Error('does not compile');
      const run = (): unknown =>
        result.expression.evaluate({
          context: null as unknown as NetObject,
          runtime: frozen,
          limits: { milliseconds: allowed },
        });
      if (over) expect(run).toThrow(LimitExceeded);
      else expect(run()).toBe(100_000);
    }
  });

  test('milliseconds: the work of other programs does not count', () => {
    const clock = { now: () => ticks++ * 1000, worked: () => worked };
    let ticks = 0;
    let worked = 0;
    const run = (): void => {
      const exec = new Execution(null, frozen, { ...DEFAULT_LIMITS, milliseconds: 5 }, clock);
      for (let i = 0; i < 10_000; i++) exec.step();
    };
    expect(run).not.toThrow();
    clock.worked = () => worked++;
    expect(run).toThrow(new LimitExceeded('milliseconds', 5));
  });

  test.each([
    "@{ var a = new string('a', 100000); int n = 0; while (n < 100) n++; return n; }",
    '@{ var a = new int[100000]; int n = 0; while (n < 100) n++; return n; }',
    '@{ var a = Enumerable.Range(0, 100000).ToList(); a.Add(1); int n = 0; while (n < 100) n++; return n; }',
  ])('milliseconds: with large values the clock is looked at in every step: %s', async (text) => {
    const compiler = await createExpressionCompiler({ now: () => looks++ });
    let looks = 0;
    const result = compiler.compile(text);
    if (!result.ok) throw new Error('does not compile');
    const run = (): unknown =>
      result.expression.evaluate({
        context: null as unknown as NetObject,
        runtime: frozen,
        limits: { milliseconds: 50 },
      });
    expect(run).toThrow(new LimitExceeded('milliseconds', 50));
  });

  test('no expression catches a limit, and no finally block runs after it', () => {
    const text = '@{ try { while (true) { } } catch (Exception) { return 1; } finally { while (true) { } } }';
    expect(exceeded(text, { steps: 100 })).toBe('steps');
  });

  test('calls that end in an exception are no longer nested', () => {
    const text =
      '@{ int f(int n) { if (n == 0) throw new Exception(); return f(n - 1); } int caught = 0; for (int i = 0; i < 50; i++) { try { f(5); } catch { caught++; } } return caught; }';
    expect(exceeded(text, { depth: 6 })).toBeUndefined();
    expect(exceeded(text, { depth: 5 })).toBe('depth');
  });

  test('recursion without an end is a limit, not the end of the process', () => {
    expect(exceeded('@{ int f(int n) => f(n + 1) + 1; return f(0); }', {})).toBe('depth');
    expect(
      exceeded('@{ Func<int, int> f = null; f = n => new[] { n }.Select(x => f(x + 1)).First(); return f(0); }', {}),
    ).toBe('depth');
    expect(exceeded('@{ int f(int n) => f(n + 1) + 1; return f(0); }', { depth: 10_000_000, steps: 10_000_000 })).toBe(
      'depth',
    );
  });

  test('objects that hold others twice, again and again, end at a limit', () => {
    for (const made of ['Tuple.Create(o, o)', '(o, o)', 'new { A = o, B = o }']) {
      const text = `@{ object o = 1; for (int i = 0; i < 60; i++) o = ${made}; return JsonConvert.SerializeObject(o); }`;
      expect(exceeded(text, {}), made).toBeDefined();
    }
  });

  test('JSON trees that double by being cloned end at a limit', () => {
    const text =
      '@{ JToken o = new JValue(1); for (int i = 0; i < COUNT; i++) o = new JArray(o, o); return o.Count(); }';
    expect(exceeded(text.replace('COUNT', '8'), {})).toBeUndefined();
    expect(exceeded(text.replace('COUNT', '60'), { work: 1_000_000 })).toBe('work');
  });

  test('messages tell the limit and its value', () => {
    expect(new LimitExceeded('steps', 5).message).toBe('The expression exceeded the limit of 5 for steps.');
  });
});
