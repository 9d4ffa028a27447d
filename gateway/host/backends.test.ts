/** Backend entities: pools, circuit breakers, credentials (backends page). */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Backend as BackendEntity } from '../model.ts';
import { type Backend, startBackend } from '../testing/backend.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const servers: Backend[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const breaker = { count: 2, intervalMs: 60_000, statusCodes: [{ min: 500, max: 599 }], tripMs: 30_000 };

/** A gateway whose API forwards to the backend entity `pool`, over servers that answer with their own name. */
async function pooled(names: readonly string[], entities: (url: (name: string) => string) => readonly BackendEntity[]) {
  const started = new Map<string, Backend>();
  for (const name of names) {
    const server = await startBackend();
    server.answer = (_request, response) => response.end(name);
    servers.push(server);
    started.set(name, server);
  }
  const server = (name: string): Backend => {
    const found = started.get(name);
    if (!found) throw new Error(`no server ${name}`);
    return found;
  };
  const under = await start({
    model: { backends: entities((name) => server(name).url) },
    policy: {
      inbound: `<base /><set-variable name="before" value="@(context.Backend == null)" />
        <set-backend-service backend-id="pool" />`,
      outbound: `<base /><set-header name="X-Backend">
        <value>@($"{context.Variables["before"]} {context.Backend.Id} {context.Backend.Type}")</value></set-header>`,
    },
  });
  const calls = async (count: number): Promise<string[]> => {
    const answers: string[] = [];
    for (let index = 0; index < count; index++) {
      const { status, body } = await under.request('/api/x?a=1');
      answers.push(status === 200 ? body : String(status));
    }
    return answers;
  };
  return { under, server, calls };
}

describe('a pool', () => {
  test('takes its members in turn', async () => {
    const { calls, under } = await pooled(['a', 'b'], (url) => [
      { id: 'a', url: url('a') },
      { id: 'b', url: url('b') },
      { id: 'pool', pool: [{ backendId: 'a' }, { backendId: 'b' }] },
    ]);
    expect(await calls(4)).toEqual(['a', 'b', 'a', 'b']);
    expect(under.trace().steps.flatMap((step) => step.notes ?? [])).toContain('pool pool: b');
  });

  test('keeps a session with its member, by a cookie, until that one is out of service', async () => {
    const { under, server } = await pooled(['a', 'b'], (url) => [
      { id: 'a', url: url('a'), circuitBreaker: { ...breaker, count: 1 } },
      { id: 'b', url: url('b') },
      { id: 'pool', pool: [{ backendId: 'a' }, { backendId: 'b' }], sessionCookie: 'SessionId' },
    ]);
    const first = await under.request('/api/x');
    expect(first.body).toBe('a');
    expect(first.header('X-Backend')).toBe('True pool Pool');
    const [cookie = '', ...attributes] = (first.header('set-cookie') ?? '').split('; ');
    expect(cookie).toMatch(/^SessionId=[\w-]{22}$/);
    expect(attributes).toEqual(['Path=/', 'HttpOnly']);
    const again = () => under.request('/api/x', { headers: { Cookie: `other=1; ${cookie}` } });
    for (let count = 0; count < 3; count++) {
      const { body, header } = await again();
      expect([body, header('set-cookie')]).toEqual(['a', undefined]);
    }
    // others take turns, and a made-up session is none
    expect((await under.request('/api/x')).body).toBe('b');
    expect((await under.request('/api/x', { headers: { Cookie: 'SessionId=x' } })).lines('set-cookie')).toHaveLength(1);
    server('a').answer = (_request, response) => response.writeHead(503).end();
    expect((await again()).status).toBe(503);
    const moved = await again();
    expect([moved.body, moved.lines('set-cookie').length]).toEqual(['b', 1]);
  });

  test('shares by weight', async () => {
    const { calls } = await pooled(['a', 'b'], (url) => [
      { id: 'a', url: url('a') },
      { id: 'b', url: url('b') },
      {
        id: 'pool',
        pool: [
          { backendId: 'a', weight: 3 },
          { backendId: 'b', weight: 1 },
        ],
      },
    ]);
    expect((await calls(8)).filter((name) => name === 'a')).toHaveLength(6);
  });

  test('falls back to the next priority while a circuit is open, and comes back', async () => {
    const { calls, server, under } = await pooled(['a', 'b'], (url) => [
      { id: 'a', url: url('a'), circuitBreaker: breaker },
      { id: 'b', url: url('b') },
      {
        id: 'pool',
        pool: [
          { backendId: 'a', priority: 1 },
          { backendId: 'b', priority: 2 },
        ],
      },
    ]);
    server('a').answer = (_request, response) => response.writeHead(500).end();
    expect(await calls(4)).toEqual(['500', '500', 'b', 'b']);
    under.now += 30_000;
    server('a').answer = (_request, response) => response.end('a again');
    expect(await calls(1)).toEqual(['a again']);
  });

  test('of which no member is in service answers 503, which outbound sees', async () => {
    const { calls, server, under } = await pooled(['a'], (url) => [
      { id: 'a', url: url('a'), circuitBreaker: { ...breaker, count: 1 } },
      { id: 'pool', pool: [{ backendId: 'a' }] },
    ]);
    server('a').answer = (request) => request.socket.destroy();
    expect(await calls(1)).toEqual(['500']);
    const answer = await under.request();
    const message = 'Backend pool pool is temporarily unavailable';
    expect([answer.status, answer.reason]).toEqual([503, message]);
    expect([answer.json(), answer.header('Content-Type')]).toEqual([{ statusCode: 503, message }, 'application/json']);
    expect(server('a').requests).toHaveLength(1);
  });

  test('of a member that is none is an error when it is loaded', async () => {
    await expect(start({ model: { backends: [{ id: 'p', pool: [{ backendId: 'none' }] }] } })).rejects.toThrow(
      /names the backend 'none', which does not exist/,
    );
    await expect(
      start({
        model: {
          backends: [
            { id: 'p', pool: [{ backendId: 'q' }] },
            { id: 'q', pool: [] },
          ],
        },
      }),
    ).rejects.toThrow(/which is a pool itself/);
  });
});

