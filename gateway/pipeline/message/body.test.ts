import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
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

  describe('asked whether there is more than a limit', () => {
    const sent = (body: Body): Promise<Uint8Array> => {
      const content = body.outgoing();
      return content instanceof Uint8Array ? Promise.resolve(content) : buffer(content);
    };

    test('what is not more is in memory', async () => {
      const body = Body.streaming(Readable.from([Buffer.from('ab'), Buffer.from('c')]));
      expect(await body.exceeds(3)).toBe(false);
      expect(Buffer.from(body.bytes).toString()).toBe('abc');
      expect(await body.exceeds(2)).toBe(true);
    });

    test('what is more is read no further, and still sent whole', async () => {
      let read = 0;
      const parts = ['ab', 'cd', 'ef', 'gh'];
      const stream = Readable.from(
        (function* () {
          for (const part of parts) {
            read++;
            yield Buffer.from(part);
          }
        })(),
        { highWaterMark: 1 },
      );
      const body = Body.streaming(stream);
      expect(await body.exceeds(3)).toBe(true);
      expect(read).toBeLessThan(parts.length);
      expect(body.buffered).toBe(false);
      expect(await body.exceeds(5)).toBe(true);
      expect(Buffer.from(await sent(body)).toString()).toBe('abcdefgh');
    });

    test('what is more can still be read', async () => {
      const body = Body.streaming(Readable.from([Buffer.from('ab'), Buffer.from('cd')]));
      expect(await body.exceeds(1)).toBe(true);
      expect(Buffer.from(await body.buffer(10)).toString()).toBe('abcd');
    });

    test('the rest goes nowhere when nobody wants it', async () => {
      const stream = Readable.from([Buffer.from('ab'), Buffer.from('cd'), Buffer.from('ef')]);
      const body = Body.streaming(stream);
      expect(await body.exceeds(1)).toBe(true);
      const ended = once(stream, 'end');
      body.drain();
      await ended;
    });

    test('tells when the other side went away', async () => {
      const stream = new Readable({ read() {} });
      const looking = Body.streaming(stream).exceeds(10);
      stream.destroy(new Error('reset'));
      await expect(looking).rejects.toBeInstanceOf(BodyAbortedError);
    });
  });
});
