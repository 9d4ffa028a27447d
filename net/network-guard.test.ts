import dgram from 'node:dgram';
import dns, { lookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { listen } from './listener.ts';
import { installNetworkGuard, takeNetworkViolations } from './network-guard.ts';

installNetworkGuard();
afterEach(() => {
  takeNetworkViolations();
});

/** 192.0.2.0/24 is reserved for documentation (RFC 5737). */
const outside = '192.0.2.1';

const attempts: Record<string, () => unknown> = {
  'net.connect with options': () => net.connect({ host: outside, port: 9 }),
  'net.connect with port and host': () => net.connect(9, outside),
  'tls.connect': () => tls.connect({ host: outside, port: 9 }),
  'http.get': () => http.get(`http://${outside}/`),
  'built-in fetch': () => fetch(`http://${outside}/`),
  'undici request': () => request(`http://${outside}/`),
  'undici request by name': () => request('http://guard.invalid/'),
  'dns.lookup by named import': () => lookup('guard.invalid', () => {}),
  'dns.promises.lookup': () => dns.promises.lookup('guard.invalid'),
  'dns.resolve4': () => dns.resolve4('guard.invalid', () => {}),
  'dns.promises.resolveTxt': () => dns.promises.resolveTxt('guard.invalid'),
  'a promises Resolver': () => new Resolver().resolve4('guard.invalid'),
  'a Resolver': () => new dns.Resolver().resolve4('guard.invalid', () => {}),
  'a datagram': () => dgram.createSocket('udp4').unref().send('x', 9, outside),
  'a connected datagram socket': () => dgram.createSocket('udp4').unref().connect(9, outside),
};

test.each(Object.entries(attempts))('%s is refused and remembered', async (_name, attempt) => {
  await expect((async () => attempt())()).rejects.toThrow();
  expect(takeNetworkViolations()).toEqual([expect.stringMatching(/192\.0\.2\.1|guard\.invalid/)]);
});

test('loopback is left alone, by address, by name and without a host', async () => {
  const listener = await listen((_request, response) => response.end('ok'));
  for (const url of [listener.url, `http://127.0.0.1:${listener.port}`]) {
    await expect(fetch(url).then((response) => response.text())).resolves.toBe('ok');
  }
  await new Promise<void>((resolve, reject) => {
    const socket = net.connect(listener.port).on('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
  expect(takeNetworkViolations()).toEqual([]);
  await listener.close();
});

test('a name that merely contains loopback is not loopback', () => {
  expect(() => net.connect(9, '127.0.0.1.guard.invalid')).toThrow(/network guard/);
});
