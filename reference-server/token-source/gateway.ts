import { anonymous } from '../caller/caller.ts';
import type { AccessTokenValidator } from '../validation/access-token-validator.ts';
import { TokenRefusal } from '../validation/refusal.ts';
import { bearerToken } from './bearer-token.ts';
import type { TokenSource } from './token-source.ts';

/** RFC 6750 section 2.1, `b64token`. Tokens of Graph may be encrypted, and are 1 to 16 KB. */
const opaqueToken = /^[\w.~+/-]{1,24576}=*$/;

/**
 * A gateway that makes the exchange itself. `Authorization` is the gateway's own: a token of its managed identity for
 * this server, validated like any other, and of no other application. The user's token for Microsoft Graph comes in a
 * header of its own and proves nothing here: without the gateway's token it is not even looked at.
 *
 * @param validate accepts the gateway's identity alone
 * @param graphTokenHeader name of the header, lower case
 */
export function gatewaySource(validate: AccessTokenValidator, graphTokenHeader: string): TokenSource {
  return {
    onEveryRequest: true,
    async open(request) {
      await validate(bearerToken(request));
      const values = request.headersDistinct[graphTokenHeader] ?? [];
      if (values.length > 1) {
        throw TokenRefusal.invalidRequest('several-graph-tokens', 'More than one token for Microsoft Graph');
      }
      const [graphToken] = values;
      if (graphToken === undefined || graphToken === '') return { caller: async () => anonymous };
      if (!opaqueToken.test(graphToken)) {
        throw TokenRefusal.invalidRequest('graph-token', 'The token for Microsoft Graph is malformed');
      }
      return { caller: async () => ({ kind: 'exchanged', graphToken }) };
    },
  };
}
