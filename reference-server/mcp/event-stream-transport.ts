import type { ServerResponse } from 'node:http';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';

const keepAliveMs = 15_000;

/**
 * The HTTP+SSE transport of MCP 2024-11-05: the client opens a stream, is told where to post, and gets every answer on
 * the stream. Written here because SDK v2 has none, and that of v1 names an absolute path, which is wrong behind a
 * gateway with another prefix. This one names `message?sessionId=...`, relative to the stream's own URL, as the MCP
 * extension of Azure Functions does.
 */
export class EventStreamTransport implements Transport {
  readonly sessionId: string;
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly #response: ServerResponse;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(sessionId: string, response: ServerResponse) {
    this.sessionId = sessionId;
    this.#response = response;
  }

  async start(): Promise<void> {
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    this.#response.write(`event: endpoint\ndata: message?sessionId=${this.sessionId}\n\n`);
    this.#response.once('close', () => this.#closed());
    this.#keepAlive = setInterval(() => this.#response.write(': keep-alive\n\n'), keepAliveMs);
    this.#keepAlive.unref();
  }

  /** Hands a posted message to the server. */
  receive(message: JSONRPCMessage): void {
    this.onmessage?.(message);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#response.writableEnded || this.#response.destroyed) throw new Error('the event stream is closed');
    this.#response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  }

  async close(): Promise<void> {
    this.#response.end();
    this.#closed();
  }

  #closed(): void {
    if (this.#keepAlive === undefined) return;
    clearInterval(this.#keepAlive);
    this.#keepAlive = undefined;
    this.onclose?.();
  }
}
