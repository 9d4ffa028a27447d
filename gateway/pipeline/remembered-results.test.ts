import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';
import { readsVariablesAlone } from './remembered-results.ts';

const start = useGateway();

test.each([
  ['@((string)context.Variables["a"] + "x")', true],
  ['@(context . Variables.GetValueOrDefault<string>("a"))', true],
  ['@("constant")', false],
  ['@(context.Request.Method + context.Variables["a"])', false],
  ['@{ var alias = context; return alias.Request.Method; }', false],
  ['@{ return new[] { context }.First().RequestId; }', false],
  ['@(\\u0063ontext.RequestId + (string)context.Variables["a"])', false],
])('%s reads variables alone: %s', (text, expected) => {
  expect(readsVariablesAlone(text)).toBe(expected);
});

/** Work that takes long enough to be worth remembering. */
const work = 'for (var i = 0; i < 20000; i++) { n += i % 7; }';
const answering = (variables: string, expression: string) => ({
  policy: {
    inbound: `${variables}<set-variable name="result" value="@{ ${expression} }" /><return-response><set-body>@(context.Variables["result"].ToString())</set-body></return-response>`,
  },
});
const fromHeader = (name: string): string =>
  `<set-variable name="${name}" value="@(context.Request.Headers.GetValueOrDefault("${name}", ""))" />`;

describe('results of expressions that read variables alone', () => {
  test('are those of the variables, whichever of them decide', async () => {
    const { request, trace } = await start(
      answering(
        `${fromHeader('which')}${fromHeader('a')}${fromHeader('b')}`,
        `var n = 0; ${work} return (string)context.Variables[(string)context.Variables["which"] == "a" ? "a" : "b"] + n;`,
      ),
    );
    const ask = async (which: string, a: string, b: string) =>
      (await request('/api/op', { headers: { which, a, b } })).body.replace(/\d+$/, '');
    for (let round = 0; round < 3; round++) {
      expect(await ask('a', 'one', 'two')).toBe('one');
      expect(await ask('b', 'one', 'two')).toBe('two');
      expect(await ask('a', 'three', 'two')).toBe('three');
      expect(await ask('b', 'three', 'four')).toBe('four');
    }
    // what was remembered is traced as what was evaluated
    expect(trace().steps.find(({ policy, variables }) => policy === 'set-variable' && variables?.result)).toBeDefined();
  });

  test('are evaluated again where a clock, chance, or an object of a variable has a part', async () => {
    const { request } = await start(
      answering(
        `${fromHeader('a')}<set-variable name="list" value="@(new JArray())" />`,
        `var n = 0; ${work} ((JArray)context.Variables["list"]).Add(1); return (string)context.Variables["a"] + Guid.NewGuid();`,
      ),
    );
    const bodies = new Set<string>();
    for (let round = 0; round < 4; round++) bodies.add((await request('/api/op', { headers: { a: 'x' } })).body);
    expect(bodies.size).toBe(4);
    const under = await start(
      answering(
        fromHeader('a'),
        `var n = 0; ${work} return (string)context.Variables["a"] + DateTimeOffset.UtcNow.ToUnixTimeSeconds();`,
      ),
    );
    const before = (await under.request('/api/op', { headers: { a: 'x' } })).body;
    under.now += 60_000;
    expect((await under.request('/api/op', { headers: { a: 'x' } })).body).not.toBe(before);
  });

  test('throw every time what they throw, and note every assumption', async () => {
    const { request, trace } = await start(
      answering(
        fromHeader('a'),
        `var n = 0; ${work} if ((string)context.Variables["a"] == "bad") { return int.Parse("x"); } return "" + context.Variables["missing"] + n;`,
      ),
    );
    for (let round = 0; round < 3; round++) {
      expect((await request('/api/op', { headers: { a: 'bad' } })).status).toBe(500);
      expect((await request('/api/op', { headers: { a: 'good' } })).status).toBe(200);
      expect(trace().assumptions).toContain('variables.missing=null');
    }
  });
});
