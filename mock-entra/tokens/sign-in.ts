/** What is known about how a user signed in; codes, refresh tokens and assertions carry it on. */
export interface SignIn {
  /** Tenant that issues. */
  readonly tenantId: string;
  /** Object id in that tenant. */
  readonly userId: string;
  /** Session id: `sid`. */
  readonly sessionId: string;
  /** Milliseconds since the epoch. */
  readonly authTime: number;
  /** Generation of the home account at sign-in; undefined when only a token tells of the sign-in. */
  readonly generation: number | undefined;
  /** `amr` values: `pwd`, `mfa`. */
  readonly methods: readonly string[];
  /** Authentication contexts satisfied: `acrs`. */
  readonly contexts: readonly string[];
  /** Address of the browser, for `ipaddr`. */
  readonly address: string;
}
