/** What goes out to a client, over a connection that takes it as fast or as slowly as a test says. */
import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { Body } from '../pipeline/message/body.ts';
import { Headers } from '../pipeline/message/headers.ts';
import { ResponseMessage } from '../pipeline/message/message.ts';
import { sendAnswer } from './send-answer.ts';

/** A client's connection. @param take called with every write; calls back when the client has taken it */
function connection(take: (taken: () => void, out: ServerResponse) => void = (taken) => taken()) {
  const written: Buffer[] = [];
  const socket = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, taken) => {
      written.push(chunk);
      take(taken, out);
    },
  });
  const request = new IncomingMessage(socket as Socket);
  request.httpVersionMajor = 1;
  request.httpVersionMinor = 1;
  const out = new ServerResponse(request);
  out.assignSocket(socket as Socket);
  // as node's server does for the connections it accepts
  socket.on('drain', () => out.emit('drain'));
  return { out, socket, received: () => Buffer.concat(written).toString('latin1') };
}

const message = (status: number, body?: Body): ResponseMessage =>
  new ResponseMessage(status, '', Headers.empty(), body, 0);
const plain = { bodiless: false, blockSize: 0 };

/** A body whose content is `stream` and that counts how often it was let go. */
function counted(stream: Readable) {
  const state = { discarded: 0 };
  const discard = (): void => {
    state.discarded++;
    stream.destroy();
  };
  return { state, body: Body.from({ whole: () => undefined, stream: () => stream, discard }) };
}

test.each([
  [100, 500],
  [199, 500],
  [200, 200],
  [999, 999],
  [1000, 500],
  [-1, 500],
])('status %i goes out as %i: an answer has a final status of three digits', async (status, sent) => {
  const { out, received } = connection();
  await sendAnswer(message(status, Body.text('x')), out, plain);
  expect(received()).toMatch(new RegExp(`^HTTP/1\\.1 ${sent} `));
});

test('content is taken from the backend no faster than the client takes it', async () => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let most = 0;
  const { out, received } = connection((taken, { writableLength }) => {
    most = Math.max(most, writableLength);
    setImmediate(taken);
  });
  const content = Readable.from(Array.from({ length: 40 }, () => chunk));
  await sendAnswer(message(200, Body.streaming(content)), out, plain);
  expect(most).toBeLessThan(4 * chunk.length);
  expect(received().replace(/[^x]/g, '')).toHaveLength(40 * chunk.length);
});

test('a client that goes ends the content, so that the backend is not read for nobody', async () => {
  const content = new Readable({ read: () => {} });
  const { out, socket } = connection(() => socket.destroy());
  content.push('first');
  await sendAnswer(message(200, Body.streaming(content)), out, plain);
  expect(content.destroyed).toBe(true);
});

test.each([
  ['fails', new Error('reset')],
  ['closes', undefined],
])(
  'content that %s before its end breaks the answer off: what came is not taken for the whole',
  async (_how, error) => {
    const content = new Readable({ read: () => {} });
    const { out, socket, received } = connection((taken) => {
      taken();
      content.destroy(error);
    });
    content.push('first');
    await sendAnswer(message(200, Body.streaming(content)), out, plain);
    expect(received()).toContain('first');
    expect(received()).not.toContain('\r\n0\r\n');
    expect([out.destroyed, socket.destroyed]).toEqual([true, true]);
  },
);

test.each([
  ['HEAD', 200, true],
  ['204', 204, false],
  ['304', 304, false],
])('the content of an answer without one is let go: %s', async (_what, status, bodiless) => {
  const { out, received } = connection();
  const { body, state } = counted(new Readable({ read: () => {} }));
  await sendAnswer(message(status, body), out, { bodiless, blockSize: 0 });
  expect(state.discarded).toBe(1);
  expect(received()).toMatch(/\r\n\r\n$/);
});

test.each([false, true])(
  'nothing goes to a client that has gone, and the content is let go (bodiless %j)',
  async (bodiless) => {
    const content = new Readable({ read: () => {} });
    for (const body of [counted(content).body, Body.text('whole'), undefined]) {
      const { out, socket, received } = connection();
      out.destroy();
      await once(socket, 'close');
      await sendAnswer(message(200, body), out, { bodiless, blockSize: 0 });
      expect(received()).toBe('');
    }
    expect(content.destroyed).toBe(true);
  },
);

test('content that has ended before anyone looked breaks the answer off', async () => {
  const content = new Readable({ read: () => {} }).destroy();
  await once(content, 'close');
  const { out } = connection();
  await sendAnswer(message(200, Body.streaming(content)), out, plain);
  expect(out.destroyed).toBe(true);
});

test('content is held back until there is a block of it, and the last one goes as large as it is', async () => {
  const { out, received } = connection();
  const content = Readable.from(['ab', 'cd', 'e'], { objectMode: false });
  await sendAnswer(message(200, Body.streaming(content)), out, { bodiless: false, blockSize: 4 });
  expect(received()).toMatch(/\r\n\r\n4\r\nabcd\r\n1\r\ne\r\n0\r\n\r\n$/);
});

test('a client that goes while the last bytes are on their way ends the wait for them', async () => {
  for (const body of [Body.text('whole'), Body.streaming(Readable.from(['whole']))]) {
    const { out, socket } = connection(() => socket.destroy());
    await sendAnswer(message(200, body), out, plain);
    expect(out.destroyed).toBe(true);
  }
});
