import { definePolicy, everySection } from './policy.ts';
import { required, text } from './schema.ts';

/**
 * `include-fragment`: the fragment's policies, as if they stood here.
 * @see https://learn.microsoft.com/azure/api-management/include-fragment-policy
 */
export const includeFragment = definePolicy({
  name: 'include-fragment',
  sections: everySection,
  schema: { attributes: { 'fragment-id': required(text, { expressions: false }) } },
  build: ({ attributes, site }, load) => {
    const id = attributes['fragment-id'].literal;
    const steps = id === undefined ? [] : load.fragment(id, site);
    return (run) => run.perform(steps);
  },
});
