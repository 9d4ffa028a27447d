/** Strings that mean something to the issuer only. Lengths are those of the real ones, because lengths break clients. */
import { randomBytes } from 'node:crypto';

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

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
