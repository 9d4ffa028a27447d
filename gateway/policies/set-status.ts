import { definePolicy, everySection, type PolicyResponse } from './policy.ts';
import { integer, optional, required, text } from './schema.ts';

/**
 * `set-status` of the response, or of the response that the enclosing return-response builds.
 * @see https://learn.microsoft.com/azure/api-management/set-status-policy
 */
export const setStatus = definePolicy({
  name: 'set-status',
  sections: everySection,
  schema: { attributes: { code: required(integer(100, 999)), reason: optional(text) } },
  build: ({ attributes }) => {
    return async (run) => {
      const code = await attributes.code.get(run);
      const reason = await attributes.reason?.get(run);
      const message = run.target?.kind === 'response' ? (run.target as PolicyResponse) : run.response;
      if (!message) {
        run.note('there is no response yet: nothing to set');
        return;
      }
      message.setStatus(code, reason, run.step);
    };
  },
});
