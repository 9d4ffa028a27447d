/** Runtime semantics 25 and 26: bodies in motion. */
import http from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type UnderTest, type UnderTestOptions, underTest } from '../testing/under-test.ts';

let current: UnderTest | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});
async function start(options: UnderTestOptions = {}): Promise<UnderTest> {
  current = await underTest(options);
  return current;
}

/** Opens a request and gives the response once its headers are there. */
function open(
  under: UnderTest,
  options: http.RequestOptions = {},
): { response: Promise<http.IncomingMessage>; request: http.ClientRequest } {
  const request = http.request({
    host: '127.0.0.1',
    port: under.gateway.port,
    path: '/api/op',
    agent: false,
    ...options,
  });
  const response = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  });
  return { request, response };
}

const next = async (response: http.IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    response.once('data', (chunk: Buffer) => {
      response.pause();
      resolve(chunk.toString('utf8'));
    });
    response.once('error', reject);
    response.resume();
  });

describe('semantic 25: event streams', () => {
  test('events pass as they come', async () => {
    const under = await start();
    let send: (event: string) => void = () => {};
    under.backend.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      send = (event) => response.write(`data: ${event}\n\n`);
    };
    const { request, response } = open(under);
    request.end();
    const stream = await response;
    send('1');
    expect(await next(stream)).toBe('data: 1\n\n');
    send('2');
    expect(await next(stream)).toBe('data: 2\n\n');
    request.destroy();
  });

  test('with the documented buffering they are held back until the stream ends', async () => {
    const under = await start({ switches: { 'eventStream.buffering': 'documented' } });
    under.backend.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: 1\n\n');
      setImmediate(() => response.end('data: 2\n\n'));
    };
    const { request, response } = open(under);
    request.end();
    expect(await next(await response)).toBe('data: 1\n\ndata: 2\n\n');
  });

  test('a client that leaves ends the call to the backend', async () => {
    const under = await start();
    const closed = Promise.withResolvers<void>();
    under.backend.answer = (_request, response) => {
      response.on('close', () => closed.resolve());
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: 1\n\n');
    };
    const { request, response } = open(under);
    request.end();
    await next(await response);
    request.destroy();
    await closed.promise;
  });

  test('a backend that breaks off breaks the answer off', async () => {
    const under = await start();
    under.backend.answer = (request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => request.socket.destroy());
    };
    const { request, response } = open(under);
    request.end();
    const answer = await response;
    answer.resume();
    await expect(new Promise((resolve, reject) => answer.on('end', resolve).on('error', reject))).rejects.toThrow();
  });
});

describe('semantic 26: reading the body of an event stream', () => {
  test('holds the whole stream back, and is a finding', async () => {
    const under = await start({
      policy: {
        outbound: '<base /><set-variable name="b" value="@(context.Response.Body.As<string>(true).Length)" />',
      },
    });
    under.backend.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: 1\n\n');
      setImmediate(() => response.end('data: 2\n\n'));
    };
    const answer = await under.request();
    expect(answer.body).toBe('data: 1\n\ndata: 2\n\n');
    const [step] = under.trace().steps.filter((each) => each.policy === 'set-variable');
    expect(step).toMatchObject({ variables: { b: '18' }, warnings: [expect.stringContaining('event stream')] });
  });

  test('a branch that is not taken does not touch it', async () => {
    const touch = '@(context.Response.StatusCode == 500 ? context.Response.Body.As<string>(true) : "untouched")';
    const under = await start({ policy: { outbound: `<base /><set-variable name="b" value="${touch}" />` } });
    under.backend.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: 1\n\n');
    };
    const { request, response } = open(under);
    request.end();
    expect(await next(await response)).toBe('data: 1\n\n');
    request.destroy();
  });
});

describe('forwarding', () => {
  test('keeps case, order and duplicates of headers both ways', async () => {
    const under = await start();
    under.backend.answer = (_request, response) => {
      response.writeHead(207, 'Odd', [
        'X-Odd-CASE',
        '1',
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
        'Content-Length',
        '0',
      ]);
      response.end();
    };
    const answer = await under.request('/api/op?q=1', {
      headers: ['X-My-CASE', '1', 'Cookie', 'a=1', 'x-dup', '1', 'X-Dup', '2'],
    });
    const received = under.backend.requests[0]?.rawHeaders ?? [];
    expect(received).toEqual(expect.arrayContaining(['X-My-CASE', 'x-dup', 'X-Dup']));
    expect(received[received.findIndex((name) => name.toLowerCase() === 'host') + 1]).toBe(
      `127.0.0.1:${under.backend.port}`,
    );
    expect(answer).toMatchObject({ status: 207, reason: 'Odd' });
    expect(answer.rawHeaders.slice(0, 6)).toEqual(['X-Odd-CASE', '1', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']);
    expect(under.backend.requests[0]?.url).toBe('/op?q=1');
  });

  test('sends uploads on while they arrive', async () => {
    const under = await start();
    const { request, response } = open(under, { method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } });
    request.write('first ');
    request.end('second');
    await next(await response);
    expect(under.backend.requests[0]?.body).toBe('first second');
  });

  test('large answers pass through whole', async () => {
    const under = await start();
    const size = 8 * 1024 * 1024;
    under.backend.answer = (_request, response) => response.end(Buffer.alloc(size, 'x'));
    expect((await under.request()).body.length).toBe(size);
  });

  test('a body too large for a policy fails the request, not the gateway', async () => {
    const under = await start({
      limits: { bodyBytes: 1000 },
      policy: { inbound: '<set-variable name="b" value="@(context.Request.Body.As<string>())" />' },
    });
    expect((await under.request('/api/op', { method: 'POST', body: 'x'.repeat(2000) })).status).toBe(500);
    expect(under.trace().lastError?.reason).toBe('MessageBodyTooLarge');
    expect((await under.request('/api/op', { method: 'POST', body: 'x' })).status).toBe(200);
  });

  test('HEAD has no body, and hop-by-hop headers end here', async () => {
    const under = await start();
    under.backend.answer = (_request, response) => {
      response.writeHead(200, ['Connection', 'X-Hop', 'X-Hop', '1', 'Keep-Alive', 'timeout=9', 'Content-Length', '5']);
      response.end();
    };
    const answer = await under.request('/api/op', {
      method: 'HEAD',
      headers: { Connection: 'close, X-Mine', 'X-Mine': '1', TE: 'trailers' },
    });
    expect([answer.body, answer.header('X-Hop'), answer.header('Content-Length')]).toEqual(['', undefined, '5']);
    expect(under.backend.requests[0]?.header('X-Mine')).toBeUndefined();
    expect(under.backend.requests[0]?.header('TE')).toBeUndefined();
  });

  test('redirects are handed on, or followed when told', async () => {
    const answer = (under: UnderTest): void => {
      under.backend.answer = (request, response) => {
        if (request.url === '/op') response.writeHead(302, { Location: '/moved' }).end();
        else response.end(`at ${request.url} by ${request.method}`);
      };
    };
    const plain = await start();
    answer(plain);
    expect((await plain.request()).status).toBe(302);
    await current?.close();
    const following = await start({ policy: { backend: '<forward-request follow-redirects="true" />' } });
    answer(following);
    expect((await following.request('/api/op', { method: 'POST', body: 'x' })).body).toBe('at /moved by GET');
    // what is no URL is not followed
    following.backend.answer = (_request, response) => response.writeHead(302, { Location: 'http://[bad' }).end();
    const nowhere = await following.request();
    expect([nowhere.status, nowhere.header('location')]).toEqual([302, 'http://[bad']);
    expect(following.defects).toEqual([]);
  });
});
