import type { Failure } from './policy.ts';
import type { ExchangeError } from './services.ts';

/**
 * What on-error sees when a call got no answer (predefined errors of the error handling page): Timeout or
 * BackendConnectionFailure. The client is told nothing of it but 500.
 */
export function exchangeFailure(error: ExchangeError): Failure {
  const reason =
    error.kind === 'timeout'
      ? 'Timeout'
      : error.kind === 'aborted'
        ? 'ClientConnectionFailure'
        : 'BackendConnectionFailure';
  return { reason, message: error.message, status: 500, publicMessage: 'Internal server error' };
}
