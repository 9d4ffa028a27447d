import { definePolicy, everySection } from './policy.ts';
import { anything, required, text } from './schema.ts';

/**
 * `set-variable`: a literal gives a string, an expression keeps its .NET type.
 * @see https://learn.microsoft.com/azure/api-management/set-variable-policy
 */
export const setVariable = definePolicy({
  name: 'set-variable',
  sections: everySection,
  schema: { attributes: { name: required(text, { expressions: false }), value: required(anything) } },
  build: ({ attributes }) => {
    return async (run) => {
      run.setVariable(await attributes.name.get(run), await attributes.value.get(run));
    };
  },
});
