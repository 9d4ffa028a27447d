/** The body of a message: a stream that may be read once, or bytes. */
import { Readable } from 'node:stream';

/** A body is larger than the gateway is willing to hold in memory. */
export class BodyTooLargeError extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`The body is larger than ${limit} bytes, which is the most that a policy may read.`);
    this.name = 'BodyTooLargeError';
    this.limit = limit;
  }
}

/** The other side went away while its body was read. */
export class BodyAbortedError extends Error {
  constructor() {
    super('The connection ended before the whole body had arrived.');
    this.name = 'BodyAbortedError';
  }
}

/**
 * Thrown when an expression reads a body that has not been buffered. Expressions run synchronously, so the pipeline
 * catches it, reads the stream and evaluates again. It is not a .NET exception: C# can't catch it.
 */
export class BodyNotBuffered extends Error {
  readonly body: Body;
  constructor(body: Body) {
    super('body not buffered');
    this.name = 'BodyNotBuffered';
    this.body = body;
  }
}

/** Where content comes from. */
export interface BodySource {
  /** All of it when it is there and nobody has begun to read; it is then gone from here. */
  whole(): Uint8Array | undefined;
  stream(): Readable;
  /** Ends what nobody will read, so that the connection behind it is released. */
  discard(): void;
}

/** A stream that knows when its source has given everything, as node's IncomingMessage does. */
interface Arriving extends Readable {
  readonly complete?: boolean;
}

/** All of a stream's content when it is there and nobody has begun to read; undefined otherwise. */
function arrived(stream: Arriving): Uint8Array | undefined {
  if (stream.complete !== true || stream.readableFlowing !== null || stream.destroyed) return undefined;
  const length = stream.readableLength;
  const content: unknown = stream.read();
  if (content === null && length === 0) return new Uint8Array();
  return content instanceof Uint8Array && content.length === length ? content : undefined;
}

/** Chunks until the stream ends or they are more than `limit` bytes; it is then paused. @throws BodyAbortedError */
function beginning(stream: Readable, limit: number): Promise<{ readonly chunks: Buffer[]; readonly size: number }> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      stream.off('data', take).off('end', done).off('close', gone).off('error', gone);
      outcome();
    };
    const done = (): void => settle(() => resolve({ chunks, size }));
    const gone = (cause?: unknown): void => settle(() => reject(Object.assign(new BodyAbortedError(), { cause })));
    const take = (chunk: Uint8Array): void => {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size <= limit) return;
      stream.pause();
      done();
    };
    if (stream.destroyed) return reject(new BodyAbortedError());
    stream.on('data', take).on('end', done).on('close', gone).on('error', gone);
  });
}

/** What was read of a stream, and then its rest. */
async function* joined(chunks: readonly Buffer[], rest: Readable): AsyncGenerator<Buffer> {
  yield* chunks;
  for await (const chunk of rest) yield chunk;
}

/** A body that is streamed unless somebody reads it, and read once at most. */
export class Body {
  #source: BodySource | undefined;
  #bytes: Uint8Array | undefined;
  #reading: Promise<Uint8Array> | undefined;
  /** The stream whose beginning was looked at, until somebody takes it. */
  #unread: Readable | undefined;

  private constructor(source: BodySource | undefined, bytes: Uint8Array | undefined) {
    this.#source = source;
    this.#bytes = bytes;
  }

  static of(bytes: Uint8Array): Body {
    return new Body(undefined, bytes);
  }

  static text(text: string): Body {
    return Body.of(Buffer.from(text, 'utf8'));
  }

  static streaming(stream: Readable): Body {
    return Body.from({ whole: () => arrived(stream), stream: () => stream, discard: () => void stream.destroy() });
  }

  /** The client's: what nobody wants of it is read and dropped, because its connection still has to carry the answer. */
  static arriving(stream: Readable): Body {
    return Body.from({ whole: () => arrived(stream), stream: () => stream, discard: () => void stream.resume() });
  }

  static from(source: BodySource): Body {
    return new Body(source, undefined);
  }

  /** Whether the content is in memory. */
  get buffered(): boolean {
    return this.#bytes !== undefined;
  }

  /** The content, when it is in memory. @throws BodyNotBuffered */
  get bytes(): Uint8Array {
    if (!this.#bytes) throw new BodyNotBuffered(this);
    return this.#bytes;
  }

  /**
   * Reads the whole stream into memory.
   * @param limit bytes @throws BodyTooLargeError @throws BodyAbortedError
   */
  buffer(limit: number): Promise<Uint8Array> {
    if (this.#bytes) return Promise.resolve(this.#bytes);
    this.#reading ??= this.#read(limit);
    return this.#reading;
  }

  async #read(limit: number): Promise<Uint8Array> {
    const source = this.#source;
    if (!source) return new Uint8Array();
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of source.stream()) {
        const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
        size += bytes.length;
        if (size > limit) throw new BodyTooLargeError(limit);
        chunks.push(bytes);
      }
    } catch (error) {
      if (error instanceof BodyTooLargeError) throw error;
      throw Object.assign(new BodyAbortedError(), { cause: error });
    }
    this.#bytes = Buffer.concat(chunks, size);
    this.#source = undefined;
    return this.#bytes;
  }

  /**
   * Whether there is more than `limit` bytes, of which no more is read than it takes to know. What is not more is in
   * memory then; what is more can still be read or sent on from its beginning.
   * @throws BodyAbortedError
   */
  async exceeds(limit: number): Promise<boolean> {
    if (this.#reading) await this.#reading;
    const source = this.#source;
    if (this.#bytes || !source) return (this.#bytes?.length ?? 0) > limit;
    const stream = source.stream();
    const { chunks, size } = await beginning(stream, limit);
    if (size <= limit) {
      this.#bytes = Buffer.concat(chunks, size);
      this.#source = undefined;
      return false;
    }
    this.#unread = stream;
    this.#source = {
      whole: () => undefined,
      stream: () => {
        this.#unread = undefined;
        return Readable.from(joined(chunks, stream), { objectMode: false });
      },
      discard: () => source.discard(),
    };
    return true;
  }

  /** Lets the rest arrive and go nowhere, if only the beginning was looked at: the sender waits for it to be taken. */
  drain(): void {
    this.#unread?.resume();
  }

  /** What to send on: bytes when all has arrived, else the stream itself, which may then not be used again. */
  outgoing(): Readable | Uint8Array {
    const source = this.#source;
    if (this.#bytes || !source) return this.#bytes ?? new Uint8Array();
    return source.whole() ?? source.stream();
  }

  /** Ends a stream nobody will read, so that the connection behind it is released. */
  discard(): void {
    if (!this.#reading) this.#source?.discard();
  }
}
