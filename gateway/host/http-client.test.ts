import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { mappedDispatcher } from '../../net/dispatcher.ts';
import { ExchangeError, type OutgoingRequest } from '../policies/services.ts';
import { httpClient } from './http-client.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function server(handler: http.RequestListener): Promise<string> {
  const instance = http.createServer(handler);
  await new Promise<void>((resolve) => instance.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        instance.closeAllConnections();
        instance.close(resolve);
      }),
  );
  return `http://127.0.0.1:${(instance.address() as AddressInfo).port}`;
}

function client() {
  const dispatcher = mappedDispatcher({ hosts: new Map(), ca: [] });
  closers.push(() => dispatcher.destroy());
  return httpClient(() => dispatcher);
}

const request = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: 'GET',
  url,
  headers: [],
  body: undefined,
  timeoutMs: 60_000,
  signal: new AbortController().signal,
  ...more,
});

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

describe('http client', () => {
  test('keeps case, order and duplicates of headers both ways, and the reason phrase', async () => {
    let seen: string[] = [];
    const url = await server((incoming, outgoing) => {
      seen = incoming.rawHeaders;
      outgoing.writeHead(207, 'Odd Reason', ['X-Odd-CASE', '1', 'x-dup', 'a', 'X-Dup', 'b', 'Content-Length', '2']);
      outgoing.end('ok');
    });
    const headers = ['Host', 'real.example', 'X-One', '1', 'x-dup', 'a', 'X-Dup', 'b'];
    const response = await client().send(request(`${url}/p?q=1`, { headers }));
    expect(seen).toEqual(expect.arrayContaining(['X-One', 'x-dup', 'X-Dup']));
    expect(seen[seen.findIndex((name) => name.toLowerCase() === 'host') + 1]).toBe('real.example');
    expect([response.status, response.reason]).toEqual([207, 'Odd Reason']);
    expect(response.headers.slice(0, 6)).toEqual(['X-Odd-CASE', '1', 'x-dup', 'a', 'X-Dup', 'b']);
    expect(await text(response.body)).toBe('ok');
  });

  test('streams a request body', async () => {
    const url = await server((incoming, outgoing) => incoming.pipe(outgoing));
    const body = Readable.from([Buffer.from('a'), Buffer.from('b')]);
    const response = await client().send(request(url, { method: 'POST', body }));
    expect(await text(response.body)).toBe('ab');
  });

  test('hands on the first event of a stream that goes on', async () => {
    const url = await server((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'Content-Type': 'text/event-stream' });
      outgoing.write('data: 1\n\n');
    });
    const response = await client().send(request(url));
    const first = await response.body[Symbol.asyncIterator]().next();
    expect(String(first.value)).toBe('data: 1\n\n');
    response.body.destroy();
  });

  test('a body nobody wants ends the exchange at the server', async () => {
    const closed = Promise.withResolvers<void>();
    const url = await server((_incoming, outgoing) => {
      outgoing.on('close', () => closed.resolve());
      outgoing.writeHead(200).write('x');
    });
    const response = await client().send(request(url));
    response.body.destroy();
    await closed.promise;
  });

  test('the caller leaving ends the exchange at the server', async () => {
    const started = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const url = await server((_incoming, outgoing) => {
      outgoing.on('close', () => closed.resolve());
      started.resolve();
    });
    const gone = new AbortController();
    const sending = client().send(request(url, { signal: gone.signal }));
    await started.promise;
    gone.abort();
    await expect(sending).rejects.toMatchObject({ kind: 'aborted' });
    await closed.promise;
  });

  test('no answer in time is a timeout', async () => {
    const url = await server(() => {});
    await expect(client().send(request(url, { timeoutMs: 20 }))).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('a host that is not mapped is refused by name', async () => {
    const sending = client().send(request('https://api.example.com/x'));
    await expect(sending).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('api.example.com:443'),
    });
  });

  test('a server that breaks off is a connection error', async () => {
    const url = await server((incoming) => incoming.socket.destroy());
    await expect(client().send(request(url))).rejects.toMatchObject({ kind: 'connection' });
  });

  test.each(['not a url', 'http://127.0.0.1:1/ bad'])('an impossible request is an exchange error: %s', async (url) => {
    await expect(client().send(request(url))).rejects.toBeInstanceOf(ExchangeError);
  });

  test('text beyond Latin-1 in a header goes as UTF-8', async () => {
    let seen = '';
    const url = await server((incoming, outgoing) => {
      seen = Buffer.from(String(incoming.headers['x-name']), 'latin1').toString('utf8');
      outgoing.end();
    });
    await client().send(request(url, { headers: ['X-Name', 'Zoë – 你'] }));
    expect(seen).toBe('Zoë – 你');
  });
});
