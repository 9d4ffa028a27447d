/** The `key` child of issuer-signing-keys and decryption-keys. */
import { createPrivateKey, createSecretKey } from 'node:crypto';
import type { Run } from '../policy.ts';
import { type ChildSchema, optional, type Read, required, text } from '../schema.ts';
import { type DecryptionKey, decryptToken } from './decrypt-token.ts';
import { certificateKey, rsaKey, sharedKey, type VerificationKey } from './verification-key.ts';
import { checkLength, headerKid, isEncrypted } from './verify-token.ts';

export const keyChild = {
  occurs: '+',
  attributes: {
    id: optional(text, { expressions: false }),
    'certificate-id': optional(text),
    n: optional(text, { expressions: false }),
    e: optional(text, { expressions: false }),
  },
  text: required(text),
} as const satisfies ChildSchema;

type Key = Read<typeof keyChild>;

function unusable(run: Run, detail: string): never {
  return run.fail({
    reason: 'JwtInvalid',
    message: `A key of the policy can't be used: ${detail}.`,
    status: 500,
    publicMessage: 'Internal server error',
  });
}

async function certificateOf(run: Run, key: Key) {
  const id = await key.attributes['certificate-id']?.get(run);
  if (id === undefined) return undefined;
  return run.services.certificates.get(id) ?? unusable(run, `there is no certificate '${id}'`);
}

/** The key that verifies. Fails the run with a 500 when the policy's own key is no key. */
export async function inlineSigningKey(run: Run, key: Key): Promise<VerificationKey> {
  const { attributes } = key;
  const kid = await attributes.id?.get(run);
  const certificate = await certificateOf(run, key);
  try {
    if (certificate) return certificateKey(certificate.certificate, kid);
    if (attributes.n && attributes.e) return rsaKey(await attributes.n.get(run), await attributes.e.get(run), kid);
    return sharedKey((await key.text.get(run)).trim(), kid);
  } catch {
    return unusable(run, 'it is malformed');
  }
}

/** The key that decrypts. Fails the run with a 500 when the policy's own key is no key. */
async function inlineDecryptionKey(run: Run, key: Key): Promise<DecryptionKey> {
  const kid = await key.attributes.id?.get(run);
  const certificate = await certificateOf(run, key);
  try {
    if (!certificate) return { kid, key: createSecretKey(Buffer.from((await key.text.get(run)).trim(), 'base64')) };
    if (certificate.privateKey !== undefined) return { kid, key: createPrivateKey(certificate.privateKey) };
  } catch {
    return unusable(run, 'it is malformed');
  }
  return unusable(run, 'the certificate has no private key');
}

/**
 * The signed token: `token` itself, or what an encrypted one holds.
 * @throws JwtFailure JwtInvalid when none of the policy's keys decrypts it
 */
export async function signedToken(run: Run, token: string, decryptionKeys: readonly Key[]): Promise<string> {
  checkLength(token);
  if (!isEncrypted(token)) return token;
  const keys: DecryptionKey[] = [];
  for (const key of decryptionKeys) keys.push(await inlineDecryptionKey(run, key));
  return decryptToken(token, headerKid(token), keys);
}
