import { UserRequired } from '../caller/user-required.ts';
import { GraphError } from '../graph/graph-error.ts';
import { BodyTooLarge, bodyLimit } from '../http/body.ts';
import { answerFor, claimsAnswer, jsonAnswer, type RefusalAnswer, refusalAnswer } from '../http/refusal-answer.ts';
import { ClaimsChallenge, ExchangeError } from '../on-behalf-of/exchange-error.ts';
import { describeFailure } from '../tools/failure.ts';
import { TokenRefusal } from '../validation/refusal.ts';
import { InvalidArguments } from './endpoint.ts';

function whatIsMissing({ caller }: UserRequired): RefusalAnswer {
  return refusalAnswer(
    caller === 'anonymous'
      ? TokenRefusal.invalidToken('missing', 'An access token is required')
      : TokenRefusal.insufficientScope('app-only', 'This needs a user, and the access token is for none'),
  );
}

/**
 * The HTTP answer for what an endpoint threw: 401 and 403 for the caller's token, 401 with claims for a challenge, 403
 * for missing consent, 400 and 413 for the request, 502 for what lies behind, 500 for the rest.
 */
export function failureAnswer(error: unknown): RefusalAnswer {
  if (error instanceof UserRequired) return whatIsMissing(error);
  if (error instanceof ClaimsChallenge) return claimsAnswer(error);
  if (error instanceof InvalidArguments) {
    return jsonAnswer(400, { error: 'invalid_request', error_description: error.message });
  }
  if (error instanceof BodyTooLarge) {
    const description = `The request body is over ${bodyLimit} bytes`;
    return jsonAnswer(413, { error: 'invalid_request', error_description: description });
  }
  const refused = answerFor(error);
  if (refused) return refused;
  const { message, correlationId } = describeFailure(error);
  const details = { error_description: message, ...(correlationId ? { correlation_id: correlationId } : {}) };
  if (error instanceof ExchangeError && error.reason === 'consent') {
    return jsonAnswer(403, { error: 'consent_required', ...details });
  }
  return error instanceof ExchangeError || error instanceof GraphError
    ? jsonAnswer(502, { error: 'upstream_failed', ...details })
    : jsonAnswer(500, { error: 'server_error', ...details });
}
