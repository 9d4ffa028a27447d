import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createAuthority } from '../../net/authority.ts';
import { startConnectProxy } from '../../net/connect-proxy.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** A proxy that remembers what it was asked, and answers by itself. */
async function answeringProxy(status = 200, headers: Record<string, string> = {}) {
  const asked: (readonly [
    method: string,
    target: string,
    host: string | undefined,
    credentials: string | undefined,
  ])[] = [];
  const remember = ({ method = '', url = '', headers: sent }: http.IncomingMessage): void => {
    asked.push([method, url, sent.host, sent['proxy-authorization']]);
  };
  const server = http.createServer((request, response) => {
    remember(request);
    response.writeHead(status, headers).end('from the proxy');
  });
  server.on('connect', (request, socket) => {
    remember(request);
    socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { asked, port: (server.address() as AddressInfo).port };
}

const egress = (hosts: Record<string, number>, ca: string[] = []) => ({ hosts: new Map(Object.entries(hosts)), ca });
const to = (url: string): string => `<set-backend-service base-url="${url}" />`;

describe('proxy', () => {
  test('takes requests for http in absolute form, with credentials', async () => {
    const secret = randomUUID();
    const { asked, port } = await answeringProxy();
    const { request, trace } = await start({
      egress: egress({ 'proxy.example:8080': port }),
      model: { namedValues: [{ name: 'secret', value: secret, secret: true }] },
      policy: {
        inbound: `${to('http://backend.example/base')}<proxy url="@("http://proxy.example:" + 8080)" username="@("u")" password="{{secret}}" />`,
      },
    });
    const credentials = Buffer.from(`u:${secret}`).toString('base64');
    expect(
      (await request('/api/op?q=1', { body: 'own', headers: { 'Proxy-Authorization': 'of the client' } })).body,
    ).toBe('from the proxy');
    expect(asked).toEqual([['POST', 'http://backend.example/base/op?q=1', 'backend.example', `Basic ${credentials}`]]);
    expect(JSON.stringify(trace())).not.toContain(credentials);
    expect(trace().notEmulated).toBeUndefined();
  });

  test('opens tunnels for https, inside of which the server has its own name', async () => {
    const authority = await createAuthority({ names: ['backend.example'] });
    const seen: unknown[] = [];
    const server = createServer(await authority.issue(['backend.example']), (incoming, response) => {
      seen.push([incoming.url, incoming.headers.host, incoming.headers['proxy-authorization']]);
      response.end('from the backend');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const tunnels = await startConnectProxy(new Map([['backend.example:443', (server.address() as AddressInfo).port]]));
    ending.push(
      () => server.closeAllConnections(),
      () => server.close(),
      () => tunnels.close(),
    );
    const { request } = await start({
      egress: egress({ 'proxy.example:80': tunnels.port }, [authority.certificatePem]),
      policy: { inbound: `${to('https://backend.example')}<proxy url="http://proxy.example" username="u" />` },
    });
    expect((await request('/api/op')).body).toBe('from the backend');
    expect((await request('/api/op')).body).toBe('from the backend');
    expect(seen).toEqual([
      ['/op', 'backend.example', undefined],
      ['/op', 'backend.example', undefined],
    ]);
    // a server whose certificate nobody vouches for is not spoken to
    const strange = await start({
      egress: egress({ 'proxy.example:80': tunnels.port }),
      policy: { inbound: `${to('https://backend.example')}<proxy url="http://proxy.example" />` },
    });
    expect((await strange.request('/api/op')).status).toBe(500);
    expect(seen).toHaveLength(2);
  });

  test('a tunnel that is refused is a failed call', async () => {
    const { asked, port } = await answeringProxy(407, { 'Proxy-Authenticate': 'Basic' });
    const { request, trace } = await start({
      egress: egress({ 'proxy.example:8080': port }),
      policy: { inbound: `${to('https://backend.example')}<proxy url="http://proxy.example:8080" />` },
    });
    expect((await request()).status).toBe(500);
    expect(asked).toEqual([['CONNECT', 'backend.example:443', 'backend.example:443', undefined]]);
    expect(trace().lastError).toMatchObject({
      reason: 'BackendConnectionFailure',
      message: expect.stringContaining('407'),
    });
  });

  test('ends with its gateway', async () => {
    const held = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const server = http.createServer();
    server.on('connect', (_request, socket) => {
      socket.on('error', () => {}).on('close', () => ended.resolve());
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      held.resolve();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ending.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { request, close } = await start({
      policy: { inbound: `${to('https://backend.example')}<proxy url="http://127.0.0.1:${port}" />` },
    });
    const asked = request().catch(() => undefined);
    await held.promise;
    await close();
    await Promise.all([asked, ended.promise]);
  });

  test('in send-request it is for that request alone, and a copy does not take one along', async () => {
    const { asked, port } = await answeringProxy();
    const url = `http://127.0.0.1:${port}`;
    const call = (inside: string, mode = 'new'): string =>
      `<send-request mode="${mode}" response-variable-name="r"><set-url>{{backend-url}}/called</set-url><set-method>GET</set-method>${inside}</send-request>`;
    const own = await start({ policy: { inbound: call(`<proxy url="${url}" />`) } });
    expect((await own.request()).body).toBe('backend');
    expect([asked.length, own.backend.requests.map((each) => each.url)]).toEqual([1, ['/op']]);
    const outer = await start({ policy: { inbound: `<proxy url="${url}" />${call('', 'copy')}` } });
    expect((await outer.request()).body).toBe('from the proxy');
    expect([asked.length, outer.backend.requests.map((each) => each.url)]).toEqual([2, ['/called']]);
  });

  test('a redirect that is followed goes through it too', async () => {
    const { asked, port } = await answeringProxy(302, { Location: 'http://other.example/next' });
    const { request } = await start({
      policy: {
        inbound: `${to('http://backend.example')}<proxy url="http://127.0.0.1:${port}" />`,
        backend: '<forward-request follow-redirects="true" />',
      },
    });
    await request();
    expect(asked.slice(0, 2).map(([, target]) => target)).toEqual([
      'http://backend.example/op',
      'http://other.example/next',
    ]);
  });

  test('one that is not served here is left out, and reported', async () => {
    const { request, trace } = await start({ policy: { inbound: '<proxy url="http://192.168.1.1:8080" />' } });
    expect((await request()).body).toBe('backend');
    expect([trace().notEmulated, trace().steps[0]?.warnings]).toEqual([
      ['proxy'],
      [expect.stringContaining('192.168.1.1:8080')],
    ]);
  });

  test.each(['https://127.0.0.1:1', 'proxy.example:80', ''])('"%s" is no address of a proxy', async (url) => {
    const { request, backend, trace } = await start({ policy: { inbound: `<proxy url="${url}" />` } });
    expect([(await request()).status, backend.requests.length]).toEqual([500, 0]);
    expect(trace().lastError).toMatchObject({ source: 'proxy' });
  });
});
