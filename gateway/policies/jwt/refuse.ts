import type { Run } from '../policy.ts';
import type { Value } from '../schema.ts';
import type { JwtFailure } from './jwt-failure.ts';

interface FailureAttributes {
  readonly 'failed-validation-httpcode': Value<number>;
  readonly 'failed-validation-error-message': Value<string> | undefined;
}

/**
 * Ends the section with the documented error. The body says `JWT not present.` or `Invalid JWT.` unless the policy has
 * a message of its own; details are for LastError.
 */
export async function refuse(run: Run, attributes: FailureAttributes, failure: JwtFailure): Promise<never> {
  const own = await attributes['failed-validation-error-message']?.get(run);
  return run.fail({
    reason: failure.reason,
    message: failure.message,
    status: await attributes['failed-validation-httpcode'].get(run),
    publicMessage: own ?? (failure.reason === 'TokenNotPresent' ? 'JWT not present.' : 'Invalid JWT.'),
  });
}
