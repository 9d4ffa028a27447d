/**
 * A request of node:http as the platform's Request, as far as mock Entra reads one. The platform's own takes a third of the
 * memory and of the start of mock Entra, because it brings a whole HTTP client along.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';

/** Headers as they arrived; those that came more than once are joined, as Fetch does. */
class IncomingHeaders {
  readonly #values = new Map<string, string>();

  constructor(raw: readonly string[]) {
    for (let index = 0; index + 1 < raw.length; index += 2) {
      const name = (raw[index] ?? '').toLowerCase();
      const value = raw[index + 1] ?? '';
      const before = this.#values.get(name);
      this.#values.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
    }
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  forEach(each: (value: string, name: string) => void): void {
    for (const [name, value] of this.#values) each(value, name);
  }
}

/** Absolute address of a request, from its target and the Host header (RFC 9112 3.3); undefined when there is none. */
export function addressOf(incoming: IncomingMessage): string | undefined {
  const { url = '', headers } = incoming;
  const scheme = (incoming.socket as TLSSocket).encrypted ? 'https' : 'http';
  // a client that takes this for a proxy names the host in the target
  const text = url.startsWith('/') ? `${scheme}://${headers.host ?? ''}${url}` : url;
  if (url.startsWith('/') && !/^[\w.:[\]-]+$/.test(headers.host ?? '')) return undefined;
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

/** A request of node:http as fetch handlers read one, its body read when asked for. */
export class IncomingRequest {
  readonly url: string;
  readonly method: string;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  #headers: IncomingHeaders | undefined;
  #signal: AbortSignal | undefined;

  constructor(url: string, incoming: IncomingMessage, outgoing: ServerResponse) {
    this.url = url;
    this.method = incoming.method ?? 'GET';
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  get headers(): IncomingHeaders {
    this.#headers ??= new IncomingHeaders(this.#incoming.rawHeaders);
    return this.#headers;
  }

  /** Aborted when the client goes away before it has its answer. */
  get signal(): AbortSignal {
    if (this.#signal) return this.#signal;
    const gone = new AbortController();
    this.#outgoing.once('close', () => {
      if (!this.#outgoing.writableFinished) gone.abort();
    });
    this.#signal = gone.signal;
    return gone.signal;
  }

  /** The body, to be read piece by piece. */
  get body(): ReadableStream<Uint8Array> {
    return Readable.toWeb(this.#incoming) as ReadableStream<Uint8Array>;
  }

  /** The whole body. @throws Error when the client goes away before its end */
  text(): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      this.#incoming
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
        .once('error', reject)
        .once('close', () => {
          if (!this.#incoming.complete) reject(new Error('the client went away'));
        });
    });
  }
}
