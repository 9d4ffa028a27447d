import type { CallToolResult } from '@modelcontextprotocol/server';
import { GraphError } from '../graph/graph-error.ts';
import type { Logger } from '../log/logger.ts';
import { ExchangeError } from '../on-behalf-of/exchange-error.ts';
import { SigningKeysUnavailable, TokenRefusal } from '../validation/refusal.ts';

interface Failure {
  /** For the caller: stable and short. */
  readonly message: string;
  readonly correlationId?: string | undefined;
  /** For the log. */
  readonly reason: string;
  readonly code?: string | number | undefined;
}

function describe(error: unknown): Failure {
  if (error instanceof TokenRefusal) return { message: `${error.description}.`, reason: error.reason };
  if (error instanceof SigningKeysUnavailable) {
    return { message: 'Tokens cannot be checked at the moment.', reason: 'signing-keys' };
  }
  if (error instanceof ExchangeError) {
    const { message, correlationId, reason, code } = error;
    return { message, correlationId, reason: `exchange-${reason}`, code };
  }
  if (error instanceof GraphError) {
    const { message, correlationId, status } = error;
    return { message, correlationId, reason: 'graph', code: status };
  }
  // Not one of ours: whatever it says may hold anything.
  return { message: 'The tool failed.', reason: error instanceof Error ? error.name : 'unknown' };
}

/**
 * A failed tool call: `{"success": false, "error": ...}` with a correlation id if one is known, and a log line with the
 * reason. No expected audience, token, tenant text, request or stack trace is in either.
 */
export function failedCall(tool: string, requestId: string, error: unknown, log: Logger): CallToolResult {
  const { message, correlationId, reason, code } = describe(error);
  log('tool.failed', { tool, requestId, reason, code, correlationId });
  const body = { success: false, error: message, ...(correlationId ? { correlation_id: correlationId } : {}) };
  return { content: [{ type: 'text', text: JSON.stringify(body, null, 2) }], isError: true };
}
