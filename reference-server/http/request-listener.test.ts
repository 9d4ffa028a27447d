import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { anonymous } from '../caller/caller.ts';
import { createLogger } from '../log/logger.ts';
import type { TokenSource } from '../token-source/token-source.ts';
import { createRequestListener, type Route } from './request-listener.ts';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const open: TokenSource = { onEveryRequest: true, open: async () => ({ caller: async () => anonymous }) };

/** A listener with one route, and what it logs. */
async function serve(route: Route, source = open) {
  const lines: string[] = [];
  const listener = createRequestListener({
    allowedHosts: ['127.0.0.1'],
    allowedOrigins: ['127.0.0.1'],
    source,
    routes: new Map([['/', route]]),
    log: createLogger((line) => lines.push(line), Date.now),
  });
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`, lines };
}

const secret = 'words of an error that nobody expected';

describe('a request that fails', () => {
  it('is answered 500 without a word of why, and logged by the kind of its error', async () => {
    const { url, lines } = await serve({ anonymously: true, serve: () => Promise.reject(new RangeError(secret)) });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(lines.join('')).toContain('"event":"request.failed"');
    expect(lines.join('')).toContain('"name":"RangeError"');
    expect(lines.join('')).not.toContain(secret);
  });

  it('is logged as unknown when what was thrown is no error', async () => {
    const { url, lines } = await serve({ anonymously: true, serve: () => Promise.reject(secret) });
    expect((await fetch(url)).status).toBe(500);
    expect(lines.join('')).toContain('"name":"unknown"');
    expect(lines.join('')).not.toContain(secret);
  });

  it('breaks off an answer that had begun: nobody is to take it for the whole', async () => {
    const { url } = await serve({
      anonymously: true,
      async serve(_request, response) {
        response.writeHead(200).write('half');
        throw new Error(secret);
      },
    });
    const answer = fetch(url).then((response) => response.text());
    await expect(answer).rejects.toThrow();
  });
});

it('a route may answer before any token is looked for', async () => {
  const source: TokenSource = { onEveryRequest: true, open: () => expect.fail('a token was looked for') };
  const { url } = await serve(
    {
      anonymously: false,
      admits(_request, response) {
        response.writeHead(418).end();
        return false;
      },
      serve: () => expect.fail('it was served'),
    },
    source,
  );
  expect((await fetch(url)).status).toBe(418);
});
