import { AuthError, ClientAuthErrorCodes, InteractionRequiredAuthError, ServerError } from '@azure/msal-node';
import { ClaimsChallenge, ExchangeError } from './exchange-error.ts';
import { ManagedIdentityUnavailable } from './managed-identity-assertion.ts';

/** Suberror of a missing grant (AADSTS65001): the user, or an administrator, has to agree first. */
const consentRequired = 'consent_required';

/** The service's error number as text, such as `AADSTS50076`. MSAL keeps it apart, or in the description only. */
export function codeOf(error: AuthError): string | undefined {
  const number =
    (error instanceof ServerError || error instanceof InteractionRequiredAuthError) && error.errorNo
      ? error.errorNo
      : /AADSTS(\d+)/.exec(error.errorMessage)?.[1];
  return number ? `AADSTS${number}` : undefined;
}

/** Errors that MSAL throws for the exchange, as ours. Nothing of the service's text goes into a message. */
export function exchangeFailure(error: unknown, correlationId: string): ExchangeError {
  if (error instanceof ManagedIdentityUnavailable) {
    return new ExchangeError('managed-identity', 'The server could not prove its own identity.', correlationId);
  }
  if (!(error instanceof AuthError) || error.errorCode === ClientAuthErrorCodes.networkError) {
    return new ExchangeError('unreachable', 'The sign-in service could not be reached.', correlationId);
  }
  const code = codeOf(error);
  if (error instanceof InteractionRequiredAuthError) {
    if (error.claims) return new ClaimsChallenge(error.claims, correlationId, code);
    return error.subError === consentRequired || error.errorCode === consentRequired
      ? new ExchangeError('consent', 'Consent to read the profile is missing.', correlationId, code)
      : new ClaimsChallenge(undefined, correlationId, code);
  }
  if (error instanceof ServerError) {
    return new ExchangeError('refused', 'The sign-in service refused the exchange.', correlationId, code);
  }
  return new ExchangeError('failed', 'The exchange with the sign-in service failed.', correlationId, code);
}
