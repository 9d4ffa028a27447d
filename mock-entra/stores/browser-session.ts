/** Who is signed in in a browser. */
export interface SignedInAccount {
  /** Home tenant and object id there. */
  readonly tenantId: string;
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly authTime: number;
  /** Generation of the account when it signed in; an older one is revoked. */
  readonly generation: number;
  /** `amr` values satisfied so far. */
  readonly methods: readonly string[];
}

/** An application that a browser's account is signed in to. */
export interface SignedInClient {
  readonly clientId: string;
  /** `iss` of its id tokens. */
  readonly issuer: string;
  /** Object id of the account at home. */
  readonly userId: string;
}

/** The accounts of one browser, behind its session cookie. */
export interface BrowserSession {
  /** `sid`. */
  readonly id: string;
  readonly accounts: readonly SignedInAccount[];
  /** Applications that hear of the end of the session. Grows as the session goes on. */
  readonly clients: SignedInClient[];
}

/** Milliseconds a browser session lasts. */
export const sessionLife = 24 * 3_600_000;
