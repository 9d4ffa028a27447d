/** A user's access token that passed every rule. */
export interface AccessToken {
  /** The token as it came: the assertion of the exchange. Never logged, never answered. */
  readonly raw: string;
  /** Claim `sub`: the user, pairwise for this server's app. */
  readonly subject: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}
