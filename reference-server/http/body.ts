import type { IncomingMessage } from 'node:http';

/** Largest request body, in bytes. Tool calls are small, and a gateway buffers before us. */
export const bodyLimit = 1024 * 1024;

/** The body is over `bodyLimit`. */
export class BodyTooLarge extends Error {
  constructor() {
    super(`the request body is over ${bodyLimit} bytes`);
    this.name = 'BodyTooLarge';
  }
}

/**
 * Reads a request's body. Refused, the request stays open: whoever sends it can still be answered.
 * @throws BodyTooLarge as soon as it is, or says that it will be
 */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length']) > bodyLimit) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a request's body as text.
 * @throws BodyTooLarge as soon as it is
 */
export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString('utf8');
