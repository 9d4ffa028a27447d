/** The reasons of LastError for token validation (error handling page, predefined errors for policies). */
export type JwtReason =
  | 'TokenNotPresent'
  | 'TokenSignatureInvalid'
  | 'TokenSignatureKeyNotFound'
  | 'TokenAudienceNotAllowed'
  | 'TokenIssuerNotAllowed'
  | 'TokenExpired'
  | 'TokenClaimNotFound'
  | 'TokenClaimValueNotAllowed'
  | 'JwtInvalid';

/** Longest message: parts of it come from the token, whose sender may be anyone. */
const longest = 1000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is taken out
const control = /[\u0000-\u001f\u007f]/g;

/** Why a token was refused. The message goes to LastError and the trace and never holds the token. */
export class JwtFailure extends Error {
  readonly reason: JwtReason;
  constructor(reason: JwtReason, message: string) {
    super(message.replace(control, ' ').slice(0, longest));
    this.name = 'JwtFailure';
    this.reason = reason;
  }
}
