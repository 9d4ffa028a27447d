/** The content of a response on its way: most are there before anyone asks, and need no stream. */
import { Readable } from 'node:stream';

/** What the content may ask of its connection. */
export interface Connection {
  pause(): void;
  resume(): void;
  abort(error: Error): void;
}

/** Bytes that are held before the connection is paused, as long as nobody reads. */
const held = 64 * 1024;

/** Content that arrives; read as a whole once it is complete, or as a stream at any time. */
export class ArrivingContent {
  readonly #connection: Connection;
  #chunks: Buffer[] = [];
  #size = 0;
  #complete = false;
  #error: Error | undefined;
  #stream: Readable | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  push(chunk: Buffer): void {
    if (this.#stream) {
      if (!this.#stream.push(chunk)) this.#connection.pause();
      return;
    }
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= held) this.#connection.pause();
  }

  /** Nothing follows. */
  end(): void {
    this.#complete = true;
    this.#stream?.push(null);
  }

  /** What follows will never come. */
  fail(error: Error): void {
    this.#error = error;
    this.#stream?.destroy(error);
  }

  /** All of it, which is then gone from here; undefined while more is to come, and once there is a stream. */
  whole(): Uint8Array | undefined {
    if (!this.#complete || this.#stream) return undefined;
    const [only] = this.#chunks;
    const content = only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [];
    this.#size = 0;
    return content;
  }

  /** The same stream every time. */
  stream(): Readable {
    this.#stream ??= this.#open();
    return this.#stream;
  }

  #open(): Readable {
    const stream = new Readable({
      read: () => this.#connection.resume(),
      destroy: (error, done) => {
        if (!stream.readableEnded) this.#connection.abort(error ?? new Error('The body was not wanted.'));
        done(error);
      },
    });
    // an error before anyone reads must not end the process
    stream.on('error', () => {});
    for (const chunk of this.#chunks) stream.push(chunk);
    this.#chunks = [];
    if (this.#error) stream.destroy(this.#error);
    else if (this.#complete) stream.push(null);
    return stream;
  }

  /** Ends what nobody will read. */
  discard(): void {
    if (this.#stream) this.#stream.destroy();
    else if (!this.#complete && !this.#error) this.#connection.abort(new Error('The body was not wanted.'));
  }
}
