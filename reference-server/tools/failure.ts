import { UserRequired } from '../caller/user-required.ts';
import { GraphError } from '../graph/graph-error.ts';
import type { Logger } from '../log/logger.ts';
import { ExchangeError } from '../on-behalf-of/exchange-error.ts';
import { NoCallerToken, SignInPending } from '../stdio/caller-token.ts';
import { GatewayError } from '../stdio/gateway-api.ts';
import { SigningKeysUnavailable, TokenRefusal } from '../validation/refusal.ts';

/** A failure, as far as anybody is told. */
export interface Failure {
  /** For the caller: stable and short. */
  readonly message: string;
  readonly correlationId?: string | undefined;
  /** For the log. */
  readonly reason: string;
  readonly code?: string | number | undefined;
}

/**
 * What may be told of an error, to the caller and to the log. No expected audience, token, tenant text, request or stack
 * trace is in either.
 */
export function describeFailure(error: unknown): Failure {
  if (error instanceof TokenRefusal) return { message: `${error.description}.`, reason: error.reason };
  if (error instanceof UserRequired) return { message: `${error.message}.`, reason: `user-required-${error.caller}` };
  if (error instanceof SigningKeysUnavailable) {
    return { message: 'Tokens cannot be checked at the moment.', reason: 'signing-keys' };
  }
  if (error instanceof ExchangeError) {
    const { message, correlationId, reason, code } = error;
    return { message, correlationId, reason: `exchange-${reason}`, code };
  }
  if (error instanceof NoCallerToken) return { message: error.message, reason: error.name, code: error.code };
  if (error instanceof GatewayError || error instanceof SignInPending) {
    return { message: error.message, reason: error.name };
  }
  if (error instanceof GraphError) {
    const { message, correlationId, status } = error;
    return { message, correlationId, reason: 'graph', code: status };
  }
  // Not one of ours: whatever it says may hold anything.
  return { message: 'The tool failed.', reason: error instanceof Error ? error.name : 'unknown' };
}

/** Writes a failure of a tool to the log. */
export function logFailure(
  tool: string,
  requestId: string,
  { reason, code, correlationId }: Failure,
  log: Logger,
): void {
  log('tool.failed', { tool, requestId, reason, code, correlationId });
}
