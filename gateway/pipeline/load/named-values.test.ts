/** Runtime semantics 1. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { PolicyLoadError } from '../../pipeline/load/policy-issue.ts';
import { underTest } from '../../testing/under-test.ts';
import { useGateway } from '../../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 1: named values are replaced textually when the policy is loaded', () => {
  const namedValues = [
    { name: 'id', value: 'abc', secret: false },
    { name: 'expression', value: '@(1 + 1)', secret: false },
    { name: 'nested', value: '{{id}}', secret: false },
  ];

  test('inside C#, as a whole expression, and without nesting', async () => {
    const body = '@{ return "{{id}}" + $"-{{id}}-" + (string)context.Variables["nested"] + context.Variables["two"]; }';
    const { request } = await start({
      policy: {
        inbound: `<set-variable name="two" value="{{expression}}" /><set-variable name="nested" value="{{nested}}" /><return-response><set-body>${body}</set-body></return-response>`,
      },
      model: { namedValues },
    });
    expect((await request()).body).toBe('abc-abc-{{id}}2');
  });

  test('an unknown name keeps the policy from loading, with file and place', async () => {
    const starting = underTest({ policy: { inbound: '\n  <set-variable name="a" value="{{nope}}" />' } });
    await expect(starting).rejects.toBeInstanceOf(PolicyLoadError);
    await starting.catch((error: PolicyLoadError) => {
      expect(error.problems[0]).toMatchObject({ file: 'api.xml', line: 3, message: expect.stringContaining("'nope'") });
    });
  });

  test("Liquid's own outputs are left alone", async () => {
    const { request } = await start({
      policy: {
        inbound: '<return-response><set-body template="liquid">[{{context.Variables.x}}]</set-body></return-response>',
      },
    });
    expect((await request()).body).toBe('[]');
  });

  test('roles and overrides win over the value in the model', async () => {
    const { request } = await start({
      policy: { inbound: '<return-response><set-body>{{one}} {{two}}</set-body></return-response>' },
      model: {
        namedValues: [
          { name: 'one', value: 'own', role: 'tenantId', secret: false },
          { name: 'two', value: 'own', secret: false },
        ],
      },
      bindings: { tenantId: 'bound' },
      namedValues: { two: 'overridden' },
    });
    expect((await request()).body).toBe('bound overridden');
  });

  test('secret ones never show in a trace', async () => {
    const secret = randomBytes(16).toString('hex');
    const { request, trace } = await start({
      policy: {
        inbound:
          '<set-variable name="shown" value="{{s}}" /><trace source="t"><message>@("is {{s}}")</message></trace><return-response />',
      },
      model: { namedValues: [{ name: 's', value: secret, secret: true }] },
    });
    await request();
    expect(JSON.stringify(trace())).not.toContain(secret);
    expect(trace().steps[0]?.variables).toEqual({ shown: '***' });
  });

  test('nor what an exception says of them, to the trace', async () => {
    const secret = randomBytes(16).toString('hex');
    const { request, trace } = await start({
      policy: { inbound: '<set-variable name="v" value="@{ throw new Exception("Bad value: {{s}}"); }" />' },
      model: { namedValues: [{ name: 's', value: secret, secret: true }] },
    });
    await request();
    expect(JSON.stringify(trace())).not.toContain(secret);
    const message = 'Expression evaluation failed. Bad value: ***';
    expect([trace().lastError?.message, trace().steps[0]?.error?.message]).toEqual([message, message]);
  });
});
