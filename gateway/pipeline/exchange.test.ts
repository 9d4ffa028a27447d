/** What a server is asked, and what becomes of the message that asked. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { OutgoingRequest } from '../policies/services.ts';
import { exchange } from './exchange.ts';
import { Body } from './message/body.ts';
import { Headers } from './message/headers.ts';
import { RequestMessage } from './message/message.ts';
import { GatewayUrl } from './message/url.ts';

const url = GatewayUrl.parse('https://backend.example/op') ?? expect.fail();

/** Sends a message to a server that answers as told. @returns what it was asked, and the response */
async function exchanged(message: RequestMessage, forwardedFor?: string, status = 200) {
  const asked: OutgoingRequest[] = [];
  const answer = Readable.from([Buffer.from('answer')]);
  const response = await exchange(message, {
    client: {
      send: (request) => {
        asked.push(request);
        return Promise.resolve({ status, reason: '', headers: [], body: answer });
      },
    },
    forwardedFor,
    timeoutMs: 1000,
    signal: new AbortController().signal,
    step: 0,
  });
  const [request = expect.fail()] = asked;
  return { request, response, answer };
}

test('the names of headers that a step set, and that are still there, go along with the client’s request', async () => {
  const headers = Headers.fromRaw(['X-Own', 'o', 'X-Forwarded-For', '10.0.0.1', 'X-Gone', 'g']);
  headers.set('X-Set', ['s'], 1);
  headers.set('X-Unset', ['s'], 1);
  headers.set('X-Nobodys', ['n']);
  for (const name of ['X-Forwarded-For', 'X-Gone', 'X-Unset']) headers.delete(name, 2);
  const { request } = await exchanged(new RequestMessage('GET', url, headers), '127.0.0.1');
  expect([...(request.forwarded?.setByPolicy ?? [])]).toEqual(['x-set']);
  // the address goes to the backend whatever policies do, but no policy has set it
  expect(request.headers).toContain('X-Forwarded-For');
});

test('a request whose headers no step has touched has none that a policy set, and one of a policy’s own does not say', async () => {
  expect((await exchanged(new RequestMessage('GET', url), '127.0.0.1')).request.forwarded?.setByPolicy.size).toBe(0);
  expect((await exchanged(new RequestMessage('GET', url))).request).not.toHaveProperty('forwarded');
});

test('a body goes out as it comes and is then gone, and one in memory stays', async () => {
  const stream = Readable.from(['body']);
  const streamed = new RequestMessage('POST', url, Headers.empty(), Body.streaming(stream));
  expect((await exchanged(streamed)).request.body).toBe(stream);
  expect([streamed.body, streamed.bodyReplaced]).toEqual([undefined, true]);
  const kept = new RequestMessage('POST', url, Headers.empty(), Body.text('body'));
  expect(String((await exchanged(kept)).request.body)).toBe('body');
  expect([String(kept.body?.bytes), kept.bodyReplaced]).toEqual(['body', false]);
});

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('an answer without content has no body, and its connection goes on: %s %i', async (method, status) => {
  const { response, answer } = await exchanged(new RequestMessage(method, url), undefined, status);
  expect([response.body, answer.readableFlowing]).toEqual([undefined, true]);
});
