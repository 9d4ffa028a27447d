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

  test('exponential, up to a maximum', async () => {
    await run('count="6" interval="10" delta="10" max-interval="60"', 6);
    expect(waits[0]).toBe(10_000);
    expect(waits[1]).toBeGreaterThanOrEqual(18_000);
    expect(waits[1]).toBeLessThanOrEqual(22_000);
    expect(waits.at(-1)).toBe(60_000);
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
