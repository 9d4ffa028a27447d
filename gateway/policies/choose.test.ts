/** Runtime semantics 13. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 13: choose', () => {
  const respond = (text: string): string => `<return-response><set-body>${text}</set-body></return-response>`;
  test('the first true condition wins, blocks and empty branches included', async () => {
    const { request, trace, gateway } = await start({
      policy: {
        inbound: `<choose><when condition="@(false)">${respond('no')}</when><when condition="@{ return context.Request.Method == "GET"; }"></when><otherwise>${respond('other')}</otherwise></choose>${respond('after')}`,
      },
    });
    expect((await request()).body).toBe('after');
    expect(trace().steps[0]).toMatchObject({ policy: 'choose', branch: 'when[2]' });
    expect((await request('/api/op', { method: 'POST' })).body).toBe('other');
    expect(trace().steps[1]?.path).toBe('choose[1]/otherwise[1]/return-response[1]');
    const covered = gateway.coverage().files['api.xml']?.find(({ element }) => element === 'choose');
    expect(covered).toMatchObject({ hits: 2, branches: { 'when[1]': 0, 'when[2]': 1, otherwise: 1 } });
  });

  test('a condition that waits for the body and does not hold is followed by the next one', async () => {
    const body = (text: string): string => `context.Request.Body.As<string>(true) == "${text}"`;
    const { request } = await start({
      policy: {
        inbound: `<choose><when condition="@(${body('a')})">${respond('1')}</when><when condition="@(${body('b')})">${respond('2')}</when><otherwise>${respond('3')}</otherwise></choose>`,
      },
    });
    const answers: string[] = [];
    for (const text of ['a', 'b', 'c']) answers.push((await request('/api/op', { body: text })).body);
    expect(answers).toEqual(['1', '2', '3']);
  });

  test('a condition that throws fails', async () => {
    const { request, trace } = await start({
      policy: { inbound: '<choose><when condition="@((bool)(object)"true")"></when></choose>' },
    });
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'choose', reason: 'ExpressionValueEvaluationFailure' });
  });

  test.each([
    ['choose', '<choose><when condition="@((object)"true")"></when></choose>', 26],
    ['retry', '<retry condition="@(5)" count="1" interval="0"></retry>', 19],
    [
      'rate-limit-by-key',
      '<rate-limit-by-key calls="1" renewal-period="1" counter-key="a" increment-condition="@("x")" />',
      86,
    ],
  ])('a condition of %s that is no bool is refused when the policy is saved', async (element, inbound, at) => {
    const failure = await start({ policy: { inbound } }).catch((error: Error) => error);
    expect((failure as Error).message).toMatch(
      new RegExp(
        `^api\\.xml:2:${11 + at}: Error in element '${element}' on line 2, column 11: Cannot implicitly convert type '\\w+' to 'bool'`,
      ),
    );
  });
});
