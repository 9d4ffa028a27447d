/** As much of Redis' protocol (RESP2) as a cache needs: one connection, commands in a pipeline. */
import net from 'node:net';

/** An error that Redis answered, or a connection that ended. */
export class RedisError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RedisError';
  }
}

type Reply = string | number | null;

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: RedisError): void;
}

const crlf = Buffer.from('\r\n');
/** Largest reply; a cache's values are far below. */
const largest = 64 * 1024 * 1024;

/** One connection to a Redis server, opened with the first command (RESP2). */
export class RedisClient {
  readonly #port: number;
  readonly #host: string;
  readonly #timeoutMs: number;
  #timer: NodeJS.Timeout | undefined;
  /** What waits for a reply on this connection. */
  #waiting: Waiting[] = [];
  #socket: net.Socket | undefined;
  #received: Buffer = Buffer.alloc(0);

  /**
   * @param host a loopback address or name
   * @param timeoutMs how long the server may say nothing while commands wait; what the gateway's own client allows by default
   */
  constructor(port: number, host = '127.0.0.1', timeoutMs = 5000) {
    this.#port = port;
    this.#host = host;
    this.#timeoutMs = timeoutMs;
  }

  /** Sends a command. @throws RedisError */
  command(...parts: readonly string[]): Promise<Reply> {
    const socket = this.#connect();
    const chunks = [`*${parts.length}\r\n`];
    for (const part of parts) chunks.push(`$${Buffer.byteLength(part)}\r\n${part}\r\n`);
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ resolve, reject }) === 1) this.#watch();
      socket.write(chunks.join(''));
    });
  }

  /** Ends the connection; commands in progress fail. */
  close(): void {
    this.#socket?.destroy();
  }

  /** Gives a server up that says nothing although commands wait. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => this.#socket?.destroy(), this.#timeoutMs).unref();
  }

  #connect(): net.Socket {
    if (this.#socket && !this.#socket.destroyed) return this.#socket;
    const socket = net.connect({ port: this.#port, host: this.#host });
    // a connection that was given up may end after this one has begun: what waits for which reply is each one's own
    const waiting: Waiting[] = [];
    this.#waiting = waiting;
    this.#received = Buffer.alloc(0);
    socket.setNoDelay(true);
    // an idle cache connection must not keep a process alive
    socket.unref();
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#socket === socket) clearTimeout(this.#timer);
      for (const { reject } of waiting.splice(0)) reject(new RedisError('the connection to Redis ended'));
    });
    this.#socket = socket;
    return socket;
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    for (;;) {
      const line = this.#received.indexOf(crlf);
      if (line < 0) {
        if (this.#received.length > largest) this.#socket?.destroy();
        break;
      }
      const kind = String.fromCharCode(this.#received[0] ?? 0);
      const text = this.#received.toString('utf8', 1, line);
      let end = line + 2;
      let reply: Reply | RedisError = text;
      if (kind === ':') reply = Number(text);
      else if (kind === '-') reply = new RedisError(text);
      else if (kind === '$') {
        const length = Number(text);
        if (!Number.isInteger(length) || length > largest) return void this.#socket?.destroy();
        if (length < 0) reply = null;
        else {
          if (this.#received.length < end + length + 2) break;
          reply = this.#received.toString('utf8', end, end + length);
          end += length + 2;
        }
      } else if (kind !== '+') return void this.#socket?.destroy();
      this.#received = this.#received.subarray(end);
      const waiting = this.#waiting.shift();
      if (reply instanceof RedisError) waiting?.reject(reply);
      else waiting?.resolve(reply);
    }
    this.#watch();
  }
}
