import { definePolicy, everySection } from './policy.ts';
import { anything, required, text } from './schema.ts';
import { withValues } from './with-values.ts';

/**
 * `set-variable`: a literal gives a string, an expression keeps its .NET type.
 * @see https://learn.microsoft.com/azure/api-management/set-variable-policy
 */
export const setVariable = definePolicy({
  name: 'set-variable',
  sections: everySection,
  schema: { attributes: { name: required(text, { expressions: false }), value: required(anything) } },
  build: ({ attributes }) => {
    const { name, value } = attributes;
    return (run) => withValues(run, [name, value], (variable, given) => run.setVariable(variable, given));
  },
});
