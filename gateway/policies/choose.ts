import { definePolicy, everySection, type Flow, type Run } from './policy.ts';
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
  build: ({ children }, load) => {
    const [otherwise] = children.otherwise;
    const branches = children.when.map((when, index) => ({ ...when, name: `when[${index + 1}]` }));
    load.branches([...branches.map(({ name }) => name), otherwise ? 'otherwise' : 'none']);
    const none = (run: Run): Flow | Promise<Flow> => {
      run.branch(otherwise ? 'otherwise' : 'none');
      return otherwise ? run.perform(otherwise.steps) : undefined;
    };
    const from = (run: Run, first: number): Flow | Promise<Flow> => {
      for (let index = first; index < branches.length; index++) {
        const when = branches[index];
        const holds = when?.attributes.condition.get(run);
        if (holds instanceof Promise) return decided(run, index, holds);
        if (holds && when) return take(run, when);
      }
      return none(run);
    };
    const take = (run: Run, when: (typeof branches)[number]): Flow | Promise<Flow> => {
      run.branch(when.name);
      return run.perform(when.steps);
    };
    const decided = async (run: Run, index: number, pending: Promise<boolean>): Promise<Flow> => {
      const holds = await pending;
      const when = branches[index];
      return holds && when ? take(run, when) : from(run, index + 1);
    };
    return (run) => from(run, 0);
  },
});
