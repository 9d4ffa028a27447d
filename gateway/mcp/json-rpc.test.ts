import { describe, expect, it } from 'vitest';
import type { IncomingResponse } from '../policies/services.ts';
import { headerOf } from './header-of.ts';
import { answer, errorAnswer, eventAnswer, readRpcMessage } from './json-rpc.ts';

const request = { jsonrpc: '2.0', id: 1, method: 'ping' };
/** An answer with headers by name, and all of its text. */
async function whole({ status, reason, headers, body }: IncomingResponse) {
  const named = Object.fromEntries(headers.flatMap((name, index) => (index % 2 ? [] : [[name, headers[index + 1]]])));
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return { status, reason, headers: named, text: Buffer.concat(chunks).toString() };
}

describe('a message', () => {
  it.each([
    ['a request', request, { id: 1, method: 'ping', params: {} }],
    ['a text as id', { ...request, id: 'a' }, { id: 'a', method: 'ping', params: {} }],
    ['parameters', { ...request, params: { a: 1 } }, { id: 1, method: 'ping', params: { a: 1 } }],
    ['a notification', { jsonrpc: '2.0', method: 'a' }, { method: 'a', params: {} }],
  ])('is read: %s', (_name, value, read) => {
    expect(readRpcMessage(value)).toEqual(read);
  });

  it.each([
    ['a batch', [request]],
    ['null', null],
    ['a text', 'ping'],
    ['another version', { ...request, jsonrpc: '1.0' }],
    ['no method', { jsonrpc: '2.0', id: 1 }],
    ['a method that is no text', { ...request, method: 1 }],
    ['parameters in a list', { ...request, params: [] }],
    ['parameters that are a text', { ...request, params: 'x' }],
    ['parameters that are null', { ...request, params: null }],
    ['an id that is null', { ...request, id: null }],
    ['an id that is an object', { ...request, id: {} }],
    ['an id that is a truth value', { ...request, id: true }],
    ['an answer', { jsonrpc: '2.0', id: 1, result: {} }],
  ])('is none: %s', (_name, value) => {
    expect(readRpcMessage(value)).toBeUndefined();
  });
});

describe('an answer', () => {
  it('says how long it is, in bytes', async () => {
    expect(await whole(answer(200, { A: 'b' }, 'ä'))).toEqual({
      status: 200,
      reason: 'OK',
      headers: { A: 'b', 'Content-Length': '2' },
      text: 'ä',
    });
    expect(await whole(answer(202))).toEqual({
      status: 202,
      reason: 'Accepted',
      headers: { 'Content-Length': '0' },
      text: '',
    });
  });

  it('with an error is JSON', async () => {
    const { status, headers, text } = await whole(errorAnswer(400, 7, -32_600, 'no'));
    expect([status, headers['Content-Type']]).toEqual([400, 'application/json']);
    expect(JSON.parse(text)).toEqual({ jsonrpc: '2.0', id: 7, error: { code: -32_600, message: 'no' } });
  });

  it('with a message is one event that nobody keeps', async () => {
    const { headers, text } = await whole(eventAnswer({ a: 'line\nbreak' }, { X: 'y' }));
    expect(headers).toMatchObject({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache,no-store',
      X: 'y',
    });
    expect(text).toBe('event: message\ndata: {"a":"line\\nbreak"}\n\n');
  });
});

it('a header is found whatever its case; the first counts', () => {
  const raw = ['ACCEPT', 'a', 'Accept', 'b', 'X', 'accept'];
  expect([headerOf(raw, 'accept'), headerOf(raw, 'x'), headerOf(raw, 'y')]).toEqual(['a', 'accept', undefined]);
});
