import { createRemoteJWKSet, errors, type FlattenedJWSInput, type JWTHeaderParameters } from 'jose';
import { SigningKeysUnavailable } from './refusal.ts';

/** The tenant's signing keys, fetched when first needed and kept. */
export interface SigningKeys {
  /**
   * The key that a header names.
   * @throws errors.JWKSNoMatchingKey when no key has that id
   * @throws SigningKeysUnavailable when the set can't be fetched
   */
  find(header: JWTHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey>;
  /** Member `issuer` of the key with this id, as Entra's key set has it. */
  issuerOf(kid: string): string | undefined;
}

/** A refresh replaces keys at least hourly, so a key withdrawn in an emergency is not trusted for a day. */
const maxAgeMs = 60 * 60_000;
const timeoutMs = 5_000;

/**
 * Keys at `url`, refreshed as Entra's guidance on key rollover asks: hourly, and once for an unknown key id, but then
 * not again for `cooldownMs`, whatever key ids are thrown at it.
 *
 * @param url the tenant's `discovery/v2.0/keys`
 * @param cooldownMs milliseconds after a fetch in which an unknown key id causes no other
 */
export function remoteSigningKeys(url: URL, cooldownMs: number): SigningKeys {
  const remote = createRemoteJWKSet(url, {
    cooldownDuration: cooldownMs,
    cacheMaxAge: maxAgeMs,
    timeoutDuration: timeoutMs,
  });
  return {
    async find(header, token) {
      try {
        return await remote(header, token);
      } catch (error) {
        const verdict = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
        throw verdict ? error : new SigningKeysUnavailable(error);
      }
    },
    issuerOf(kid) {
      const key = remote.jwks()?.keys.find((candidate) => candidate.kid === kid);
      return key && 'issuer' in key && typeof key.issuer === 'string' ? key.issuer : undefined;
    },
  };
}
