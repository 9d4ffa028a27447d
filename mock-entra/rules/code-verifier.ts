/** PKCE at redemption, RFC 7636 4.6: AADSTS501481 (wrong), 50148 (missing), 501491 (size), 9002325 (required but unused). */
import { createHash, timingSafeEqual } from 'node:crypto';
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

export const codeVerifier: Rule = (transaction) => {
  const { challenge, redirectType } = transaction.code.value;
  const verifier = transaction.parameter('code_verifier');
  if (!challenge) {
    if (redirectType === 'spa') throw aadsts(9002325);
    // a verifier without a challenge does not match either
    if (verifier !== undefined) throw aadsts(501481);
    return;
  }
  if (verifier === undefined) throw aadsts(50148);
  const shortest = transaction.service.switches.shortestCodeVerifier;
  if (verifier.length < shortest || verifier.length > 128) throw aadsts(501491);
  const expected = challenge.method === 'S256' ? sha256(verifier).toString('base64url') : verifier;
  if (!timingSafeEqual(sha256(expected), sha256(challenge.value))) throw aadsts(501481);
};
