import { definePolicy } from './policy.ts';
import { integer, required } from './schema.ts';
import { errorsVariable, internalError, report, validationAction } from './validation/validation-error.ts';

/**
 * `validate-status-code`: the response's status is one of those that the API's description has for the operation.
 * @see https://learn.microsoft.com/azure/api-management/validate-status-code-policy
 */
export const validateStatusCode = definePolicy({
  name: 'validate-status-code',
  sections: ['outbound', 'on-error'],
  schema: {
    attributes: { 'unspecified-status-code-action': required(validationAction), ...errorsVariable },
    children: {
      'status-code': {
        attributes: {
          code: required(integer(100, 999), { expressions: false }),
          action: required(validationAction),
        },
      },
    },
  },
  build: ({ attributes, children }) => {
    return async (run) => {
      const { response, operation } = run;
      if (!response) return;
      const { status } = response;
      if (operation?.responses === undefined) {
        run.warn('nothing is known of the responses of this operation: every status counts as unspecified');
        run.notEmulated('validate-status-code without the responses of the operation');
      } else if (operation.responses.some((each) => each.status === status)) {
        // an override does not take effect for a status that the schema specifies
        return;
      }
      const own = children['status-code'].find((each) => each.attributes.code.literal === status);
      const action = await (own?.attributes.action ?? attributes['unspecified-status-code-action']).get(run);
      if (action === 'ignore') return;
      await report(run, attributes['errors-variable-name'], 'response', [
        {
          name: String(status),
          type: 'StatusCode',
          rule: 'Unspecified',
          details: `Response status code ${status} is not allowed.`,
          told: internalError,
          action,
        },
      ]);
    };
  },
});
