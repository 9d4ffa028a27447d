import { currentRequest } from '../http/request-context.ts';
import type { Logger } from '../log/logger.ts';
import { ClaimsChallenge } from '../on-behalf-of/exchange-error.ts';
import { describeFailure, logFailure } from '../tools/failure.ts';
import type { Tool } from '../tools/tool.ts';

/** A tool result, as far as ours go. Both SDKs take it. */
export interface TextResult {
  readonly [key: string]: unknown;
  content: { type: 'text'; text: string }[];
  isError?: boolean;
}

const textResult = (text: string): TextResult => ({ content: [{ type: 'text', text }] });

/**
 * Runs a tool for the request that is being served. A failure is a failed call, `{"success": false, "error": ...}` with
 * a correlation id if one is known; one that only a new sign-in helps is marked, so that the answer becomes a 401.
 */
export async function callTool(tool: Tool, args: Record<string, unknown>, log: Logger): Promise<TextResult> {
  const request = currentRequest();
  try {
    const answer = await tool.run(args, await request.caller());
    return textResult('text' in answer ? answer.text : JSON.stringify(answer.json, null, 2));
  } catch (error) {
    if (error instanceof ClaimsChallenge) request.challenge = error;
    const failure = describeFailure(error);
    logFailure(tool.name, request.id, failure, log);
    const { message, correlationId } = failure;
    const body = { success: false, error: message, ...(correlationId ? { correlation_id: correlationId } : {}) };
    return { ...textResult(JSON.stringify(body, null, 2)), isError: true };
  }
}
