/**
 * One row of the AADSTS registry. Microsoft documents numbers and texts as changeable, so they are data: logic names a
 * number, and everything a client sees follows from its row.
 */
export interface AadstsEntry {
  /** OAuth error name on the v2.0 endpoints (and on v1.0 unless `v1Error` says otherwise). */
  readonly error: string;
  /** OAuth error name where the v1.0 endpoint differs. */
  readonly v1Error?: string;
  /** What MSAL needs to see that a person must act; without it MSAL throws a plain server error. */
  readonly suberror?: string;
  /** HTTP status at JSON endpoints; 401 for `invalid_client`, else 400, unless told. */
  readonly status?: number;
  /** The sentence after `AADSTSn: `, with `{placeholders}`. */
  readonly text: string;
  /** False where Entra's lookup page does not know the number, so that `error_uri` is left out. */
  readonly lookup?: false;
  /**
   * `page`: an authorize request shows it to the person although its redirect URI is good. Without it error,
   * error_description and state go to the redirect URI, once that is known to be the client's.
   */
  readonly authorize?: 'page';
  /** `error_subcode` in the redirect. */
  readonly subcode?: string;
  /** Number, name or status is not confirmed by a recording or by the documentation: see the note in the registry. */
  readonly unverified?: true;
}
