import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { SigningKeys } from '../validation/signing-keys.ts';

/** Signing keys without a network. */
export const localSigningKeys = (jwks: () => JSONWebKeySet): SigningKeys => ({
  find: (header, token) => createLocalJWKSet(jwks())(header, token),
  issuerOf(kid) {
    const key = jwks().keys.find((candidate) => candidate.kid === kid);
    return key && 'issuer' in key && typeof key.issuer === 'string' ? key.issuer : undefined;
  },
});
