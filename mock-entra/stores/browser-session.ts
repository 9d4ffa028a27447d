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

export interface BrowserSession {
  /** `sid`. */
  readonly id: string;
  readonly accounts: readonly SignedInAccount[];
}
