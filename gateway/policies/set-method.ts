import { definePolicy, type PolicyRequest } from './policy.ts';
import { InvalidValue, type Kind, required } from './schema.ts';

const method: Kind<string> = {
  parse: (literal) => {
    const name = literal.trim();
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw new InvalidValue(`is no HTTP method: '${literal}'`);
    return name.toUpperCase();
  },
  convert: (_value, print) => method.parse(print()),
};

/**
 * `set-method` of the request, or of the request that the enclosing send-request builds.
 * @see https://learn.microsoft.com/azure/api-management/set-method-policy
 */
export const setMethod = definePolicy({
  name: 'set-method',
  sections: ['inbound', 'on-error'],
  schema: { text: required(method, { expressions: false }) },
  build: ({ text }) => {
    return async (run) => {
      const message = run.target?.kind === 'request' ? (run.target as PolicyRequest) : run.request;
      message.method = await text.get(run);
    };
  },
});
