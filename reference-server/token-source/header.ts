import type { AccessTokenValidator } from '../validation/access-token-validator.ts';
import { TokenRefusal } from '../validation/refusal.ts';
import type { TokenSource } from './token-source.ts';

/**
 * `Authorization: Bearer`, RFC 6750 section 2.1. Every request needs a valid token, whatever its method: nothing of
 * MCP, no tool list and no version, is told to a stranger, and no body is read from one.
 */
export function headerSource(validate: AccessTokenValidator): TokenSource {
  return {
    async open(request) {
      const values = request.headersDistinct.authorization ?? [];
      if (values.length > 1) {
        throw TokenRefusal.invalidRequest('several-credentials', 'More than one Authorization header');
      }
      const [scheme, token, ...rest] = (values[0] ?? '').trim().split(/ +/);
      if (scheme?.toLowerCase() !== 'bearer' || token === undefined || rest.length > 0) {
        throw TokenRefusal.invalidToken('missing', 'An access token is required');
      }
      const user = await validate(token);
      return { user: async () => user };
    },
  };
}
