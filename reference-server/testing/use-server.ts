/** A reference server per test, against a cloud that a test file starts once. */
import { readConfig } from '../config/config.ts';
import { createLogger } from '../log/logger.ts';
import { type RunningServer, startReferenceServer } from '../server.ts';
import type { FakeCloud } from './fake-cloud.ts';

export interface TestServers {
  /** Starts a server. @param clock milliseconds since 1970; the machine's unless told @returns its URL of MCP */
  start(variables?: Readonly<Record<string, string>>, clock?: () => number): Promise<string>;
  /** What the servers wrote to their log. */
  readonly lines: string[];
  close(): Promise<void>;
}

/**
 * Servers that prove who they are with a secret: MSAL fixes the source of managed identity per process, and test files
 * share one.
 */
export function testServers(cloud: () => FakeCloud): TestServers {
  const running: RunningServer[] = [];
  const lines: string[] = [];
  return {
    lines,
    async start(variables = {}, clock = Date.now) {
      const { APPLICATION_UAMI: _identity, ...environment } = cloud().environment;
      const log = createLogger((line) => lines.push(line), Date.now);
      const secret = { CLIENT_SECRET: 'generated-by-no-directory' };
      const server = await startReferenceServer(readConfig({ ...environment, ...secret, ...variables }), {
        log,
        clock,
      });
      running.push(server);
      return server.url;
    },
    async close() {
      lines.length = 0;
      await Promise.all(running.splice(0).map((server) => server.close()));
    },
  };
}

/** The JSON-RPC message of an answer, event stream or not. */
export async function messageOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as Record<string, unknown>;
}

/** Calls a tool in one request, without a session. */
export const postToolCall = (
  url: string,
  name: string,
  args: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
  });
