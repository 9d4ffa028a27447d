/** One RSA signing key with what a key set shows of it. Keys live in memory, for one run. */
import { createHash, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const generate = promisify(generateKeyPair);

/** A key pair with its names in key sets. */
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

/** Where private keys come from. */
export type KeySource = () => Promise<KeyObject>;

/** RSA 2048, fresh each time: tens of milliseconds. */
export const freshKey: KeySource = async () => (await generate('rsa', { modulusLength: 2048 })).privateKey;

/**
 * A signing key around a private RSA key.
 * @param at milliseconds, for the certificate's validity.
 */
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
