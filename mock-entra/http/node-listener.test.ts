import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Listener, listen } from '../../net/listener.ts';
import { type RunningMockEntra, startMockEntra } from '../start.ts';
import { nodeListener } from './node-listener.ts';
import { plainAnswer } from './plain-answer.ts';

let listener: Listener | undefined;
let mock: RunningMockEntra | undefined;

afterEach(async () => {
  await listener?.close();
  await mock?.close();
  listener = undefined;
  mock = undefined;
});

/** Serves a host, and tells its address. */
async function serve(host: ((request: Request) => Promise<Response>) | undefined): Promise<string> {
  listener = await listen(nodeListener(() => host));
  return listener.url;
}

/** What comes back for bytes as they are. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listener?.port ?? 0, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('close', () => resolve(text)).once('error', reject);
  });
}

const plain = (text: string): Response => plainAnswer({ text, status: 200, headers: { 'content-type': 'text/plain' } });

describe('a request behind node:http', () => {
  it('has its address, method, headers and body', async () => {
    const url = await serve(async (request) =>
      plain(JSON.stringify([request.url, request.method, request.headers.get('X-A'), await request.text()])),
    );
    const answer = await fetch(`${url}/a/../b?c=%20`, { method: 'POST', headers: { 'x-a': '1' }, body: 'grüße' });
    expect(await answer.json()).toEqual([`${url}/b?c=%20`, 'POST', '1', 'grüße']);
  });

  it('joins headers that came more than once, and hides none', async () => {
    await serve(async (request) => plain(`${request.headers.get('authorization')}|${request.headers.has('nothing')}`));
    const twice = 'Authorization: Bearer a\r\nAuthorization: Bearer b\r\n';
    const answer = await raw(`GET / HTTP/1.1\r\nHost: localhost\r\n${twice}Connection: close\r\n\r\n`);
    expect(answer).toContain('Bearer a, Bearer b|false');
  });

  it('gives a body of unknown length piece by piece', async () => {
    await serve(async (request) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request.body ?? []) chunks.push(chunk);
      return plain(Buffer.concat(chunks).toString());
    });
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
    expect(await raw(`${head}2\r\nab\r\n1\r\nc\r\n0\r\n\r\n`)).toContain('\r\n\r\nabc');
  });

  it.each([
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a/b@c\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET / HTTP/1.0\r\n\r\n'],
    ['a target that is none', 'GET nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    ['another scheme', 'GET ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
  ])('is refused for %s', async (_what, bytes) => {
    await serve(async () => plain('reached'));
    const answer = await raw(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('reached');
  });

  it('waits for nobody: 503 before there is a host, 500 without a word when the host fails', async () => {
    expect((await fetch(await serve(undefined))).status).toBe(503);
    await listener?.close();
    const url = await serve(() => Promise.reject(new Error('secret')));
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([500, 'mock Entra failed']);
  });

  it('tells when its client goes away', async () => {
    const gone = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const url = await serve(async (request) => {
      request.signal.addEventListener('abort', () => gone.resolve());
      seen.resolve();
      await gone.promise;
      return plain('too late');
    });
    const leaving = new AbortController();
    const asking = fetch(url, { signal: leaving.signal }).catch(() => 'left');
    await seen.promise;
    leaving.abort();
    expect(await asking).toBe('left');
    await gone.promise;
  });
});

describe('an answer behind node:http', () => {
  it('has every cookie, no length without a body, and none for HEAD', async () => {
    const url = await serve(async (request) =>
      request.method === 'OPTIONS'
        ? plainAnswer({ text: '', status: 204, headers: { 'set-cookie': [] } })
        : plainAnswer({ text: 'ab', status: 200, headers: { 'set-cookie': ['a=1', 'b=2'] } }),
    );
    const answer = await fetch(url);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['2', '']);
    const options = await fetch(url, { method: 'OPTIONS' });
    expect([options.status, options.headers.has('content-length'), options.headers.getSetCookie()]).toEqual([
      204,
      false,
      [],
    ]);
  });

  it('that is cut breaks off after half of it, and nothing is printed', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    mock = await startMockEntra();
    const { control } = mock.entra;
    for (const [endpoint, address] of [
      ['discovery', `${mock.login.url}/common/v2.0/.well-known/openid-configuration`],
      ['authorize', `${mock.login.url}/common/oauth2/v2.0/authorize`],
      ['graph', `${mock.graph.url}/v1.0/me`],
      ['imds', `${mock.entra.origins.identity}/metadata/identity/oauth2/token`],
    ] as const) {
      const whole = await (await fetch(address)).text();
      control.fault({ endpoint, effect: { kind: 'cut' }, times: 1 });
      const answer = await fetch(address);
      const got: Uint8Array[] = [];
      const reading = (async () => {
        for await (const chunk of answer.body ?? []) got.push(chunk);
      })();
      await expect(reading, endpoint).rejects.toThrow();
      const length = Buffer.concat(got).byteLength;
      expect(length, endpoint).toBeGreaterThan(0);
      expect(length, endpoint).toBeLessThan(Buffer.byteLength(whole));
    }
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });
});
