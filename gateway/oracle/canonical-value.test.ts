import { beforeAll, describe, expect, it } from 'vitest';
import type { Case } from './case-file.ts';
import { createEngine, type Engine } from './engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine();
});

function outcome(expression: string, more: Partial<Case> = {}): unknown {
  return engine.run({ id: 'x', expression, variables: {}, context: {}, expects: 'object', ...more }, 'linux');
}

describe('values in canonical form', () => {
  it.each<[string, unknown]>([
    ['@(5)', 5],
    ['@("a")', 'a'],
    ['@(true)', true],
    ['@(null)', null],
    ["@('a')", { type: 'char', value: 97 }],
    ['@(5L)', { type: 'long', value: '5' }],
    ['@((byte)5)', { type: 'byte', value: 5 }],
    ['@(0.1)', { type: 'double', value: 0.1 }],
    ['@(double.NaN)', { type: 'double', value: 'NaN' }],
    ['@(1.50m)', { type: 'decimal', value: '1.50' }],
    [
      '@(new DateTime(2024, 1, 5, 0, 0, 0, DateTimeKind.Utc))',
      { type: 'System.DateTime', value: '2024-01-05T00:00:00.0000000', kind: 'Utc' },
    ],
    ['@(TimeSpan.FromSeconds(1))', { type: 'System.TimeSpan', ticks: '10000000' }],
    ['@(Guid.Empty)', { type: 'System.Guid', value: '00000000-0000-0000-0000-000000000000' }],
    ['@(DayOfWeek.Friday)', { type: 'System.DayOfWeek', value: 'Friday', number: 5 }],
    ['@(new byte[] { 1, 2 })', { type: 'byte[]', base64: 'AQI=' }],
    ['@(new[] { "a", null })', { type: 'string[]', items: ['a', null] }],
    ['@(new object[] { 1, 2L })', { type: 'object[]', items: [1, { type: 'long', value: '2' }] }],
    ['@(new List<int> { 1 })', { type: 'System.Collections.Generic.List<int>', items: [1] }],
    [
      '@(new Dictionary<string, int> { ["a"] = 1 })',
      { type: 'System.Collections.Generic.Dictionary<string,int>', entries: [['a', 1]] },
    ],
    ['@(new { a = 1, b = "x" })', { type: 'anonymous', members: { a: 1, b: 'x' } }],
    ['@(Tuple.Create(1, "a"))', { type: 'System.Tuple<int,string>', items: [1, 'a'] }],
    ['@(JObject.Parse("{\'a\':1}"))', { type: 'Newtonsoft.Json.Linq.JObject', token: 'Object', json: '{"a":1}' }],
    ['@(JToken.Parse("5"))', { type: 'Newtonsoft.Json.Linq.JValue', token: 'Integer', json: '5' }],
    ['@(new Exception("m"))', { type: 'System.Exception', message: 'm' }],
    ['@(new Uri("http://a/B"))', { type: 'System.Uri', value: 'http://a/B' }],
  ])('%s', (expression, value) => {
    expect(outcome(expression)).toEqual({ value });
  });

  it('name a lazy sequence by what it is', () => {
    expect(outcome('@(new[] { 1, 2 }.Select(x => x * 2))')).toEqual({
      value: { type: 'System.Collections.Generic.IEnumerable<int>', items: [2, 4] },
    });
  });
});

describe('a case in our engine', () => {
  it('ends in a value, an exception or a refusal', () => {
    expect(outcome('@(int.Parse("x"))')).toEqual({
      throws: { type: 'System.FormatException', message: "The input string 'x' was not in a correct format." },
    });
    expect(outcome('@(foo)')).toMatchObject({ rejects: [{ code: 'CS0103', line: 1, column: 3 }] });
  });

  it('owns what enumerating its value throws', () => {
    expect(outcome('@(new[] { 1, 0 }.Select(x => 1 / x))')).toMatchObject({
      throws: { type: 'System.DivideByZeroException' },
    });
  });

  it('gets its variables with their types', () => {
    const variables = {
      n: { type: 'int', value: 5 },
      l: { type: 'long', value: '6' },
      s: { type: 'string', value: 'say "hi"' },
      a: { type: 'string[]', value: ['x'] },
      j: { type: 'JObject', value: '{"k":1}' },
      z: { type: 'string', value: null },
      r: { type: 'IResponse', value: { statusCode: 201, statusReason: 'Created', body: '{"a":1}' } },
    };
    const read = (text: string) => (outcome(text, { variables }) as { value: unknown }).value;
    expect(read('@((int)context.Variables["n"] + (long)context.Variables["l"])')).toEqual({
      type: 'long',
      value: '11',
    });
    expect(read('@(context.Variables["s"])')).toBe('say "hi"');
    expect(read('@(((string[])context.Variables["a"])[0])')).toBe('x');
    expect(read('@((int)((JObject)context.Variables["j"])["k"])')).toBe(1);
    expect(read('@(context.Variables["z"])')).toBeNull();
    expect(read('@(((IResponse)context.Variables["r"]).StatusCode)')).toBe(201);
  });

  it('gets the context of context.json with its own overrides', () => {
    expect(outcome('@(context.Request.Method)')).toEqual({ value: 'POST' });
    expect(outcome('@(context.Request.Method)', { context: { request: { method: 'PUT' } } })).toEqual({ value: 'PUT' });
    expect(outcome('@(context.Request.IpAddress)', { context: { request: { method: 'PUT' } } })).toEqual({
      value: '203.0.113.7',
    });
    expect(outcome('@(context.Response == null)', { context: { response: null } })).toEqual({ value: true });
  });

  it('is held to the type that it expects', () => {
    expect(outcome('@(5)', { expects: 'long' })).toEqual({ value: { type: 'long', value: '5' } });
    expect(outcome('@(5)', { expects: 'string' })).toHaveProperty('rejects');
  });
});
