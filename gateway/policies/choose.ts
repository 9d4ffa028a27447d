import { definePolicy, everySection } from './policy.ts';
import { condition, required } from './schema.ts';

/**
 * `choose`: the policies of the first `when` whose condition is true, else those of `otherwise`.
 * @see https://learn.microsoft.com/azure/api-management/choose-policy
 */
export const choose = definePolicy({
  name: 'choose',
  sections: everySection,
  schema: {
    children: {
      when: { occurs: '+', attributes: { condition: required(condition) }, policies: 'any' },
      otherwise: { occurs: '?', policies: 'any' },
    },
  },
  build: ({ children }) => {
    const [otherwise] = children.otherwise;
    return async (run) => {
      for (const [index, when] of children.when.entries()) {
        if (await when.attributes.condition.get(run)) {
          run.branch(`when[${index + 1}]`, when.site);
          return run.perform(when.steps);
        }
      }
      if (!otherwise) {
        run.branch('none', undefined);
        return undefined;
      }
      run.branch('otherwise', otherwise.site);
      return run.perform(otherwise.steps);
    };
  },
});
