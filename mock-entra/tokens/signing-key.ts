/** One RSA signing key with what a key set shows of it. Keys live in memory, for one run. */
import { createHash, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const generate = promisify(generateKeyPair);

export interface SigningKey {
  /** Starts with `sallyport-`, so that no one takes a mock token for a real one. */
  readonly kid: string;
  /** Thumbprint of the certificate, base64url SHA-1. */
  readonly x5t: string;
  readonly x5c: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly n: string;
  readonly e: string;
}

/**
 * Makes an RSA 2048 key.
 * @param at milliseconds, for the certificate's validity.
 */
export async function createSigningKey(at: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  return wrap(privateKey, publicKey, at);
}

/** The same around a key that exists. */
export function signingKeyOf(privateKey: KeyObject, at: number): SigningKey {
  return wrap(privateKey, createPublicKey(privateKey), at);
}

function wrap(privateKey: KeyObject, publicKey: KeyObject, at: number): SigningKey {
  const { n = '', e = 'AQAB' } = publicKey.export({ format: 'jwk' });
  const thumbprint = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
  return {
    kid: `sallyport-${thumbprint.slice(0, 27)}`,
    ...selfSignedCertificate(privateKey, publicKey, at),
    privateKey,
    publicKey,
    n,
    e,
  };
}
