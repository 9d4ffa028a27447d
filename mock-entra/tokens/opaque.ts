/** Strings that mean something to the issuer only. Lengths are those of the real ones, because lengths break clients. */
import { randomBytes } from 'node:crypto';

/** Random bytes are drawn in bulk: one token needs several small pieces, and every draw costs a call into OpenSSL. */
const poolSize = 8192;
let pool = randomBytes(poolSize);
let used = 0;

function random(bytes: number): string {
  if (used + bytes > poolSize) {
    pool = randomBytes(poolSize);
    used = 0;
  }
  const text = pool.toString('base64url', used, used + bytes);
  // a piece is used once and then gone from memory
  pool.fill(0, used, used + bytes);
  used += bytes;
  return text;
}

/** An authorization code: several hundred characters, starting with `1.`. */
export const newAuthorizationCode = (): string => `1.${random(12)}.${random(330)}`;

/** A refresh token: around a thousand characters, starting with `1.`. */
export const newRefreshToken = (): string => `1.${random(12)}.${random(700)}`;

/** A device code. */
export const newDeviceCode = (): string => random(120);

/** `uti`: 22 characters, unique per token. */
export const newTokenId = (): string => random(16);

/** `aio`: internal to Entra. */
export const newAio = (): string => `A${random(60)}`;

/** `rh`: internal to Entra. */
export const newRevalidationHandle = (): string => `1.${random(30)}.`;

/** A cookie value. */
export const newCookie = (): string => random(48);

/** What a form carries to find its sign-in again. */
export const newFlowToken = (): string => random(32);
