/**
 * Graph's own way of signing: the header carries a `nonce`, and the signature covers the header with the SHA-256 of that
 * nonce in its place. Nobody but Graph can verify such a token, and nobody else should try.
 */
import { hash, type KeyObject } from 'node:crypto';
import { type Claims, type DecodedJwt, signingInput, signRs256, textClaim, verifyRsa } from './jwt.ts';
import { newCookie } from './opaque.ts';

const hashedNonce = (nonce: string): string => hash('sha256', nonce, 'base64url');

/** Signs claims the way Graph tokens are signed. */
export function signGraphToken(header: Claims, claims: Claims, key: KeyObject): string {
  const nonce = newCookie();
  const { typ, ...rest } = header;
  const shown = signingInput({ typ, nonce, ...rest }, claims);
  const signed = signingInput({ typ, nonce: hashedNonce(nonce), ...rest }, claims);
  return `${shown}.${signRs256(signed, key)}`;
}

/** Checks the signature of a Graph token. A token without nonce is checked as any other. */
export function verifyGraphToken(token: DecodedJwt, key: KeyObject): boolean {
  if (token.header.alg !== 'RS256') return false;
  const nonce = textClaim(token.header, 'nonce');
  if (nonce === undefined) return verifyRsa('RS256', token.signed, token.signature, key);
  const header = Buffer.from(JSON.stringify({ ...token.header, nonce: hashedNonce(nonce) })).toString('base64url');
  const payload = token.signed.slice(token.signed.indexOf('.') + 1);
  return verifyRsa('RS256', `${header}.${payload}`, token.signature, key);
}
