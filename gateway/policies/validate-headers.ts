import { definePolicy } from './policy.ts';
import { required, text } from './schema.ts';
import { describedError, unspecifiedError } from './validation/described-value.ts';
import { errorsVariable, report, validationAction } from './validation/validation-error.ts';

/**
 * `validate-headers`: the response's headers are those that the API's description has for its status.
 * @see https://learn.microsoft.com/azure/api-management/validate-headers-policy
 */
export const validateHeaders = definePolicy({
  name: 'validate-headers',
  sections: ['outbound', 'on-error'],
  schema: {
    attributes: {
      'specified-header-action': required(validationAction),
      'unspecified-header-action': required(validationAction),
      ...errorsVariable,
    },
    children: {
      header: {
        attributes: { name: required(text, { expressions: false }), action: required(validationAction) },
      },
    },
  },
  build: ({ attributes, children }) => {
    const overrides = new Map(
      children.header.map((each) => [each.attributes.name.literal?.trim().toLowerCase(), each.attributes.action]),
    );
    return async (run) => {
      const { response, operation } = run;
      if (!response) return;
      if (operation?.responses === undefined) {
        run.warn('nothing is known of the responses of this operation: every header counts as unspecified');
        run.notEmulated('validate-headers without the responses of the operation');
      }
      const described = operation?.responses?.find(({ status }) => status === response.status)?.headers ?? [];
      const specified = await attributes['specified-header-action'].get(run);
      const unspecified = await attributes['unspecified-header-action'].get(run);
      const errors = [];
      for (const name of response.headers.names()) {
        const lower = name.toLowerCase();
        const own = await overrides.get(lower)?.get(run);
        const known = described.find((each) => each.name.toLowerCase() === lower);
        const values = response.headers.values(name) ?? [];
        const error = known
          ? describedError(run, 'ResponseHeader', name, values, known.schema ?? {}, own ?? specified)
          : unspecifiedError('ResponseHeader', name, own ?? unspecified);
        if (error) errors.push(error);
      }
      await report(run, attributes['errors-variable-name'], 'response', errors);
    };
  },
});
