/** A failed exchange. `message` is for the caller: stable, short, and silent about tenants, apps, users and tokens. */
export class ExchangeError extends Error {
  /** Of the request to the sign-in service; its operators find the request by it. */
  readonly correlationId: string;
  /** Stable short name of the failure, for the log. */
  readonly reason: string;
  /** The service's own error number (AADSTSn), when it gave one. For the log. */
  readonly code: string | undefined;

  constructor(reason: string, message: string, correlationId: string, code?: string) {
    super(message);
    this.name = 'ExchangeError';
    this.reason = reason;
    this.correlationId = correlationId;
    this.code = code;
  }
}

/**
 * The exchange, or the service behind it, wants the user to sign in again, perhaps with more proof. Only the caller's
 * client can do that, so the request ends as HTTP 401 that tells it what to ask for.
 */
export class ClaimsChallenge extends ExchangeError {
  /** What the next sign-in must ask for: the JSON text of the `claims` parameter. Undefined: any new sign-in will do. */
  readonly claims: string | undefined;

  constructor(claims: string | undefined, correlationId: string, code?: string) {
    super('sign-in-again', 'The sign-in service asks for another sign-in.', correlationId, code);
    this.name = 'ClaimsChallenge';
    this.claims = claims;
  }
}
