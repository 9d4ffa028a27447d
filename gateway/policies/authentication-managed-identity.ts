import { definePolicy } from './policy.ts';
import { bool, defaulted, optional, required, text } from './schema.ts';

/**
 * `authentication-managed-identity`: a token of the gateway's identity, as bearer token of the request or, with
 * output-token-variable-name, in a variable only.
 * @see https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy
 */
export const authenticationManagedIdentity = definePolicy({
  name: 'authentication-managed-identity',
  // documented for inbound only; published brokers use it in outbound and in send-request
  sections: ['inbound', 'backend', 'outbound', 'on-error'],
  schema: {
    attributes: {
      resource: required(text),
      'client-id': optional(text, { expressions: false }),
      'output-token-variable-name': optional(text, { expressions: false }),
      'ignore-error': defaulted(bool, 'false', { expressions: false }),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const resource = await attributes.resource.get(run);
      const clientId = (await attributes['client-id']?.get(run)) || undefined;
      const variable = await attributes['output-token-variable-name']?.get(run);
      let token: string;
      try {
        ({ accessToken: token } = await run.services.identity.token(resource, clientId, run.signal));
      } catch (error) {
        const message = error instanceof Error ? error.message : 'no token was issued';
        if (await attributes['ignore-error'].get(run)) {
          run.note(`failed, ignored: ${message}`);
          return undefined;
        }
        return run.fail({
          reason: 'ManagedIdentityTokenFailure',
          message: `Failed to acquire a token of the managed identity for '${resource}'. ${message}`,
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
      run.secret(token);
      if (variable !== undefined) {
        run.setVariable(variable, token);
        return undefined;
      }
      const message = run.target?.kind === 'request' ? run.target : run.request;
      message.headers.set('Authorization', [`Bearer ${token}`], run.step);
      return undefined;
    };
  },
});
