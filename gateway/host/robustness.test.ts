/** Nothing a client sends may be a defect of the gateway or end it. */
import net from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const everything = `<base />
  <set-variable name="v" value="@{ return context.Request.OriginalUrl.ToString() + context.Request.Url.Path + string.Join(",", context.Request.Headers.GetValueOrDefault("X-Any", "")) + context.Request.Url.Query.Count + (context.Request.Body == null ? "" : context.Request.Body.As<string>(true)) + context.Request.MatchedParameters.GetValueOrDefault("rest", ""); }" />
  <rewrite-uri template="/to/{rest}" />
  <set-query-parameter name="q" exists-action="append"><value>@(context.Request.Url.QueryString)</value></set-query-parameter>
  <set-header name="X-Echo"><value>@(context.Request.Headers.GetValueOrDefault("X-Any", ""))</value></set-header>
  <return-response><set-header name="X-Path"><value>@(context.Request.Url.Path)</value></set-header><set-body>@((string)context.Variables["v"])</set-body></return-response>`;

describe('any request', () => {
  test('gets an answer, and never a failure of the emulation', async () => {
    const { request, defects } = await start({
      api: { operations: [{ id: 'o', name: '', method: '*', urlTemplate: '/{*rest}' }] },
      policy: { inbound: everything },
    });
    const piece = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2e',
      '%2F',
      '%',
      '%zz',
      '%00',
      '?',
      '&',
      '=',
      '#',
      ';rev=1',
      '\\',
      '@',
      ':',
      'é',
      'a',
      '{x}',
      '*',
      '//',
    );
    const target = fc
      .array(piece, { maxLength: 12 })
      .map((pieces) => `/api/${pieces.join('')}`.replace(/[^\x21-\x7e]/g, encodeURIComponent));
    const value = fc.stringMatching(/^[\x21-\x7e\x80-\xff]*$/);
    await fc.assert(
      fc.asyncProperty(
        target,
        value,
        fc.option(fc.uint8Array({ maxLength: 64 }), { nil: undefined }),
        async (path, header, body) => {
          const answer = await request(path, { headers: { 'X-Any': header }, ...(body ? { body } : {}) });
          // what climbs out of the template is refused
          expect(/\.\.|%2e/i.test(path) ? [200, 400, 404] : [200, 404]).toContain(answer.status);
        },
      ),
      { numRuns: 150 },
    );
    expect(defects).toEqual([]);
  });

  test.each([
    ['no Host', 'GET /api/op HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a Host that is none', 'GET /api/op HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n', 400],
    ['a target that is no path', 'GET api HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['a question to the server as a whole', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    ['a star with another method', 'GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['an absolute target', 'GET http://other.example/api/op HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 200],
    ['two lengths', 'POST /api/op HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    [
      'length and chunks',
      'POST /api/op HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['no HTTP', 'hello\r\n\r\n', 400],
  ])('%s: %s', async (_name, text, status) => {
    const { gateway, defects } = await start({ policy: { inbound: '<return-response />' } });
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(gateway.port, '127.0.0.1', () => socket.write(text));
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
      });
      socket.on('close', () => resolve(received));
      socket.on('error', reject);
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(defects).toEqual([]);
  });

  test('a client that leaves in the middle of its upload leaves nothing behind', async () => {
    const { gateway, backend, request, defects } = await start({
      policy: { inbound: '<base /><set-variable name="b" value="@(context.Request.Body.As<string>(true))" />' },
    });
    const socket = net.connect(gateway.port, '127.0.0.1', () => {
      socket.write('POST /api/op HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy());
    });
    await expect.poll(() => gateway.traces.length).toBe(1);
    expect(gateway.traces[0]?.steps.at(-1)?.error?.reason).toBe('ClientConnectionFailure');
    expect((await request()).status).toBe(500);
    expect((await request('/api/op', { method: 'POST', body: 'x' })).status).toBe(200);
    expect(backend.requests).toHaveLength(1);
    expect(defects).toEqual([]);
  });
});
