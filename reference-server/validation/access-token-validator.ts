import { errors, type JWTVerifyResult, jwtVerify } from 'jose';
import type { AccessToken } from './access-token.ts';
import { readTokenHeader } from './header.ts';
import { SigningKeysUnavailable, TokenRefusal } from './refusal.ts';
import { rules } from './rules/index.ts';
import type { Expectations } from './rules/rule.ts';
import { clientOf, isUserToken } from './rules/user-token.ts';
import type { SigningKeys } from './signing-keys.ts';

/**
 * Checks one token.
 * @throws TokenRefusal saying what is wrong with it
 * @throws SigningKeysUnavailable when no verdict is possible
 */
export type AccessTokenValidator = (token: string) => Promise<AccessToken>;

export interface ValidatorOptions {
  readonly expected: Expectations;
  readonly keys: SigningKeys;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What jose throws, by code. Every other failure of a token means that it is not one of ours. */
function refusalFor(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) {
    return TokenRefusal.invalidToken('expired', 'The access token expired');
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf'
      ? TokenRefusal.invalidToken('not-before', 'The access token is not valid yet')
      : TokenRefusal.invalidToken(`claim-${error.claim}`, 'The access token is malformed');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return TokenRefusal.invalidToken('signature', 'The signature of the access token is not valid');
  }
  return TokenRefusal.invalidToken('malformed', 'The access token is malformed');
}

const textOf = (claim: unknown): string | null => (typeof claim === 'string' && claim !== '' ? claim : null);

/** Entra's guidance for validating access tokens, in full: signature, lifetime, then the rules of `rules/`. */
export function createAccessTokenValidator({ expected, keys, clock }: ValidatorOptions): AccessTokenValidator {
  return async (token) => {
    readTokenHeader(token);
    let verified: JWTVerifyResult;
    try {
      verified = await jwtVerify(token, (header, input) => keys.find(header, input), {
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iss', 'aud', 'sub', 'tid', 'ver'],
        currentDate: new Date(clock()),
        // Entra dates tokens 300 s back, so skew needs no other allowance.
        clockTolerance: 0,
      });
    } catch (error) {
      if (error instanceof SigningKeysUnavailable) throw error;
      throw refusalFor(error);
    }
    const { payload: claims, protectedHeader: header } = verified;
    const jwt = { header, claims, keyIssuer: keys.issuerOf(header.kid ?? '') };
    for (const rule of rules) {
      const refusal = rule(jwt, expected);
      if (refusal) throw refusal;
    }
    return {
      kind: isUserToken(claims) ? 'user' : 'application',
      raw: token,
      subject: claims.sub ?? '',
      clientId: String(clientOf(claims)),
      expiresAt: claims.exp ?? 0,
      scopes: typeof claims.scp === 'string' ? claims.scp.split(' ') : [],
      objectId: textOf(claims.oid),
      name: textOf(claims.name),
      username: textOf(claims.preferred_username) ?? textOf(claims.upn) ?? textOf(claims.unique_name),
    };
  };
}
