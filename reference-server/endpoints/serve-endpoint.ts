import type { IncomingMessage, ServerResponse } from 'node:http';
import { jsonAnswer, send } from '../http/refusal-answer.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Logger } from '../log/logger.ts';
import { describeFailure, logFailure } from '../tools/failure.ts';
import type { Tool } from '../tools/tool.ts';
import { type Endpoint, type EndpointAnswer, InvalidArguments } from './endpoint.ts';
import { failureAnswer } from './failure-answer.ts';

/** Runs a tool with arguments checked against its schema. */
async function runTool(tool: Tool, args: Record<string, unknown>, context: RequestContext) {
  const parsed = tool.input.safeParse(args);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidArguments(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  return await tool.run(parsed.data, await context.caller());
}

function sendAnswer(response: ServerResponse, answer: EndpointAnswer): void {
  const [bytes, contentType] =
    'bytes' in answer
      ? [answer.bytes, answer.contentType]
      : 'text' in answer
        ? [Buffer.from(answer.text), 'text/plain; charset=utf-8']
        : [Buffer.from(JSON.stringify(answer.json)), 'application/json'];
  response
    .writeHead(200, {
      'Content-Type': contentType,
      'Content-Length': bytes.length,
      'Cache-Control': 'no-store',
      // what is sent back may be a caller's own text: no browser is to guess at it
      'X-Content-Type-Options': 'nosniff',
    })
    .end(bytes);
}

/** Serves one request to an endpoint. Never throws: a failure is an answer and a line in the log. */
export async function serveEndpoint(
  endpoint: Endpoint,
  tool: Tool,
  context: RequestContext,
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly log: Logger },
): Promise<void> {
  const { request, response, log } = exchange;
  if (!endpoint.methods.includes(request.method ?? '')) {
    const allow = { Allow: endpoint.methods.join(', ') };
    return send(response, jsonAnswer(405, { error: 'method_not_allowed' }, allow));
  }
  try {
    sendAnswer(response, await endpoint.serve(request, (args) => runTool(tool, args, context)));
  } catch (error) {
    logFailure(tool.name, context.id, describeFailure(error), log);
    send(response, failureAnswer(error));
  }
}
