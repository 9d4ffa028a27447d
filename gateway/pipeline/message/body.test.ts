import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Body, BodyAbortedError, BodyNotBuffered, BodyTooLargeError } from './body.ts';

describe('body', () => {
  test('a stream has no bytes until it was buffered', async () => {
    const body = Body.streaming(Readable.from([Buffer.from('ab'), Buffer.from('c')]));
    expect(() => body.bytes).toThrow(BodyNotBuffered);
    expect(Buffer.from(await body.buffer(10)).toString()).toBe('abc');
    expect(Buffer.from(body.bytes).toString()).toBe('abc');
    expect(body.outgoing()).toBe(body.bytes);
  });

  test('two readers share one reading', async () => {
    const body = Body.streaming(Readable.from([Buffer.from('once')]));
    const [first, second] = await Promise.all([body.buffer(10), body.buffer(10)]);
    expect(first).toBe(second);
  });

  test('is not read beyond the limit', async () => {
    const body = Body.streaming(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]));
    await expect(body.buffer(10)).rejects.toBeInstanceOf(BodyTooLargeError);
  });

  test('tells when the other side went away', async () => {
    const stream = new Readable({ read() {} });
    const reading = Body.streaming(stream).buffer(10);
    stream.destroy(new Error('reset'));
    await expect(reading).rejects.toBeInstanceOf(BodyAbortedError);
  });
});
