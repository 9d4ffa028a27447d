/** Everything secret that mock Entra issues leaves through one callback; nothing else keeps or prints it. */
export type IssuedSecretKind =
  | 'authorization_code'
  | 'access_token'
  | 'refresh_token'
  | 'id_token'
  | 'managed_identity_token'
  | 'client_assertion'
  | 'graph_token'
  | 'device_code'
  | 'user_code'
  | 'identity_header'
  | 'client_secret'
  | 'password'
  | 'session_cookie'
  /** What binds a sign-in to its browser and its pages. */
  | 'sign_in_state'
  /** What a job of GitHub Actions gets its token with. */
  | 'job_token';

/** A secret at the moment it was issued, for whoever keeps the ledger. */
export interface IssuedSecret {
  readonly kind: IssuedSecretKind;
  readonly value: string;
  /** What it is for: the token's `aud`, or the client id a code belongs to. */
  readonly audience?: string;
  /** Object id of the user or service principal it speaks for. */
  readonly subject?: string;
  /** Client id it was handed to. */
  readonly issuedTo?: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** Hears of every secret the moment it is issued. */
export type OnIssued = (secret: IssuedSecret) => void;
