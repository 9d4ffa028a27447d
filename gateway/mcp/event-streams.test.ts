import { afterEach, expect, it, vi } from 'vitest';
import type { IncomingResponse } from '../policies/services.ts';
import { EventStreams } from './event-streams.ts';

afterEach(() => void vi.useRealTimers());

/** What has been written to a stream. */
const written = ({ body }: IncomingResponse): string => String(body.read() ?? '');
const sessionOf = (text: string): string => /sessionId=([\w-]{43})\n\n$/.exec(text)?.[1] ?? '';

it('a stream says first where messages go, then what is sent to its session', () => {
  const streams = new EventStreams();
  const response = streams.open(new AbortController().signal);
  expect([response.status, response.headers]).toEqual([
    200,
    ['Content-Type', 'text/event-stream', 'Cache-Control', 'no-cache,no-store'],
  ]);
  const first = written(response);
  expect(first).toMatch(/^event: endpoint\ndata: messages\?sessionId=/);
  streams.find(sessionOf(first))?.send({ a: 1 });
  expect(written(response)).toBe('event: message\ndata: {"a":1}\n\n');
  response.body.destroy();
});

it('sessions have ids of their own, and nobody is found by another', () => {
  const streams = new EventStreams();
  const responses = [1, 2].map(() => streams.open(new AbortController().signal));
  const [one = '', two = ''] = responses.map((response) => sessionOf(written(response)));
  expect(one).not.toBe(two);
  streams.find(one)?.send({});
  expect(responses.map((response) => written(response) !== '')).toEqual([true, false]);
  for (const id of ['', '__proto__', `${one}x`, one.slice(1)]) expect(streams.find(id)).toBeUndefined();
  for (const { body } of responses) body.destroy();
});

it.each<[string, (response: IncomingResponse, client: AbortController) => void]>([
  ['the client goes', (_response, client) => client.abort()],
  ['the answer breaks off', ({ body }) => void body.destroy()],
])('a session ends when %s, and what is sent to it then is dropped', async (_name, end) => {
  const streams = new EventStreams();
  const client = new AbortController();
  const response = streams.open(client.signal);
  const id = sessionOf(written(response));
  const stream = streams.find(id);
  end(response, client);
  response.body.resume();
  await new Promise((resolve) => response.body.once('close', resolve));
  expect([streams.find(id), stream?.signal.aborted]).toEqual([undefined, true]);
  stream?.send({ late: true });
});

it('a silent stream is kept open with comments', () => {
  vi.useFakeTimers();
  const response = new EventStreams().open(new AbortController().signal);
  written(response);
  vi.advanceTimersByTime(60_000);
  expect(written(response)).toBe(': \n\n');
  response.body.destroy();
});

it('there are a thousand at most: the oldest makes room', () => {
  const streams = new EventStreams();
  const ids = Array.from({ length: 1001 }, () => sessionOf(written(streams.open(new AbortController().signal))));
  expect(ids.map((id) => streams.find(id) !== undefined)).toEqual([false, ...Array(1000).fill(true)]);
  vi.clearAllTimers();
});
