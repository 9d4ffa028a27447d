import http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';
import { listen, PortUnavailableError, requirePorts } from './listener.ts';

test('listens on a free loopback port and says where', async () => {
  const listener = await listen((_request, response) => response.end('here'));
  expect(listener.url).toBe(`http://localhost:${listener.port}`);
  await expect((await fetch(listener.url)).text()).resolves.toBe('here');
  await listener.close();
});

test.each(['0.0.0.0', '::', '192.168.1.10', 'example.com'])('refuses to listen on %s', async (host) => {
  await expect(listen(() => {}, { host })).rejects.toThrow(/loopback/);
});

test('a taken port is one clear error that names it', async () => {
  const first = await listen(() => {});
  const failure = await listen(() => {}, { port: first.port }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PortUnavailableError);
  expect(failure).toMatchObject({ port: first.port, code: 'EADDRINUSE' });
  expect(String(failure)).toContain(`port ${first.port} is in use`);
  await first.close();
});

test('the port is free at once after close', async () => {
  const first = await listen(() => {});
  await first.close();
  const second = await listen(() => {}, { port: first.port });
  expect(second.port).toBe(first.port);
  await second.close();
});

test('close ends streaming, idle and upgraded connections, and may be called twice', async () => {
  const listener = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: endless\n\n');
  });
  listener.server.on('upgrade', (_request, socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
  );
  const idle = net.connect(listener.port, '127.0.0.1');
  idle.on('error', () => {}).resume();
  const streaming = http.get(listener.url);
  const upgraded = http.get(listener.url, { headers: { connection: 'upgrade', upgrade: 'x' } });
  const ended = [
    new Promise((resolve) => idle.once('close', resolve)),
    new Promise((resolve) => {
      streaming.on('response', (response) =>
        response
          .on('error', () => {})
          .once('close', resolve)
          .resume(),
      );
      streaming.on('error', () => {});
    }),
    new Promise((resolve) =>
      upgraded.once('upgrade', (_response, socket) =>
        socket
          .on('error', () => {})
          .once('close', resolve)
          .resume(),
      ),
    ),
  ];
  await Promise.all([
    new Promise((resolve) => idle.once('connect', resolve)),
    new Promise((resolve) => streaming.once('response', resolve)),
    new Promise((resolve) => upgraded.once('upgrade', resolve)),
  ]);
  await Promise.all([listener.close(), listener.close(), ...ended]);
});

test('ports are tried without being kept', async () => {
  const taken = await listen(() => {});
  const free = await listen(() => {});
  await free.close();
  await expect(requirePorts([free.port, taken.port])).rejects.toMatchObject({ port: taken.port });
  const again = await listen(() => {}, { port: free.port });
  await Promise.all([again.close(), taken.close()]);
});
