/** Whatever a policy threw, as what on-error gets. */
import { TextTooLong } from '../policies/bounded-text.ts';
import type { Failure } from '../policies/policy.ts';
import { ExchangeError } from '../policies/services.ts';
import { BodyAbortedError, BodyTooLargeError } from './message/body.ts';
import { InvalidHeaderError } from './message/headers.ts';
import { PolicyFailure } from './policy-failure.ts';

/** The client closed the connection; nobody gets the answer. */
export const clientGone: Failure = {
  reason: 'ClientConnectionFailure',
  message: 'The client closed the connection before the request was answered.',
  status: 499,
  statusReason: 'Client Closed Request',
};

function failed(reason: string, error: Error): PolicyFailure {
  const { message } = error;
  return new PolicyFailure({ reason, message, status: 500, publicMessage: 'Internal server error' }, { cause: error });
}

/**
 * @param clientLeft whether the client has gone away
 * @param onDefect told of errors that are the emulation's own
 */
export function asPolicyFailure(
  error: unknown,
  clientLeft: boolean,
  onDefect: (error: unknown) => void,
): PolicyFailure {
  if (error instanceof PolicyFailure) return error;
  if (error instanceof InvalidHeaderError) return failed('ExpressionValueEvaluationFailure', error);
  if (error instanceof BodyTooLargeError || error instanceof TextTooLong) return failed('MessageBodyTooLarge', error);
  if (error instanceof BodyAbortedError) {
    return clientLeft ? new PolicyFailure(clientGone) : failed('BackendConnectionFailure', error);
  }
  if (error instanceof ExchangeError) return failed('BackendConnectionFailure', error);
  onDefect(error);
  return failed('InternalError', error instanceof Error ? error : new Error(String(error)));
}
