import type { Run } from '../policy.ts';
import type { Value } from '../schema.ts';
import type { JwtFailure } from './jwt-failure.ts';

/** What both validating policies let their author say about a refusal. */
export interface FailureAttributes {
  readonly 'failed-validation-httpcode': Value<number>;
  readonly 'failed-validation-error-message': Value<string> | undefined;
}

/**
 * Ends the section with the documented error. The body says `JWT not present.` or `Invalid JWT.` unless the policy has
 * a message of its own; details are for LastError.
 */
export async function refuse(run: Run, attributes: FailureAttributes, failure: JwtFailure): Promise<never> {
  let own = await attributes['failed-validation-error-message']?.get(run);
  if (own !== undefined && run.onErrorHasPolicies && run.assume('jwt.messageWithOnError') === 'dropped')
    own = undefined;
  const challenge = !run.onErrorHasPolicies && run.assume('jwt.challenge') === 'bearer';
  return run.fail({
    reason: failure.reason,
    message: failure.message,
    status: await attributes['failed-validation-httpcode'].get(run),
    headers: challenge ? [['WWW-Authenticate', 'Bearer']] : [],
    publicMessage: own ?? (failure.reason === 'TokenNotPresent' ? 'JWT not present.' : 'Invalid JWT.'),
  });
}
