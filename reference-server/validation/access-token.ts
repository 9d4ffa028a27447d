/** An access token that passed every rule. */
export interface AccessToken {
  /** Whether a user stands behind it, or an application in its own name. */
  readonly kind: 'user' | 'application';
  /** The token as it came: the assertion of the exchange. Never logged, never answered. */
  readonly raw: string;
  /** Claim `sub`: the user, pairwise for this server's app, or the application's service principal. */
  readonly subject: string;
  /** Claim `azp` (version 2.0) or `appid` (1.0): the application that asked for the token. */
  readonly clientId: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
  /** Claim `oid`. */
  readonly objectId: string | null;
  /** Claim `name`: for people to read, never to decide by. */
  readonly name: string | null;
  /** Claim `preferred_username` (version 2.0) or `upn`, `unique_name` (1.0): likewise. */
  readonly username: string | null;
}