describe('a circuit breaker', () => {
  test('honours Retry-After where told, and counts within its interval only', async () => {
    const { calls, server, under } = await pooled(['a'], (url) => [
      { id: 'pool', url: url('a'), circuitBreaker: { ...breaker, acceptRetryAfter: true } },
    ]);
    server('a').answer = (_request, response) => response.writeHead(500, { 'Retry-After': '5' }).end();
    expect(await calls(1)).toEqual(['500']);
    under.now += 60_000;
    expect(await calls(3)).toEqual(['500', '500', '503']);
    under.now += 5000;
    server('a').answer = (_request, response) => response.end('a');
    expect(await calls(2)).toEqual(['a', 'a']);
  });

  test('counts anew after it has closed, and heeds Retry-After only where told', async () => {
    const { calls, server, under } = await pooled(['a'], (url) => [
      { id: 'pool', url: url('a'), circuitBreaker: breaker },
    ]);
    server('a').answer = (_request, response) => response.writeHead(500, { 'Retry-After': '5' }).end();
    expect(await calls(3)).toEqual(['500', '500', '503']);
    under.now += 29_999;
    expect(await calls(1)).toEqual(['503']);
    under.now += 1;
    expect(await calls(3)).toEqual(['500', '500', '503']);
  });

  test.each([
    ['seconds', () => '5'],
    ['an HTTP date', (now: number) => new Date(now + 5000).toUTCString()],
  ])('takes Retry-After as %s', async (_form, retryAfter) => {
    const { calls, server, under } = await pooled(['a'], (url) => [
      { id: 'pool', url: url('a'), circuitBreaker: { ...breaker, count: 1, acceptRetryAfter: true } },
    ]);
    const header = retryAfter(under.now);
    server('a').answer = (_request, response) => response.writeHead(503, { 'Retry-After': header }).end();
    expect(await calls(1)).toEqual(['503']);
    server('a').answer = (_request, response) => response.end('a');
    under.now += 4999;
    expect(await calls(1)).toEqual(['503']);
    under.now += 1;
    expect(await calls(1)).toEqual(['a']);
  });

  test.each(['soon', '-1', ''])('opens for its own time after the Retry-After %j', async (header) => {
    const { calls, server, under } = await pooled(['a'], (url) => [
      { id: 'pool', url: url('a'), circuitBreaker: { ...breaker, count: 1, acceptRetryAfter: true } },
    ]);
    server('a').answer = (_request, response) => response.writeHead(500, { 'Retry-After': header }).end();
    expect(await calls(2)).toEqual(['500', '503']);
    under.now += 30_000;
    expect(await calls(1)).toEqual(['500']);
  });

  test('answers below its ranges are no failures', async () => {
    const { calls, server } = await pooled(['a'], (url) => [{ id: 'pool', url: url('a'), circuitBreaker: breaker }]);
    server('a').answer = (_request, response) => response.writeHead(429).end();
    expect(await calls(3)).toEqual(['429', '429', '429']);
  });
});

test('credentials of a backend go with every request, and stay out of the trace', async () => {
  const secret = randomBytes(16).toString('hex');
  const inHeader = randomBytes(16).toString('hex');
  const { under, server } = await pooled(['a'], (url) => [
    {
      id: 'pool',
      url: url('a'),
      credentials: { headers: { 'x-functions-key': [inHeader] }, query: { code: [secret], A: ['2'] } },
    },
  ]);
  await under.request('/api/x?a=1&b=%20');
  expect(server('a').requests[0]).toMatchObject({ url: `/x?b=%20&code=${secret}&A=2` });
  expect(server('a').requests[0]?.header('x-functions-key')).toBe(inHeader);
  for (const each of [secret, inHeader]) expect(JSON.stringify(under.gateway.traces)).not.toContain(each);
});
