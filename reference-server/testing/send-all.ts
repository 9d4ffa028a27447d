import net from 'node:net';

export interface SendAllOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of the body. */
  readonly bytes: number;
  /** Whether the body comes in chunks, of no length that was said before. */
  readonly chunked?: boolean;
}

/**
 * Posts as a simple proxy does: it sends all it has before it looks at an answer, on a connection for one request.
 * @returns what came back, and whether all could be sent
 */
export function sendAll(to: string | URL, options: SendAllOptions): Promise<{ answer: string; whole: boolean }> {
  const { headers = {}, bytes, chunked = false } = options;
  const { host, hostname, port, pathname, search } = new URL(to);
  const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes}`;
  const own = Object.entries({ Host: host, Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const piece = Buffer.alloc(64 * 1024, ' ');
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname);
    let answer = '';
    let left = bytes;
    let whole = false;
    const pump = (): void => {
      while (left > 0) {
        const part = piece.subarray(0, Math.min(left, piece.length));
        left -= part.length;
        const framed = chunked ? Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, crlf]) : part;
        if (!socket.write(framed)) return void socket.once('drain', pump);
      }
      socket.write(chunked ? '0\r\n\r\n' : '', (error) => {
        whole = !error;
      });
    };
    socket.on('data', (data) => {
      answer += data;
    });
    // that the other side cut the connection shows in what could be sent
    socket.on('error', () => {});
    socket.once('close', () => resolve({ answer, whole }));
    socket.write(`POST ${pathname}${search} HTTP/1.1\r\n${[...own, framing].join('\r\n')}\r\n\r\n`);
    pump();
  });
}

const crlf = Buffer.from('\r\n');
