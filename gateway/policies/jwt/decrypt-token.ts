/** Encrypted tokens (JWE, five segments): the signed token inside. */
import type { KeyObject } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { JwtFailure } from './jwt-failure.ts';

/** A key that may decrypt. */
export interface DecryptionKey {
  readonly kid: string | undefined;
  readonly key: KeyObject;
}

/**
 * Tries each key in turn; keys with the token's `kid` first.
 * @throws JwtFailure JwtInvalid when none decrypts
 */
export async function decryptToken(
  token: string,
  kid: string | undefined,
  keys: readonly DecryptionKey[],
): Promise<string> {
  if (keys.length === 0) {
    throw new JwtFailure('JwtInvalid', 'IDX10609: Decryption failed. No Keys tried.');
  }
  const ordered = [...keys].sort((a, b) => Number(b.kid === kid) - Number(a.kid === kid));
  for (const { key } of ordered) {
    try {
      const { plaintext } = await compactDecrypt(token, key);
      return Buffer.from(plaintext).toString('utf8');
    } catch {
      // the next key may fit
    }
  }
  throw new JwtFailure('JwtInvalid', 'IDX10603: Decryption failed. All keys were tried.');
}
