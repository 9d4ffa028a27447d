import http from 'node:http';
import net from 'node:net';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { expect, test } from 'vitest';
import { createAuthority } from './authority.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { hostMap } from './host-map.ts';
import { listen } from './listener.ts';

test('tunnels to a mapped host, whose certificate the client checks itself', async () => {
  const authority = await createAuthority();
  const leaf = await authority.issue(['login.microsoftonline.com']);
  const listener = await listen((request, response) => response.end(`${request.headers.host}${request.url}`), {
    tls: leaf,
  });
  const proxy = await startConnectProxy(hostMap([['login.microsoftonline.com', listener.port]]));
  const dispatcher = new EnvHttpProxyAgent({ httpsProxy: proxy.url, requestTls: { ca: authority.certificatePem } });
  const response = await fetch('https://login.microsoftonline.com/common', { dispatcher });
  await expect(response.text()).resolves.toBe('login.microsoftonline.com/common');
  expect(proxy.refused).toEqual([]);
  await dispatcher.close();
  await proxy.close();
  await listener.close();
});

test('refuses every other host with 403 and remembers it', async () => {
  const proxy = await startConnectProxy(hostMap([['login.microsoftonline.com', 1]]));
  const dispatcher = new EnvHttpProxyAgent({ httpProxy: proxy.url, httpsProxy: proxy.url });
  await expect(fetch('https://example.com/', { dispatcher })).rejects.toThrow();
  await expect(fetch('https://login.microsoftonline.com:8443/', { dispatcher })).rejects.toThrow();
  expect(proxy.refused).toEqual(['example.com:443', 'login.microsoftonline.com:8443']);
  await dispatcher.close();
  await proxy.close();
});

test('passes plain HTTP in absolute form on to a mapped host, without a word of its own', async () => {
  const listener = await listen((request, response) =>
    response.end(JSON.stringify({ url: request.url, headers: request.headers })),
  );
  const proxy = await startConnectProxy(hostMap([['http://169.254.169.254', listener.port]]));
  const dispatcher = new EnvHttpProxyAgent({ httpProxy: proxy.url, httpsProxy: proxy.url, noProxy: '' });
  const answer = await new Promise<string>((resolve, reject) => {
    const path = 'http://169.254.169.254/metadata?x=1';
    const headers = { host: '169.254.169.254', metadata: 'true', 'proxy-connection': 'close' };
    http
      .get({ host: '127.0.0.1', port: proxy.port, path, headers }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      })
      .on('error', reject);
  });
  const { url, headers } = JSON.parse(answer);
  expect(url).toBe('/metadata?x=1');
  expect(headers).toMatchObject({ host: '169.254.169.254', metadata: 'true' });
  expect(Object.keys(headers).filter((name) => /forwarded|via|proxy/.test(name))).toEqual([]);
  const fetched = await fetch('http://169.254.169.254/y', { dispatcher });
  expect(await fetched.json()).toMatchObject({ url: '/y' });
  expect(proxy.refused).toEqual([]);
  await dispatcher.close();
  await proxy.close();
  await listener.close();
});

test('refuses plain HTTP in absolute form to any other host', async () => {
  const proxy = await startConnectProxy(new Map());
  const status = await new Promise((resolve, reject) => {
    http
      .get(
        { host: '127.0.0.1', port: proxy.port, path: 'http://example.com/x', headers: { host: 'example.com' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
      .on('error', reject);
  });
  expect(status).toBe(403);
  expect(proxy.refused).toEqual(['example.com']);
  await proxy.close();
});

test('a port that is not one is refused', async () => {
  const proxy = await startConnectProxy(new Map());
  const answer = await new Promise<string>((resolve) => {
    const socket = net.connect(proxy.port, '127.0.0.1', () =>
      socket.write('CONNECT localhost:99999 HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    socket.once('data', (data) => resolve(data.toString()));
  });
  expect(answer).toMatch(/^HTTP\/1.1 403/);
  await proxy.close();
});
