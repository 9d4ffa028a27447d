import http from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { sendAll } from '../testing/send-all.ts';
import { discardRest, LingeringResponse } from './lingering-response.ts';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  vi.useRealTimers();
});

async function serve(listener: http.RequestListener): Promise<string> {
  const server = http.createServer({ ServerResponse: LingeringResponse }, listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

const refusals: Record<string, http.RequestListener> = {
  'with a length': (_request, response) => response.writeHead(413, { 'Content-Length': 2 }).end('no'),
  'without a length': (_request, response) => response.writeHead(413).end('no'),
  'in other encodings': (_request, response) => response.writeHead(413).end('6e6f', 'hex'),
  'in two pieces': (_request, response) => {
    response.writeHead(413).write('no');
    response.end();
  },
  'after some was read': (request, response) => void request.once('data', () => response.writeHead(413).end('no')),
};

it.each(
  Object.entries(refusals).flatMap(([name, refuse]) =>
    [false, true].map((chunked) => [name, chunked, refuse] as const),
  ),
)('an answer %s reaches whoever is still sending, in chunks: %s', async (_name, chunked, refuse) => {
  const { answer, whole } = await sendAll(await serve(refuse), { bytes: 5_000_000, chunked });
  expect(whole).toBe(true);
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(answer).toContain('no');
});

it('an answer is there before the request has ended', async () => {
  const url = await serve((_request, response) => response.writeHead(413, { 'Content-Length': 2 }).end('no'));
  const request = http.request(url, { method: 'POST', headers: { 'Content-Length': 10 } });
  const response = await new Promise<http.IncomingMessage>((resolve) => {
    request.once('response', resolve).flushHeaders();
  });
  expect(response.statusCode).toBe(413);
  request.on('error', () => {}).destroy();
});

it('the callback of an answer is called once it has ended', async () => {
  const ended = vi.fn();
  const url = await serve((_request, response) => response.writeHead(413).end('no', ended));
  await sendAll(url, { bytes: 5_000_000 });
  expect(ended).toHaveBeenCalledOnce();
});

it.each(['close', 'keep-alive'])('a body without end is cut off, Connection: %s', async (Connection) => {
  const url = await serve((_request, response) => response.writeHead(413).end());
  const { whole } = await sendAll(url, { bytes: 1e9, headers: { Connection } });
  expect(whole).toBe(false);
});

it('a body that comes too slowly is not waited for', async () => {
  vi.useFakeTimers();
  const over = vi.fn();
  const body = new PassThrough();
  body.write('a little');
  const discarded = discardRest(body).then(over);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await discarded;
});

it('a connection that ends is not waited for', async () => {
  const body = new PassThrough();
  const discarded = discardRest(body);
  body.destroy();
  await discarded;
});
