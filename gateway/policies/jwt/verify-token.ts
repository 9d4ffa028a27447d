/**
 * Signature and registered claims of a token, in the order and with the messages of IdentityModel's handler, which is
 * what the gateway uses: signature, lifetime, audience, issuer.
 */
import { createHash } from 'node:crypto';
import { compactVerify } from 'jose';
import { decodeJwtPart } from '../../dotnet/context/jwt-part.ts';
import { type Claims, claimsOf } from './claims.ts';
import { JwtFailure } from './jwt-failure.ts';
import { allows, supportedAlgorithms, type VerificationKey } from './verification-key.ts';

/** Longer tokens are refused unread; IdentityModel's own limit is 250 KB. */
const longestToken = 250 * 1024;

/** What a policy asks of a token. */
export interface TokenRules {
  readonly requireSigned: boolean;
  readonly requireExpiration: boolean;
  readonly clockSkewSeconds: number;
  /** Undefined: not checked. */
  readonly audiences: readonly string[] | undefined;
  readonly issuers: readonly string[] | undefined;
  /** Whether a slash at the end of an audience does not count; asked only where it decides. */
  readonly slashIgnored: () => boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly headerNonce: 'fail' | 'hash';
}

/** A token that was split and decoded, and not verified. */
export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly claims: Claims;
  readonly kid: string | undefined;
  readonly algorithm: string;
  readonly signed: boolean;
}

const segment = /^[A-Za-z0-9_-]*$/;

function decodeSegment(text: string | undefined): Readonly<Record<string, unknown>> {
  const value = decodeJwtPart(text);
  if (value) return value;
  throw new JwtFailure('JwtInvalid', 'IDX12729: Unable to decode the header or payload of the token.');
}

const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whether the token has the shape of an encrypted one. */
export const isEncrypted = (token: string): boolean => token.split('.', 6).length === 5;

/** The `kid` of an encrypted token's header. @throws JwtFailure JwtInvalid */
export const headerKid = (token: string): string | undefined => string(decodeSegment(token.split('.', 1)[0]).kid);

/** @throws JwtFailure JwtInvalid when nobody would read a token of that length */
export function checkLength({ length }: string): void {
  if (length <= longestToken) return;
  throw new JwtFailure('JwtInvalid', `IDX10209: Token has length: '${length}' which is larger than the maximum.`);
}

/** Splits and decodes a signed token without trusting it. @throws JwtFailure JwtInvalid */
export function decodeToken(token: string): DecodedToken {
  checkLength(token);
  const parts = token.split('.', 6);
  if (parts.length !== 3 || !parts.every((part) => segment.test(part))) {
    throw new JwtFailure('JwtInvalid', 'IDX12741: JWT must have three segments (JWS) or five segments (JWE).');
  }
  const header = decodeSegment(parts[0]);
  const payload = decodeSegment(parts[1]);
  return {
    header,
    payload,
    claims: claimsOf(payload),
    kid: string(header.kid),
    algorithm: string(header.alg) ?? '',
    signed: parts[2] !== '',
  };
}

/**
 * Everything that is checked of a decoded token, in IdentityModel's order.
 * @throws JwtFailure at the first check that fails
 */
export async function verifyToken(
  token: string,
  decoded: DecodedToken,
  keys: readonly VerificationKey[],
  rules: TokenRules,
): Promise<void> {
  await verifySignature(token, decoded, keys, rules);
  checkLifetime(decoded.payload, rules);
  checkAudience(decoded.claims, rules);
  checkIssuer(decoded.payload, rules.issuers);
}

/** The token with its header's nonce hashed: the form that Microsoft Graph's tokens are signed in. */
function withHashedNonce(token: string, header: DecodedToken['header']): string {
  const nonce = createHash('sha256').update(String(header.nonce)).digest('base64url');
  const rewritten = Buffer.from(JSON.stringify({ ...header, nonce })).toString('base64url');
  return [rewritten, ...token.split('.').slice(1)].join('.');
}

/**
 * Verifies the signature with the first key that fits.
 * @throws JwtFailure TokenSignatureInvalid, TokenSignatureKeyNotFound
 */
