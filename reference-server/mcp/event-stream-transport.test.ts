import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EventStreamTransport } from './event-stream-transport.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A transport over a response that keeps what is written. */
async function open() {
  const written: string[] = [];
  const head: unknown[] = [];
  const response = Object.assign(new EventEmitter(), {
    writableEnded: false,
    destroyed: false,
    writeHead: (...args: unknown[]) => void head.push(...args),
    write: (text: string) => void written.push(text),
    end: vi.fn(),
  });
  const transport = new EventStreamTransport('session', response as unknown as ServerResponse);
  const closed = vi.fn();
  transport.onclose = closed;
  await transport.start();
  return { transport, response, written, head, closed };
}

it('the stream is for nobody to keep, change or hold back', async () => {
  const { head, written } = await open();
  expect(head).toEqual([
    200,
    {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  ]);
  expect(written).toEqual(['event: endpoint\ndata: message?sessionId=session\n\n']);
});

it('a silent stream is kept open with comments, until it ends', async () => {
  const { transport, written, response } = await open();
  vi.advanceTimersByTime(30_000);
  expect(written.slice(1)).toEqual([': keep-alive\n\n', ': keep-alive\n\n']);
  await transport.close();
  expect(response.end).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(60_000);
  expect(written).toHaveLength(3);
});

it('the server is told once that the stream has ended, whoever ended it', async () => {
  const byClient = await open();
  byClient.response.emit('close');
  await byClient.transport.close();
  expect(byClient.closed).toHaveBeenCalledOnce();
  const byServer = await open();
  await byServer.transport.close();
  byServer.response.emit('close');
  expect(byServer.closed).toHaveBeenCalledOnce();
});

it('nothing can be sent once it has ended', async () => {
  const { transport, response, written } = await open();
  await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
  expect(written.at(-1)).toBe('event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n');
  response.destroyed = true;
  await expect(transport.send({ jsonrpc: '2.0', id: 2, result: {} })).rejects.toThrow('closed');
});
