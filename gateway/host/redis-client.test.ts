/** The client's side of RESP2 against servers that do not keep to it. */
import net from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createRedisCache } from './redis-cache.ts';
import { RedisClient, RedisError } from './redis-client.ts';

const open: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of open.splice(0)) close();
});

/** A server that does as told with every command. @returns its port and the commands it got */
async function serving(answer: (socket: net.Socket, count: number) => void) {
  const commands: string[] = [];
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {}).on('data', (chunk) => answer(socket, commands.push(String(chunk))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as net.AddressInfo).port, commands };
}

function client(port: number, timeoutMs?: number): RedisClient {
  const made = new RedisClient(port, '127.0.0.1', timeoutMs);
  open.push(() => made.close());
  return made;
}

test('commands are arrays of bulk strings, measured in bytes', async () => {
  const { port, commands } = await serving((socket) => socket.write('+OK\r\n'));
  expect(await client(port).command('SET', 'k', '你\r\n')).toBe('OK');
  expect(commands).toEqual(['*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\n你\r\n\r\n']);
});

test('replies are read however they are cut, each for its command', async () => {
  const { port } = await serving((socket, count) => {
    if (count > 1) return;
    const reply = Buffer.from('$6\r\n你\r\nx\r\n:42\r\n$-1\r\n-ERR no\r\n+OK\r\n');
    let last: Promise<void> = Promise.resolve();
    for (const byte of reply) {
      last = last.then(() => new Promise((resolve) => socket.write(Buffer.from([byte]), () => resolve())));
    }
  });
  const redis = client(port);
  const replies = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => redis.command(name)));
  expect(replies.map((reply) => (reply.status === 'fulfilled' ? reply.value : String(reply.reason)))).toEqual([
    '你\r\nx',
    42,
    null,
    'RedisError: ERR no',
    'OK',
  ]);
});

test.each([
  'HTTP/1.1 400 Bad Request\r\n',
  '$nonsense\r\nabc\r\n',
  '$1.5\r\nab\r\n',
  '*1\r\n$1\r\na\r\n',
  '$99999999999\r\n',
])('what is no reply ends the connection: %j', async (reply) => {
  const { port } = await serving((socket) => socket.write(reply));
  await expect(client(port).command('GET', 'k')).rejects.toThrow(RedisError);
});

test('a server that never answers is given up, with all that waits, and asked anew', async () => {
  let deaf = true;
  const { port } = await serving((socket) => void (deaf || socket.write('+OK\r\n')));
  const redis = client(port, 20);
  const waiting = await Promise.allSettled([redis.command('GET', 'a'), redis.command('GET', 'b')]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  deaf = false;
  expect(await client(port).command('GET', 'a')).toBe('OK');
  const cache = createRedisCache({ port: (await serving(() => {})).port, timeoutMs: 20 });
  open.push(() => cache.close());
  expect(await cache.lookup('k')).toBeUndefined();
});

test('the next command after a lost connection opens another', async () => {
  const { port, commands } = await serving(
    (socket, count) => void (count === 1 ? socket.destroy() : socket.write('+OK\r\n')),
  );
  const redis = client(port);
  await expect(redis.command('GET', 'a')).rejects.toThrow('the connection to Redis ended');
  expect(await redis.command('GET', 'b')).toBe('OK');
  expect(commands).toHaveLength(2);
});

test('a reply that was cut off with its connection is not the beginning of the next one’s', async () => {
  const { port } = await serving(
    (socket, count) => void (count === 1 ? socket.end('$9\r\nhalf') : socket.write('+OK\r\n')),
  );
  const redis = client(port);
  await expect(redis.command('GET', 'a')).rejects.toThrow('the connection to Redis ended');
  expect(await redis.command('GET', 'b')).toBe('OK');
});

test('a command that follows a broken connection is not failed with it, and gets its own reply', async () => {
  const { port } = await serving(
    (socket, count) => void socket.write(count === 1 ? '+first\r\nnoise\r\n' : `+reply ${count}\r\n`),
  );
  const redis = client(port);
  expect(await redis.command('GET', 'a')).toBe('first');
  expect(await redis.command('GET', 'b')).toBe('reply 2');
  expect(await redis.command('GET', 'c')).toBe('reply 3');
});

test('a server that falls silent after a broken connection is given up like any other', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const arrived = Promise.withResolvers<void>();
  const { port } = await serving((socket, count) => {
    if (count === 1) socket.write('+first\r\nnoise\r\n');
    else arrived.resolve();
  });
  const redis = client(port);
  expect(await redis.command('GET', 'a')).toBe('first');
  const second = expect(redis.command('GET', 'b')).rejects.toThrow(RedisError);
  await arrived.promise;
  vi.advanceTimersByTime(5000);
  await second;
});
