import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, bodyLimit, readBytes } from './body.ts';
import { badBodyAnswer, type RefusalAnswer, tooLargeAnswer, unsupportedBodyAnswer } from './refusal-answer.ts';

/** Deepest nesting of a message. Readers that call themselves for every level would end the stack, not the request. */
const deepest = 100;

/** The body is no message that is served; `answer` tells its sender. */
export class BodyRefusal extends Error {
  readonly answer: RefusalAnswer;

  constructor(answer: RefusalAnswer) {
    super('the body is no message');
    this.name = 'BodyRefusal';
    this.answer = answer;
  }
}

/**
 * Reads the one JSON-RPC message of a request, unparsed. What a gateway in front could have read otherwise is refused:
 * encoded content, other charsets than JSON's (RFC 8259 section 8.1), and batches, which MCP has not had since 2025-06-18
 * and which could have several callers.
 * @throws BodyRefusal
 */
export async function readMessage(request: IncomingMessage): Promise<Buffer> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (encoding.toLowerCase() !== 'identity') {
    throw new BodyRefusal(unsupportedBodyAnswer('Content-Encoding is not supported'));
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (charset.toLowerCase() !== 'utf-8') throw new BodyRefusal(unsupportedBodyAnswer('JSON is UTF-8'));
  let bytes: Buffer;
  try {
    bytes = await readBytes(request);
  } catch (error) {
    throw error instanceof BodyTooLarge ? new BodyRefusal(tooLargeAnswer(bodyLimit)) : error;
  }
  if (/^\uFEFF?\s*\[/.test(bytes.toString('utf8'))) {
    throw new BodyRefusal(badBodyAnswer(-32_600, 'The body is not one JSON-RPC message'));
  }
  if (nesting(bytes) > deepest) throw new BodyRefusal(badBodyAnswer(-32_600, 'The message is nested too deeply'));
  return bytes;
}

const [quote, backslash, openArray, openObject, closeArray, closeObject] = Buffer.from('"\\[{]}');

/** How deep the arrays and objects of a JSON text lie in each other. */
export function nesting(json: Uint8Array): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (inString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === openArray || byte === openObject) most = Math.max(most, ++depth);
    else if (byte === closeArray || byte === closeObject) depth -= 1;
  }
  return most;
}
