import { definePolicy, type PolicyRequest } from './policy.ts';
import { required, text } from './schema.ts';

/**
 * `authentication-basic`: credentials in the request's Authorization header.
 * @see https://learn.microsoft.com/azure/api-management/authentication-basic-policy
 */
export const authenticationBasic = definePolicy({
  name: 'authentication-basic',
  sections: ['inbound'],
  schema: { attributes: { username: required(text), password: required(text) } },
  build: ({ attributes }) => {
    return async (run) => {
      const credentials = `${await attributes.username.get(run)}:${await attributes.password.get(run)}`;
      const encoded = Buffer.from(credentials, 'utf8').toString('base64');
      run.secret(encoded);
      const message = run.target?.kind === 'request' ? (run.target as PolicyRequest) : run.request;
      message.headers.set('Authorization', [`Basic ${encoded}`], run.step);
    };
  },
});
