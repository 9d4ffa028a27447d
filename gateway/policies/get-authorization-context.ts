import { NetAuthorization } from '../dotnet/context/authorization.ts';
import { verifyPermissionToken } from './jwt/permission-token.ts';
import { definePolicy } from './policy.ts';
import { bool, defaulted, oneOf, optional, required, text } from './schema.ts';

/**
 * `get-authorization-context`: the token of a credential manager's connection, as an `Authorization`.
 * @see https://learn.microsoft.com/azure/api-management/get-authorization-context-policy
 */
export const getAuthorizationContext = definePolicy({
  name: 'get-authorization-context',
  sections: ['inbound'],
  schema: {
    attributes: {
      'provider-id': required(text),
      'authorization-id': required(text),
      'context-variable-name': required(text),
      'identity-type': defaulted(oneOf('managed', 'jwt'), 'managed'),
      identity: optional(text),
      'ignore-error': defaulted(bool, 'false'),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const providerId = await attributes['provider-id'].get(run);
      const authorizationId = await attributes['authorization-id'].get(run);
      const variable = await attributes['context-variable-name'].get(run);
      const type = await attributes['identity-type'].get(run);
      // ignored for other types
      const token = type === 'jwt' ? ((await attributes.identity?.get(run)) ?? '') : undefined;
      let problem = `The connection '${authorizationId}' of the provider '${providerId}' was not found.`;
      try {
        if (token !== undefined) await verifyPermissionToken(run, token);
        const found = await run.services.authorizations?.token(providerId, authorizationId, { type, token });
        if (found) {
          run.secret(found.accessToken);
          run.setVariable(variable, new NetAuthorization(found.accessToken, found.claims));
          return undefined;
        }
      } catch (error) {
        problem = error instanceof Error ? error.message : 'no token was issued';
      }
      if (await attributes['ignore-error'].get(run)) {
        run.note(`failed, ignored: ${problem}`);
        run.setVariable(variable, null);
        return undefined;
      }
      return run.fail({
        reason: 'AuthorizationContextFailure',
        message: problem,
        status: 500,
        publicMessage: 'Internal server error',
      });
    };
  },
});
