/** A token issuer for tests, served by a test backend: discovery documents, keys, and tokens signed with them. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { SignJWT } from 'jose';

export interface Issuer {
  /** Answers `…/.well-known/openid-configuration` and `/keys`. */
  readonly answer: RequestListener;
  /** How often the keys were fetched. */
  fetches: number;
  /** Replaces the signing key by a new one with this id. */
  rotate(kid: string): void;
  /** Signs claims. @param more overrides for header and key */
  sign(
    claims: Record<string, unknown>,
    more?: { header?: Record<string, unknown>; key?: KeyObject; alg?: string },
  ): Promise<string>;
}

const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** @param issuerUrl what discovery says the issuer is @param baseUrl where it is served */
export function createIssuer(issuerUrl: string, baseUrl: string): Issuer {
  let keys = newKeys();
  let kid = 'first';
  const issuer: Issuer = {
    fetches: 0,
    answer: (request, response) => {
      response.setHeader('Content-Type', 'application/json');
      if (request.url?.endsWith('/keys')) {
        issuer.fetches++;
        response.end(JSON.stringify({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid, use: 'sig' }] }));
      } else {
        response.end(JSON.stringify({ issuer: issuerUrl, jwks_uri: `${baseUrl}/keys` }));
      }
    },
    rotate: (next) => {
      keys = newKeys();
      kid = next;
    },
    sign: (claims, { header = {}, key, alg = 'RS256' } = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(key ?? keys.privateKey),
  };
  return issuer;
}
