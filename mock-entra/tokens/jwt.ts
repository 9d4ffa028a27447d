/** Compact JWS: reading without trust, signing, checking a signature. RFC 7515, RFC 7518. */
import { constants, type KeyObject, sign, verify } from 'node:crypto';

/** Claims of a token, unverified. */
export type Claims = Readonly<Record<string, unknown>>;

/** A JWT taken apart. Nothing in it is trusted yet. */
export interface DecodedJwt {
  readonly header: Claims;
  readonly claims: Claims;
  /** `header.payload`, as it arrived. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** Longest JWT that is looked at; tokens of 200 groups stay far below. */
const longest = 64 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseObject(part: string): Claims | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const bytes = Buffer.from(part, 'base64url');
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** Takes a compact JWT apart; undefined when it is none. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  if (token.length > longest) return undefined;
  const parts = token.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return undefined;
  const decodedHeader = parseObject(header);
  const claims = parseObject(payload);
  if (!decodedHeader || !claims || !/^[\w-]*$/.test(signature)) return undefined;
  return {
    header: decodedHeader,
    claims,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

const segment = (value: Claims): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** `header.payload`, unsigned. */
export const signingInput = (header: Claims, claims: Claims): string => `${segment(header)}.${segment(claims)}`;

/** RS256 over a signing input. */
export const signRs256 = (input: string, key: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(input), key).toString('base64url');

/** A signed RS256 JWT. */
export function signJwt(header: Claims, claims: Claims, key: KeyObject): string {
  const input = signingInput(header, claims);
  return `${input}.${signRs256(input, key)}`;
}

/** Checks RS256 or PS256, as the algorithm of the header says; any other algorithm is false. */
export function verifyRsa(algorithm: unknown, signed: string, signature: Buffer, key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa') return false;
  const data = Buffer.from(signed);
  if (algorithm === 'RS256') return verify('RSA-SHA256', data, key, signature);
  if (algorithm !== 'PS256') return false;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify('RSA-SHA256', data, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature);
}

/** A claim that should be text. */
export function textClaim(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' ? value : undefined;
}

/** A claim that should be a finite number. */
export function numberClaim(claims: Claims, name: string): number | undefined {
  const value = claims[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
