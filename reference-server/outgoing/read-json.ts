/** Largest answer that is read, in bytes: tokens and profiles are a few kilobytes. */
const answerLimit = 256 * 1024;

/** Why an answer could not be read: over the limit, or not JSON. */
export class UnreadableAnswer extends Error {
  readonly reason: 'too-large' | 'not-json';

  constructor(reason: UnreadableAnswer['reason']) {
    super(`the answer is ${reason}`);
    this.name = 'UnreadableAnswer';
    this.reason = reason;
  }
}

/**
 * The JSON of an answer, with bounded memory.
 * @throws UnreadableAnswer
 */
export async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the body.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > answerLimit) throw new UnreadableAnswer('too-large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new UnreadableAnswer('not-json');
  }
}
