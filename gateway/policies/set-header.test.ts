/** Runtime semantics 5. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';
import { valueShown } from '../testing/value-shown.ts';

const start = useGateway();
const value = valueShown(start);

describe('semantic 5: headers', () => {
  const headers = ['X-Multi', 'a', 'x-multi', 'b', 'Authorization', 'Bearer x'];

  test('are found without case, joined by GetValueOrDefault, listed by the indexer', async () => {
    expect(await value('context.Request.Headers.GetValueOrDefault("x-MULTI", "")', '', '/api/op', { headers })).toBe(
      'a,b',
    );
    expect(await value('context.Request.Headers["X-Multi"].Length', '', '/api/op', { headers })).toBe(2);
    expect(await value('context.Request.Headers.GetValueOrDefault("absent") == null')).toBe(true);
    expect(await value('context.Request.Headers["absent"]')).toMatchObject({ status: 500 });
  });

  const set = (name: string, action: string, ...values: string[]): string =>
    `<set-header name="${name}" exists-action="${action}">${values.map((each) => `<value>${each}</value>`).join('')}</set-header>`;

  test('several values are one comma-separated line, except where commas or dates may stand', async () => {
    const { request } = await start({
      policy: {
        inbound: `<return-response>${set('X-List', 'override', 'a', 'b')}${set('Set-Cookie', 'append', 'a=1')}${set('Set-Cookie', 'append', 'b=2')}${set('WWW-Authenticate', 'override', 'Bearer', 'Basic')}</return-response>`,
      },
    });
    const answer = await request();
    expect(answer.lines('X-List')).toEqual(['a,b']);
    expect(answer.lines('Set-Cookie')).toEqual(['a=1', 'b=2']);
    expect(answer.lines('WWW-Authenticate')).toEqual(['Bearer', 'Basic']);
  });

  test('override, skip, append and delete', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `<base />${set('A', 'override', 'new')}${set('B', 'skip', 'new')}${set('C', 'append', 'new')}${set('D', 'delete')}${set('E', 'skip', 'new')}`,
      },
    });
    await request('/api/op', { headers: { A: 'old', B: 'old', C: 'old', D: 'old' } });
    const [received] = backend.requests;
    expect(['A', 'B', 'C', 'D', 'E'].map((name) => received?.header(name))).toEqual([
      'new',
      'old',
      'old,new',
      undefined,
      'new',
    ]);
  });

  test('headers of the connection are not for policies', async () => {
    const { request, trace } = await start({
      policy: {
        inbound: `<return-response>${set('Transfer-Encoding', 'override', 'x')}${set('Content-Length', 'override', '99')}<set-body>ok</set-body></return-response>`,
      },
    });
    const answer = await request();
    expect([answer.body, answer.header('Content-Length')]).toEqual(['ok', '2']);
    expect(trace().steps.flatMap((step) => step.warnings ?? [])).toHaveLength(2);
  });

  test('a value that would begin a new line is an error, not a header', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<return-response><set-header name="X"><value>@("a\\r\\nInjected: 1")</value></set-header></return-response>',
      },
    });
    const answer = await request();
    expect([answer.status, answer.header('Injected')]).toEqual([500, undefined]);
  });

  test('by switch, a line break in a value becomes a space, and what surrounds it goes', async () => {
    const { request, trace } = await start({
      switches: { 'setHeader.lineBreak': 'space' },
      policy: {
        inbound:
          '<return-response><set-header name="X"><value>@("a \\r\\n\\tInjected: 1\\nb\\n")</value></set-header><set-header name="Y"><value>@("plain")</value></set-header></return-response>',
      },
    });
    const answer = await request();
    expect([answer.lines('X'), answer.header('Injected')]).toEqual([['a Injected: 1 b'], undefined]);
    expect(trace().steps.map(({ assumptions }) => assumptions)).toEqual([
      undefined,
      ['setHeader.lineBreak=space'],
      undefined,
    ]);
  });
});
