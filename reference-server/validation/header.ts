import { decodeProtectedHeader, type JWTHeaderParameters } from 'jose';
import { TokenRefusal } from './refusal.ts';

/** Headers that bring or point to a key of the sender's choice (RFC 7515 4.1.2 to 4.1.6; RFC 8725 3.10). */
const senderKeys = ['jwk', 'jku', 'x5u', 'x5c'];

/** Entra's tokens are 1 to 3 KB, with groups up to 16 KB. */
const longest = 24 * 1024;

/**
 * Reads a token's header before any key is fetched for it, so that garbage costs nothing.
 * @throws TokenRefusal when it can't be a token of ours: not a signed JWT, another algorithm, no key id, or own keys
 */
export function readTokenHeader(token: string): JWTHeaderParameters {
  const malformed = TokenRefusal.invalidToken('malformed', 'The access token is malformed');
  if (token.length > longest || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) throw malformed;
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw malformed;
  }
  // Entra's keys name no algorithm, and the same RSA key would verify RS512 and PS256 too.
  if (header.alg !== 'RS256') throw TokenRefusal.invalidToken('algorithm', 'The access token is malformed');
  if (typeof header.kid !== 'string' || header.kid === '') {
    throw TokenRefusal.invalidToken('key-id', 'The access token is malformed');
  }
  if (senderKeys.some((name) => name in header)) {
    throw TokenRefusal.invalidToken('sender-key', 'The access token is malformed');
  }
  return { ...header, alg: header.alg };
}