export async function verifySignature(
  token: string,
  decoded: DecodedToken,
  keys: readonly VerificationKey[],
  rules: TokenRules,
): Promise<void> {
  if (!decoded.signed || decoded.algorithm.toLowerCase() === 'none') {
    if (!rules.requireSigned && !decoded.signed) return;
    throw new JwtFailure(
      'TokenSignatureInvalid',
      'IDX10504: Unable to validate signature, token does not have a signature. Access denied.',
    );
  }
  if (keys.length === 0) {
    throw new JwtFailure(
      'TokenSignatureKeyNotFound',
      'IDX10500: Signature validation failed. No security keys were provided to validate the signature. Access denied.',
    );
  }
  const named = decoded.kid === undefined ? [] : keys.filter((key) => key.kid === decoded.kid);
  // an id that no key has keeps none from being tried (IdentityModel, TryAllIssuerSigningKeys)
  const candidates = named.length > 0 ? named : keys;
  const fitting = candidates.filter((key) => allows(key, decoded.algorithm));
  if ('nonce' in decoded.header && rules.headerNonce === 'fail') fitting.length = 0;
  const input = 'nonce' in decoded.header ? withHashedNonce(token, decoded.header) : token;
  for (const { key } of fitting) {
    try {
      await compactVerify(input, key, { algorithms: [...supportedAlgorithms] });
      return;
    } catch {
      // the next key may fit
    }
  }
  if (decoded.kid !== undefined && named.length === 0 && keys.some((key) => key.kid !== undefined)) {
    throw new JwtFailure(
      'TokenSignatureKeyNotFound',
      `IDX10501: Signature validation failed. Unable to match key: kid: '${decoded.kid}'. Access denied.`,
    );
  }
  throw new JwtFailure(
    'TokenSignatureInvalid',
    `IDX10511: Signature validation failed. Keys tried: ${fitting.length}. kid: '${decoded.kid ?? ''}', alg: '${decoded.algorithm}'. Access denied.`,
  );
}

const utc = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(date.getUTCMonth() + 1)}/${pad(date.getUTCDate())}/${date.getUTCFullYear()} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
};

/** A NumericDate claim; undefined when absent. @throws JwtFailure when it is no number */
function numericDate(payload: DecodedToken['payload'], name: string): number | undefined {
  const value = payload[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new JwtFailure('JwtInvalid', `IDX14102: Unable to read claim '${name}' as a date.`);
}

/** @throws JwtFailure TokenExpired, or JwtInvalid when there is no expiry or the token is not valid yet */
export function checkLifetime(payload: DecodedToken['payload'], rules: TokenRules): void {
  const now = rules.now / 1000;
  const expires = numericDate(payload, 'exp');
  const notBefore = numericDate(payload, 'nbf');
  if (expires === undefined && rules.requireExpiration) {
    throw new JwtFailure(
      'JwtInvalid',
      'IDX10225: Lifetime validation failed. The token is missing an Expiration Time.',
    );
  }
  if (expires !== undefined && notBefore !== undefined && notBefore > expires) {
    throw new JwtFailure(
      'JwtInvalid',
      `IDX10224: Lifetime validation failed. The NotBefore (UTC): '${utc(notBefore)}' is after Expires (UTC): '${utc(expires)}'.`,
    );
  }
  if (notBefore !== undefined && notBefore > now + rules.clockSkewSeconds) {
    throw new JwtFailure(
      'JwtInvalid',
      `IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom (UTC): '${utc(notBefore)}', Current time (UTC): '${utc(now)}'.`,
    );
  }
  if (expires !== undefined && expires <= now - rules.clockSkewSeconds) {
    throw new JwtFailure(
      'TokenExpired',
      `IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '${utc(expires)}', Current time (UTC): '${utc(now)}'. Access denied.`,
    );
  }
}

/**
 * An audience may differ from an allowed one by a slash at its end (IdentityModel,
 * IgnoreTrailingSlashWhenValidatingAudience), where the switch says so.
 * @throws JwtFailure TokenAudienceNotAllowed
 */
export function checkAudience(
  claims: Claims,
  { audiences: allowed, slashIgnored }: Pick<TokenRules, 'audiences' | 'slashIgnored'>,
): void {
  if (allowed === undefined) return;
  const actual = (claims.get('aud') ?? []).filter((audience) => audience !== '');
  if (actual.some((audience) => allowed.includes(audience))) return;
  const nearly = actual.some((audience) =>
    allowed.some((each) => each !== '' && (each === `${audience}/` || audience === `${each}/`)),
  );
  if (nearly && slashIgnored()) return;
  throw new JwtFailure(
    'TokenAudienceNotAllowed',
    actual.length === 0
      ? "IDX10206: Unable to validate audience. The 'audiences' parameter is empty. Access denied."
      : `IDX10214: Audience validation failed. Audiences: '${actual.join(', ')}'. Did not match: validationParameters.ValidAudience: 'null' or validationParameters.ValidAudiences: '${allowed.join(', ')}'. Access denied.`,
  );
}

/** @throws JwtFailure TokenIssuerNotAllowed */
export function checkIssuer(payload: DecodedToken['payload'], allowed: readonly string[] | undefined): void {
  if (allowed === undefined) return;
  const issuer = string(payload.iss);
  if (issuer !== undefined && allowed.includes(issuer)) return;
  throw new JwtFailure(
    'TokenIssuerNotAllowed',
    issuer === undefined || issuer.trim() === ''
      ? "IDX10211: Unable to validate issuer. The 'issuer' parameter is null or whitespace. Access denied."
      : `IDX10205: Issuer validation failed. Issuer: '${issuer}'. Did not match: validationParameters.ValidIssuer: 'null' or validationParameters.ValidIssuers: '${allowed.join(', ')}'. Access denied.`,
  );
}
