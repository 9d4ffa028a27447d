/** Microsoft Graph did not give what was asked. `message` is for the caller: stable, without Graph's own text. */
export class GraphError extends Error {
  /** Graph's `request-id`, when it sent one. */
  readonly correlationId: string | undefined;
  /** HTTP status, or undefined when there was no answer. For the log. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, correlationId?: string) {
    super(message);
    this.name = 'GraphError';
    this.status = status;
    this.correlationId = correlationId;
  }
}

/** Graph wants a token that fulfils these claims (continuous access evaluation, authentication contexts). */
export class GraphClaimsChallenge extends GraphError {
  /** JSON text, as the `claims` parameter takes it. */
  readonly claims: string;

  constructor(claims: string, correlationId?: string) {
    super('Microsoft Graph asks for another sign-in.', 401, correlationId);
    this.name = 'GraphClaimsChallenge';
    this.claims = claims;
  }
}
