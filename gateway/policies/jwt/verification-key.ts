/** A key that may verify a token's signature, and the algorithms it may do so with. */
import { createPublicKey, createSecretKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { PublishedKey } from '../services.ts';

export interface VerificationKey {
  readonly kid: string | undefined;
  readonly key: KeyObject;
  /** `oct` keys come only from the policy, so that no published key is ever taken for a shared secret. */
  readonly type: 'rsa' | 'ec' | 'oct';
  /** The only issuer that may sign with it; Entra's common key set has one per key. */
  readonly issuer?: string | undefined;
}

/** Algorithms validate-jwt supports (reference page, usage notes), by type of key. */
const algorithms: Readonly<Record<VerificationKey['type'], readonly string[]>> = {
  rsa: ['RS256', 'RS512', 'PS256'],
  ec: ['ES256'],
  oct: ['HS256', 'HS384', 'HS512'],
};

/** Whether `key` may verify a signature made with `algorithm`. */
export const allows = (key: VerificationKey, algorithm: string): boolean => algorithms[key.type].includes(algorithm);

/** The `alg` values that the gateway verifies. */
export const supportedAlgorithms: ReadonlySet<string> = new Set(Object.values(algorithms).flat());

/** A published key as one that verifies; undefined for keys of other types, for encryption, or malformed. */
export function publishedKey(jwk: PublishedKey): VerificationKey | undefined {
  if (jwk.use !== undefined && jwk.use !== 'sig') return undefined;
  const type = jwk.kty === 'RSA' ? 'rsa' : jwk.kty === 'EC' ? 'ec' : undefined;
  if (!type) return undefined;
  try {
    const [certificate] = Array.isArray(jwk.x5c) ? jwk.x5c : [];
    if (type === 'rsa' && jwk.n === undefined && typeof certificate === 'string') {
      // a key set may hold nothing but the certificate (RFC 7517, 4.7)
      const { publicKey: key } = new X509Certificate(Buffer.from(certificate, 'base64'));
      return key.asymmetricKeyType === 'rsa' ? { kid: jwk.kid, key, type, issuer: jwk.issuer } : undefined;
    }
    const key = createPublicKey({ key: jwk as Record<string, unknown>, format: 'jwk' });
    return { kid: jwk.kid, key, type, issuer: jwk.issuer };
  } catch {
    return undefined;
  }
}

/** The public key of an RSA modulus and exponent, base64url. @throws when they are none */
export function rsaKey(n: string, e: string, kid: string | undefined): VerificationKey {
  return { kid, key: createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }), type: 'rsa' };
}

/** The public key of a certificate, PEM. @throws when it can't be read */
export function certificateKey(pem: string, kid: string | undefined): VerificationKey {
  const key = createPublicKey(pem);
  return { kid, key, type: key.asymmetricKeyType === 'ec' ? 'ec' : 'rsa' };
}

/** A shared secret, base64. */
export function sharedKey(base64: string, kid: string | undefined): VerificationKey {
  return { kid, key: createSecretKey(Buffer.from(base64, 'base64')), type: 'oct' };
}
