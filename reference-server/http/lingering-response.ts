import { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

/** Bytes of a refused body that are thrown away before the connection is cut. */
const mostBytes = 64 * 1024 * 1024;
/** Milliseconds in which they must come. */
const longest = 30_000;

/** Throws away what is still to come of a body. Resolves at its end, or at the bounds. */
export function discardRest(body: Readable): Promise<void> {
  return new Promise((resolve) => {
    let size = 0;
    const over = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(over, longest).unref();
    body.on('data', ({ length }: Buffer) => {
      size += length;
      if (size > mostBytes) over();
    });
    body.once('end', over).once('error', over).once('close', over).resume();
  });
}

/**
 * A response that may be given before its request is whole, as a refusal of a large body is. `node:http` ends the
 * connection with the response when no other request is to come, and a peer that is still sending then gets a reset in
 * place of the answer: a gateway makes a 500 of it. So the answer goes out at once, but it ends with the request, or
 * where that takes too much or too long.
 */
export class LingeringResponse extends ServerResponse {
  override end(chunk?: unknown, encoding?: unknown, done?: unknown): this {
    const { req: request } = this;
    if (request.complete || request.destroyed || this.writableEnded) {
      return super.end(chunk, encoding as BufferEncoding, done as () => void);
    }
    const [content, callback] = typeof chunk === 'function' ? [undefined, chunk] : [chunk, done ?? encoding];
    if (content === undefined || content === null) this.flushHeaders();
    else this.write(content, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
    void discardRest(request).then(() => {
      super.end(callback as () => void);
      if (!request.complete) request.destroy();
    });
    return this;
  }
}
