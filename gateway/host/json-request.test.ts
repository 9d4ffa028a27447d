import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { HttpClient } from '../policies/services.ts';
import { getJson } from './json-request.ts';

const { signal } = new AbortController();
const answering = (body: Readable): HttpClient => ({
  send: (request) => {
    request.signal.addEventListener('abort', () => body.destroy(new Error('aborted')));
    return Promise.resolve({ status: 200, reason: 'OK', headers: [], body });
  },
});

test('a body that trickles in without end is given up', async () => {
  const body = new PassThrough();
  body.write('{');
  await expect(getJson(answering(body), 'https://a.example/x', [], 1, signal)).rejects.toThrow(
    'a.example did not answer in full within 0.001 s.',
  );
});

test.each([
  ['[1]', 'no JSON object'],
  ['{', 'no JSON.'],
])('%s is refused without being quoted', async (text, message) => {
  const body = Readable.from([Buffer.from(text)]);
  await expect(getJson(answering(body), 'https://a.example/x', [], 1000, signal)).rejects.toThrow(message);
});
