import { anonymous, callerOf } from '../caller/caller.ts';
import type { AccessTokenValidator } from '../validation/access-token-validator.ts';
import { bearerToken } from './bearer-token.ts';
import type { TokenSource } from './token-source.ts';

/**
 * `Authorization: Bearer`, RFC 6750 section 2.1. Every MCP request needs a valid token, whatever its method: nothing of
 * MCP, no tool list and no version, is told to a stranger, and no body is read from one. A token that is there is always
 * judged: a bad one never makes a request anonymous.
 */
export function headerSource(validate: AccessTokenValidator): TokenSource {
  return {
    onEveryRequest: true,
    async open(request, { anonymously }) {
      if (anonymously && request.headers.authorization === undefined) return { caller: async () => anonymous };
      const caller = callerOf(await validate(bearerToken(request)));
      return { caller: async () => caller };
    },
  };
}
