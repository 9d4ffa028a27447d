import type { IncomingMessage } from 'node:http';
import { TokenRefusal } from '../validation/refusal.ts';

/**
 * The token of the one `Authorization: Bearer` header of a request.
 * @throws TokenRefusal when there is none, several, or another scheme
 */
export function bearerToken(request: IncomingMessage): string {
  const values = request.headersDistinct.authorization ?? [];
  if (values.length > 1) {
    throw TokenRefusal.invalidRequest('several-credentials', 'More than one Authorization header');
  }
  const [scheme, token, ...rest] = (values[0] ?? '').trim().split(/ +/);
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || rest.length > 0) {
    throw TokenRefusal.invalidToken('missing', 'An access token is required');
  }
  return token;
}
