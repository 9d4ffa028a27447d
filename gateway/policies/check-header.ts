import { definePolicy } from './policy.ts';
import { bool, defaulted, integer, optional, required, text } from './schema.ts';

/**
 * `check-header`: the header must be there and, when values are listed, have one of them.
 * @see https://learn.microsoft.com/azure/api-management/check-header-policy
 */
export const checkHeader = definePolicy({
  name: 'check-header',
  sections: ['inbound'],
  schema: {
    attributes: {
      name: required(text),
      'failed-check-httpcode': required(integer(100, 999)),
      // both documented as required; Microsoft's own schema asks for neither, and deployed policies leave them out
      'failed-check-error-message': optional(text),
      'ignore-case': defaulted(bool, 'false'),
    },
    children: { value: { text: required(text) } },
  },
  build: ({ attributes, children }) => {
    return async (run) => {
      const name = await attributes.name.get(run);
      const actual = run.request.headers.get(name);
      const ignoreCase = await attributes['ignore-case'].get(run);
      const allowed: string[] = [];
      for (const value of children.value) allowed.push(await value.text.get(run));
      const fold = (value: string): string => (ignoreCase ? value.toLowerCase() : value);
      const found = actual !== undefined && actual !== '';
      if (found && (allowed.length === 0 || allowed.some((value) => fold(value) === fold(actual)))) return;
      const own = await attributes['failed-check-error-message']?.get(run);
      run.fail({
        reason: found ? 'HeaderValueNotAllowed' : 'HeaderNotFound',
        message: found
          ? `Header ${name} value of ${actual} is not allowed. Access denied.`
          : `Header ${name} was not found in the request. Access denied.`,
        status: await attributes['failed-check-httpcode'].get(run),
        ...(own === undefined ? {} : { publicMessage: own }),
      });
    };
  },
});
