/** Requests that mean different things to different readers: each is refused, or read as one request by both sides. */
import net from 'node:net';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

/** Writes bytes and gives what comes back until the gateway closes; that it does is part of every test here. */
function raw(port: number, content: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    let received = '';
    const done = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', done);
    socket.on('close', () => resolve(received));
    socket.write(content);
  });
}

const head = (lines: readonly string[], target = 'POST /api/x HTTP/1.1'): string =>
  `${[target, 'Host: gateway', ...lines].join('\r\n')}\r\n\r\n`;
const smuggled = 'GET /api/smuggled HTTP/1.1\r\nHost: gateway\r\n\r\n';

test.each([
  ['both lengths', `${head(['Content-Length: 6', 'Transfer-Encoding: chunked'])}0\r\n\r\n${smuggled}`],
  ['two lengths', head(['Content-Length: 0', `Content-Length: ${smuggled.length}`]) + smuggled],
  ['a list of lengths', head([`Content-Length: 0, ${smuggled.length}`]) + smuggled],
  ['a signed length', head(['Content-Length: +0']) + smuggled],
  ['an encoding that is not the last', `${head(['Transfer-Encoding: chunked, identity'])}0\r\n\r\n${smuggled}`],
  ['an encoding in disguise', `${head(['Transfer-Encoding: xchunked'])}0\r\n\r\n${smuggled}`],
  ['white space before the colon', `${head(['Transfer-Encoding : chunked', 'Content-Length: 0'])}0\r\n\r\n${smuggled}`],
  ['a folded header', `${head(['X: a\r\n Transfer-Encoding: chunked'])}0\r\n\r\n${smuggled}`],
  ['a chunk size that overflows', `${head(['Transfer-Encoding: chunked'])}10000000000000000\r\n${smuggled}`],
  ['a chunk size with a sign', `${head(['Transfer-Encoding: chunked'])}-1\r\n${smuggled}`],
  ['a bare line feed in a chunk extension', `${head(['Transfer-Encoding: chunked'])}0;a\nb\r\n\r\n${smuggled}`],
  ['a NUL in a header', head(['X: a\0b']) + smuggled],
  ['no host', `GET /api/x HTTP/1.1\r\n\r\n${smuggled}`],
  ['two hosts', `GET /api/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n${smuggled}`],
  ['a host that is no host', `GET /api/x HTTP/1.1\r\nHost: a/b@c\r\n\r\n${smuggled}`],
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
])('%s', async (_name, content) => {
  const under = await start();
  const received = await raw(under.gateway.port, content);
  expect(received).not.toMatch(/^HTTP\/1\.1 2/);
  expect(under.backend.requests.map(({ url }) => url)).not.toContain('/smuggled');
  expect((await under.request()).status).toBe(200);
  expect(under.defects).toEqual([]);
});

test('pipelined requests are separate requests, answered in order', async () => {
  const under = await start();
  under.backend.answer = (request, response) => response.end(request.url);
  const received = await raw(
    under.gateway.port,
    head([], 'GET /api/one HTTP/1.1') + head(['Connection: close'], 'GET /api/two HTTP/1.1'),
  );
  expect(received.match(/\/(one|two)/g)).toEqual(['/one', '/two']);
});

test.each([
  ['one header of 64 KiB', head([`X: ${'a'.repeat(65_536)}`])],
  ['10,000 headers', head(Array.from({ length: 10_000 }, (_unused, index) => `X-${index}: a`))],
  ['a target of 64 KiB', head([], `GET /api/${'a'.repeat(65_536)} HTTP/1.1`)],
])('%s is refused by the listener', async (_name, content) => {
  const under = await start();
  expect(await raw(under.gateway.port, content)).toMatch(/^HTTP\/1\.1 (431|414|400)|^$/);
  expect(under.backend.requests).toEqual([]);
  expect((await under.request()).status).toBe(200);
});

test('a body that stops coming holds nobody up, and ends with its client', async () => {
  const under = await start({
    policy: { inbound: '<set-variable name="b" value="@(context.Request.Body.As<string>())" />' },
  });
  const socket = net.connect({ port: under.gateway.port, host: '127.0.0.1' });
  socket.on('error', () => {});
  socket.write(`${head(['Content-Length: 10'])}abc`);
  expect((await under.request('/api/x', { method: 'POST', body: 'x' })).status).toBe(200);
  socket.destroy();
  await expect
    .poll(() => under.gateway.traces.map(({ lastError }) => lastError?.reason))
    .toContain('ClientConnectionFailure');
  expect(under.defects).toEqual([]);
});
