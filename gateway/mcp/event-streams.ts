/** The server's side of HTTP+SSE, the transport of MCP 2024-11-05: streams that clients listen to, by session. */
import { Readable } from 'node:stream';
import type { IncomingResponse } from '../policies/services.ts';

/** One client that listens. */
export interface EventStream {
  /** Ends with the stream. */
  readonly signal: AbortSignal;
  /** Sends a JSON-RPC message; nothing, once the stream has ended. */
  send(message: object): void;
}

/** Streams at one server. The one that has been open longest makes room. */
const mostStreams = 1000;
/** Milliseconds between comments: load balancers and clients end connections that are silent for four or five minutes. */
const silence = 60_000;

/** The open streams of one MCP server. */
export class EventStreams {
  readonly #streams = new Map<string, EventStream & { close(): void }>();

  /**
   * Opens a stream whose first event says where messages go: `messages`, relative to the URL of the stream, so that it
   * is right whatever lies in front of the gateway.
   * @param client ends the stream when the client has gone
   */
  open(client: AbortSignal): IncomingResponse {
    const id = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
    const ended = new AbortController();
    const body = new Readable({ read: () => {} });
    const close = (): void => {
      if (!this.#streams.delete(id)) return;
      clearInterval(comments);
      ended.abort();
      body.push(null);
    };
    const comments = setInterval(() => body.push(': \n\n'), silence).unref();
    const send = (message: object): void => {
      if (!ended.signal.aborted) body.push(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    };
    const [oldest] = this.#streams.values();
    if (oldest && this.#streams.size >= mostStreams) oldest.close();
    this.#streams.set(id, { signal: ended.signal, send, close });
    body.push(`event: endpoint\ndata: messages?sessionId=${id}\n\n`);
    body.once('close', close);
    client.addEventListener('abort', close, { once: true });
    const headers = ['Content-Type', 'text/event-stream', 'Cache-Control', 'no-cache,no-store'];
    return { status: 200, reason: 'OK', headers, body };
  }

  /** The stream of a session; undefined when it has ended or there was none. */
  find(id: string): EventStream | undefined {
    return this.#streams.get(id);
  }
}
