/** Runtime semantics 15. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 15: retry', () => {
  const waits: number[] = [];
  const sleep = (ms: number): Promise<boolean> => {
    waits.push(ms);
    return Promise.resolve(true);
  };
  const retry = (attributes: string, condition = 'context.Response.StatusCode == 500'): string =>
    `<retry condition="@(${condition})" ${attributes}><forward-request buffer-request-body="true" /></retry>`;
  async function run(attributes: string, failures: number, condition?: string) {
    waits.length = 0;
    const under = await start({ policy: { backend: retry(attributes, condition) }, sleep });
    let calls = 0;
    under.backend.answer = (_request, response) => response.writeHead(++calls <= failures ? 500 : 200).end();
    const answer = await under.request('/api/op', { method: 'POST', body: 'again' });
    return { answer, bodies: under.backend.requests.map((each) => each.body) };
  }

  test('runs once, then while the condition holds', async () => {
    const { answer, bodies } = await run('count="3" interval="2"', 2);
    expect([answer.status, bodies, [...waits]]).toEqual([200, ['again', 'again', 'again'], [2000, 2000]]);
  });

  test('stops when retries are used up', async () => {
    const { answer, bodies } = await run('count="2" interval="0"', 9);
    expect([answer.status, bodies.length]).toEqual([500, 3]);
  });

  test('linear and fast', async () => {
    await run('count="4" interval="10" delta="5" first-fast-retry="true"', 3);
    expect(waits).toEqual([15_000, 20_000]);
  });

  test("exponential, up to a maximum: the reference's example waits about 10, 20, 40 and 80 seconds", async () => {
    await run('count="6" interval="10" delta="10" max-interval="100"', 6);
    const about = (wanted: number, spread: number) => expect.toSatisfy((ms: number) => Math.abs(ms - wanted) <= spread);
    expect(waits).toEqual([10_000, about(20_000, 2000), about(40_000, 6000), about(80_000, 14_000), 100_000, 100_000]);
  });

  test.each([
    ['interval="7" max-interval="5"', [5000, 5000]],
    ['interval="2" max-interval="5"', [2000, 2000]],
    ['', []],
  ])('without delta, <retry %s> waits for the same time again and again', async (attributes, expected) => {
    await run(`count="2" ${attributes}`, 2);
    expect(waits).toEqual(expected);
  });

  test('first-fast-retry leaves out the first wait alone, and the second is as long as without it', async () => {
    await run('count="3" interval="10" delta="10" max-interval="20" first-fast-retry="@(true)"', 3);
    expect(waits).toHaveLength(2);
    expect(waits[0]).toBeGreaterThanOrEqual(18_000);
  });

  test.each(['0', '-1', '51', 'many'])('count="%s" is refused on load: 1 to 50 are documented', async (count) => {
    await expect(run(`count="${count}" interval="0"`, 0)).rejects.toThrow("'count'");
  });

  test.each(['condition="@(true)"', 'count="1"'])('<retry %s> alone does not load', async (attributes) => {
    await expect(start({ policy: { inbound: `<retry ${attributes} interval="0" />` } })).rejects.toThrow('required');
  });

  test.each(['@(0)', '@(51)'])('count="%s" is an error of the request', async (count) => {
    expect((await run(`count="${count}" interval="0"`, 0)).answer.status).toBe(500);
  });

  test('evaluates its condition after each attempt, and not when no retry is left', async () => {
    const condition = 'context.Variables.GetValueOrDefault<int>("asked") < 9';
    const under = await start({
      policy: {
        inbound: `<retry condition="@(${condition})" count="2" interval="0"><set-variable name="ran" value="@(context.Variables.GetValueOrDefault<int>("ran") + 1)" /></retry><return-response><set-body>@(context.Variables["ran"].ToString())</set-body></return-response>`,
      },
    });
    expect((await under.request()).body).toBe('3');
  });

  test('an answer inside ends the pipeline, whatever the condition says', async () => {
    const under = await start({
      policy: {
        inbound:
          '<retry condition="@(true)" count="3" interval="0"><return-response><set-status code="202" /></return-response></retry>',
      },
    });
    expect((await under.request()).status).toBe(202);
    expect(under.trace().steps.filter(({ policy }) => policy === 'return-response')).toHaveLength(1);
  });

  test('the failure of the last attempt is the failure of the request', async () => {
    const under = await start({
      policy: {
        backend:
          '<retry condition="@(true)" count="1" interval="0"><set-backend-service base-url="https://unmapped.example" /><forward-request /></retry>',
      },
    });
    expect((await under.request()).status).toBe(500);
    expect(under.trace().lastError).toMatchObject({ source: 'forward-request', reason: 'BackendConnectionFailure' });
    expect(under.trace().steps.filter(({ policy }) => policy === 'forward-request')).toHaveLength(2);
  });

  test('a condition that fails after a failed attempt does not hide why it failed', async () => {
    const under = await start({
      policy: {
        backend:
          '<retry condition="@(context.Response.StatusCode == 500)" count="1" interval="0"><set-backend-service base-url="https://unmapped.example" /><forward-request /></retry>',
      },
    });
    expect((await under.request()).status).toBe(500);
    expect(under.trace().lastError).toMatchObject({ source: 'forward-request', reason: 'BackendConnectionFailure' });
  });

  test('the reference does not have wait in retry', async () => {
    const under = await start({
      policy: {
        inbound: '<retry condition="@(false)" count="1" interval="0"><wait for="all" /></retry><return-response />',
      },
    });
    expect(under.gateway.problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', expect.stringContaining("'wait'")],
    ]);
  });

  test('a condition meets a null Response when the call failed', async () => {
    const under = await start({
      policy: { backend: retry('count="1" interval="0"', 'context.Response == null') },
      sleep,
    });
    let calls = 0;
    under.backend.answer = (incoming, response) => {
      if (++calls === 1) incoming.socket.destroy();
      else response.end('second');
    };
    expect((await under.request()).body).toBe('second');
  });
});
