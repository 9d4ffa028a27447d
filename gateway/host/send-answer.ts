/** The pipeline's response -> the client, streamed as it arrives. */
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { ResponseMessage } from '../pipeline/message/message.ts';
import { answerHeaders } from '../pipeline/outgoing-headers.ts';
import { wireValue } from './wire-value.ts';

/** How an answer is sent. */
export interface SendOptions {
  /** HEAD: headers only. */
  readonly bodiless: boolean;
  /** Bytes held back before they are passed on; 0 passes every chunk at once (buffer-response). */
  readonly blockSize: number;
}

/** Sends the answer. Resolves when it is out, or the client has gone. */
export async function sendAnswer(response: ResponseMessage, out: ServerResponse, options: SendOptions): Promise<void> {
  // an informational status can't be a final one
  const status = response.status >= 200 && response.status <= 999 ? response.status : 500;
  const headers = answerHeaders(response).map((part, index) => (index % 2 === 0 ? part : wireValue(part)));
  out.writeHead(status, response.reason, headers);
  const { body } = response;
  if (options.bodiless || !body || status === 204 || status === 304) {
    response.discard();
    await finish(out);
    return;
  }
  const content = body.outgoing();
  if (content instanceof Uint8Array) {
    await finish(out, content);
    return;
  }
  // headers go with the first bytes when those are there already, and do not wait for them when they are not
  const headersFirst = setImmediate(() => out.flushHeaders());
  try {
    await pump(content, out, options.blockSize);
    await finish(out);
  } catch {
    // the backend broke off: the client must not take what it has for the whole
    content.destroy();
    out.destroy();
  } finally {
    clearImmediate(headersFirst);
  }
}

function finish(out: ServerResponse, content?: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (out.destroyed) return resolve();
    out.once('close', resolve);
    out.end(content, () => resolve());
  });
}

/** Passes the content on as it comes, no faster than the client takes it. */
function pump(content: Readable, out: ServerResponse, blockSize: number): Promise<void> {
  let held: Buffer[] = [];
  let size = 0;
  const flush = (): void => {
    const block = held.length === 1 ? held[0] : Buffer.concat(held, size);
    held = [];
    size = 0;
    if (block && !out.write(block)) content.pause();
  };
  return new Promise((resolve, reject) => {
    if (content.destroyed || out.destroyed) return reject(new Error('one side has gone'));
    const resume = (): void => void content.resume();
    const gone = (): void => reject(new Error('client gone'));
    const leave = (): void => {
      out.off('drain', resume);
      out.off('close', gone);
    };
    out.on('drain', resume);
    out.on('close', gone);
    content.on('data', (chunk: Buffer) => {
      held.push(chunk);
      size += chunk.length;
      if (size >= blockSize) flush();
    });
    content.on('error', (error) => {
      leave();
      reject(error);
    });
    content.on('close', () => {
      leave();
      reject(new Error('the content ended before its time'));
    });
    content.on('end', () => {
      leave();
      if (size > 0) flush();
      resolve();
    });
  });
}
