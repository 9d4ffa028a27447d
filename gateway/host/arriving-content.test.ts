import { expect, test } from 'vitest';
import { ArrivingContent } from './arriving-content.ts';

/** Content of a connection that notes what it is asked for. */
function arriving() {
  const asked: string[] = [];
  const content = new ArrivingContent({
    pause: () => asked.push('pause'),
    resume: () => asked.push('resume'),
    abort: () => asked.push('abort'),
  });
  return { content, asked };
}

async function read(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

test('is whole once all of it is there, and once only', () => {
  const { content, asked } = arriving();
  content.push(Buffer.from('a'));
  expect(content.whole()).toBeUndefined();
  content.push(Buffer.from('b'));
  content.end();
  expect(Buffer.from(content.whole() ?? []).toString()).toBe('ab');
  expect(content.whole()).toHaveLength(0);
  content.discard();
  expect(asked).toEqual([]);
});

test('is a stream at any time, with what had arrived before', async () => {
  const { content } = arriving();
  content.push(Buffer.from('a'));
  const reading = read(content.stream());
  content.push(Buffer.from('b'));
  content.end();
  expect(await reading).toBe('ab');
  expect(content.whole()).toBeUndefined();
  const late = arriving();
  late.content.push(Buffer.from('c'));
  late.content.end();
  expect(await read(late.content.stream())).toBe('c');
});

test('holds no more than it should while nobody reads', () => {
  const { content, asked } = arriving();
  content.push(Buffer.alloc(64 * 1024 - 1));
  expect(asked).toEqual([]);
  content.push(Buffer.alloc(1));
  expect(asked).toEqual(['pause']);
});

test('a reader that is slow pauses the connection, and one that goes on resumes it', async () => {
  const { content, asked } = arriving();
  const stream = content.stream();
  content.push(Buffer.alloc(1024 * 1024));
  expect(asked).toEqual(['pause']);
  const reading = read(stream);
  await new Promise(setImmediate);
  expect(asked).toContain('resume');
  content.end();
  expect(await reading).toHaveLength(1024 * 1024);
});

test('breaks off for who reads, before and after reading began', async () => {
  const early = arriving();
  early.content.push(Buffer.from('a'));
  early.content.fail(new Error('reset'));
  expect(early.content.whole()).toBeUndefined();
  await expect(read(early.content.stream())).rejects.toThrow('reset');
  const late = arriving();
  const reading = read(late.content.stream());
  late.content.fail(new Error('reset'));
  await expect(reading).rejects.toThrow('reset');
});

test('what nobody wants ends its connection, unless it has ended', async () => {
  const unread = arriving();
  unread.content.discard();
  expect(unread.asked).toEqual(['abort']);
  const reading = arriving();
  reading.content.stream();
  reading.content.discard();
  await new Promise(setImmediate);
  expect(reading.asked).toContain('abort');
});
