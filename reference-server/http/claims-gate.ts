import type { FetchLikeMcpHandler } from '@modelcontextprotocol/node';
import { claimsAnswer } from './refusal-answer.ts';
import { currentRequest } from './request-context.ts';

/** Holds a stream until its first bytes, and gives them back in front of the rest. Undefined: it ended without any. */
async function firstBytes(body: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array> | undefined> {
  const reader = body.getReader();
  const first = await reader.read();
  if (first.done) return undefined;
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(first.value),
    async pull(controller) {
      const next = await reader.read();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/**
 * Turns the answer of a tool that met a claims challenge into HTTP 401.
 *
 * A tool runs behind MCP, and on the 2025 revisions the transport starts an event stream before the tool is done. So
 * nothing of an answer, not even its status, is sent before its first bytes exist: those are the result itself, unless
 * the tool reported progress or took so long that a keep-alive came first. In these cases the status is out, and the
 * challenge stays what the result says: a failure that asks for another sign-in.
 */
export function withClaimsGate(handler: FetchLikeMcpHandler): FetchLikeMcpHandler {
  return {
    async fetch(request, options) {
      // tools run for posts; a stream that a GET opens may have nothing to say for long
      if (request.method !== 'POST') return await handler.fetch(request, options);
      const context = currentRequest();
      const response = await handler.fetch(request, options);
      const body = response.body ? await firstBytes(response.body) : null;
      if (context.challenge) {
        await body?.cancel();
        const { status, headers, body: text } = claimsAnswer(context.challenge);
        return new Response(text, { status, headers });
      }
      const { status, statusText, headers } = response;
      return new Response(body ?? null, { status, statusText, headers });
    },
  };
}
