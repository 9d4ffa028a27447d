/** A body over the limit ends as 413, whatever it was sent to, however it comes, and whether or not it is all sent. */
import http from 'node:http';
import { describe, expect, it } from 'vitest';
import { sendAll } from '../testing/send-all.ts';
import { useCloud } from '../testing/use-cloud.ts';
import { bodyLimit } from './body.ts';

const world = useCloud();
const { servers } = world;

const rpc = {
  jsonrpc: '2.0',
  error: { code: -32_000, message: `The request body is over ${bodyLimit} bytes` },
  id: null,
};
const plain = { error: 'invalid_request', error_description: `The request body is over ${bodyLimit} bytes` };
const argument = { TOKEN_SOURCE: 'argument' };

describe.each([
  ['/mcp', {}, rpc],
  ['/mcp', { MCP_SESSIONS: 'on' }, rpc],
  ['/mcp', argument, rpc],
  ['/runtime/webhooks/mcp', {}, rpc],
  ['/runtime/webhooks/mcp', argument, rpc],
  ['/echo', {}, plain],
  ['/hello', {}, plain],
] as const)('%s %j', (path, settings, body) => {
  it.each([
    ['1 byte over', bodyLimit + 1, false],
    ['1 byte over, in chunks', bodyLimit + 1, true],
    ['5 MB', 5_000_000, false],
    ['5 MB in chunks', 5_000_000, true],
  ])('refuses %s', async (_name, bytes, chunked) => {
    const url = new URL(path, await servers.start(settings));
    const headers = {
      Authorization: `Bearer ${await world.cloud.signer.mint()}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    };
    const { answer, whole } = await sendAll(url, { headers, bytes, chunked });
    expect(whole).toBe(true);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual(body);
  });
});

it.each(['/mcp', '/nowhere', '/mcp/sse', '/mcp/message', '/me'])(
  '%s refuses a stranger who sends 5 MB',
  async (path) => {
    const { answer, whole } = await sendAll(new URL(path, await servers.start()), { bytes: 5_000_000 });
    expect(whole).toBe(true);
    expect(answer).toMatch(/^HTTP\/1.1 4(?:01|04|05) /);
  },
);

it('a length over the limit is enough: nothing of the body need come', async () => {
  const url = new URL('/echo', await servers.start());
  const request = http.request(url, { method: 'POST', headers: { 'Content-Length': bodyLimit + 1 } });
  const response = await new Promise<http.IncomingMessage>((resolve) =>
    request.once('response', resolve).flushHeaders(),
  );
  expect(response.statusCode).toBe(413);
  request.on('error', () => {}).destroy();
});

it('a body of just the limit is read', async () => {
  const { answer } = await sendAll(new URL('/echo', await servers.start()), { bytes: bodyLimit });
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
});
