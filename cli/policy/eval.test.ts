import { beforeAll, expect, it } from 'vitest';
import { type EvalOptions, evaluate } from './eval.ts';

// The engine is imported when an expression is evaluated; on a busy machine that takes longer than a test may.
beforeAll(async () => {
  await import('./evaluator.ts');
});

async function run(expression: string, options: Partial<EvalOptions> = {}) {
  const data: string[] = [];
  const notes: string[] = [];
  const output = { data: (text: string) => data.push(text), note: (text: string) => notes.push(text) };
  const code = await evaluate({ expression, platform: 'windows', json: false, ...options }, output);
  return { code, data: data.join('\n'), notes: notes.join('\n') };
}

it.each([
  ['@(5 / 2)', '2', ': int'],
  ['"a" + 1', 'a1', ': string'],
  ['@{ var x = 1L; return x + 1; }', '2', ': long'],
  ['@(true)', 'True', ': bool'],
  ['@((string)null)', 'null', ': null'],
])('%s gives %s %s', async (expression, data, notes) => {
  expect(await run(expression)).toEqual({ code: 0, data, notes });
});

it('sees every variable, whatever it is called', async () => {
  const variables = '{"__proto__": "p", "constructor": {"__proto__": 1}}';
  const text = '@((string)context.Variables["__proto__"] + ((JObject)context.Variables["constructor"])["__proto__"])';
  expect((await run(text, { variables })).data).toBe('p1');
});

it('sees variables with the types that expressions give them', async () => {
  const variables = '{"s": "x", "i": 2147483647, "l": 2147483648, "d": 0.5, "b": true, "n": null, "o": {"a": [1]}}';
  const typed = '@(string.Join(",", new [] {"s","i","l","d","b"}.Select(n => context.Variables[n].ToString())))';
  expect((await run(typed, { variables })).data).toBe('x,2147483647,2147483648,0.5,True');
  expect((await run('@((int)context.Variables["i"])', { variables })).data).toBe('2147483647');
  expect((await run('@((int)context.Variables["l"])', { variables })).notes).toMatch(/^System\.InvalidCastException: /);
  expect((await run('@((int)((JObject)context.Variables["o"])["a"][0])', { variables })).data).toBe('1');
  expect((await run('@(context.Variables["n"] == null)', { variables })).data).toBe('True');
});

it('sees request and response', async () => {
  const request =
    '{"method": "POST", "url": "https://h.example/a?q=1", "headers": {"X-A": ["1", "2"]}, "body": {"k": "v"}, "matchedParameters": {"p": "m"}}';
  const see = async (expression: string) =>
    (await run(expression, { request, response: '{"statusCode": 404, "body": "no"}' })).data;
  expect(
    await see('context.Request.Method + context.Request.Url.Path + context.Request.Url.Query.GetValueOrDefault("Q")'),
  ).toBe('POST/a1');
  expect(await see('context.Request.Headers.GetValueOrDefault("x-a")')).toBe('1,2');
  expect(await see('(string)context.Request.Body.As<JObject>(true)["k"] + (context.Request.Body == null)')).toBe(
    'vFalse',
  );
  expect(await see('context.Request.Body.As<string>() + (context.Request.Body == null)')).toBe('{"k":"v"}True');
  expect(
    await see(
      'context.Request.MatchedParameters["p"] + context.Response.StatusCode + context.Response.Body.As<string>()',
    ),
  ).toBe('m404no');
});

it('marks what does not compile, and tells exceptions', async () => {
  expect(await run('@(1 +\n  foo)')).toEqual({
    code: 1,
    data: '',
    notes: "  foo)\n  ^^^\nCS0103: The name 'foo' does not exist in the current context",
  });
  expect(await run('@(int.Parse("x"))')).toMatchObject({
    code: 1,
    notes: expect.stringMatching(/^System\.FormatException: /),
  });
});

it('prints JSON for machines', async () => {
  expect(JSON.parse((await run('@(2L)', { json: true })).data)).toEqual({ type: 'long', value: 2 });
  expect(JSON.parse((await run('@(9007199254740993)', { json: true })).data)).toEqual({
    type: 'long',
    value: '9007199254740993',
  });
  expect(JSON.parse((await run('@(foo)', { json: true })).data)).toMatchObject({
    errors: [{ code: 'CS0103', line: 1, column: 3 }],
  });
  expect(JSON.parse((await run('@(int.Parse("x"))', { json: true })).data)).toMatchObject({
    exception: { type: 'System.FormatException' },
  });
});

it('shows what is traced', async () => {
  expect((await run('@{ context.Trace("hello"); context.Trace("src", "there"); return 1; }')).notes).toBe(
    'trace: hello\ntrace: src: there\n: int',
  );
});

it('reaches nothing of the process', async () => {
  expect((await run('@(constructor)')).code).toBe(1);
  expect((await run('@("".constructor)')).code).toBe(1);
  expect((await run('@(process.env)')).code).toBe(1);
});
