/**
 * Why a token is not taken. `reason` is for the log; `description` is for the caller and says nothing about what would
 * have been taken: no audience, issuer, tenant or claim value.
 */
export class TokenRefusal extends Error {
  readonly status: 400 | 401 | 403;
  readonly error: 'invalid_request' | 'invalid_token' | 'insufficient_scope';
  readonly description: string;
  /** Stable short name of the rule that refused, such as `audience`. */
  readonly reason: string;

  private constructor(status: 400 | 401 | 403, error: TokenRefusal['error'], reason: string, description: string) {
    super(description);
    this.name = 'TokenRefusal';
    this.status = status;
    this.error = error;
    this.reason = reason;
    this.description = description;
  }

  /** 401: no token, or one that is not for this server (RFC 6750 section 3.1). */
  static invalidToken(reason: string, description: string): TokenRefusal {
    return new TokenRefusal(401, 'invalid_token', reason, description);
  }

  /** 403: a token for this server that does not allow what was asked (RFC 6750 section 3.1). */
  static insufficientScope(reason: string, description: string): TokenRefusal {
    return new TokenRefusal(403, 'insufficient_scope', reason, description);
  }

  /** 400: the request carries its credential in a way no client should (RFC 6750 section 3.1). */
  static invalidRequest(reason: string, description: string): TokenRefusal {
    return new TokenRefusal(400, 'invalid_request', reason, description);
  }
}

/** No verdict: the signing keys can't be had. Neither the caller's fault nor a reason to let it in. */
export class SigningKeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the signing keys of the sign-in service are not available', { cause });
    this.name = 'SigningKeysUnavailable';
  }
}
