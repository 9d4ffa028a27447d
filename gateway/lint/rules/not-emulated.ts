import type { Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Policies that the offline gateway only loads. */
export const notEmulated: Rule = {
  id: 'not-emulated',
  title: 'Policies can be run offline',
  severity: 'note',
  help: 'The offline gateway loads the policy and skips it; a check that crosses it does not pass. Judge it on a live deployment.',
  *check(root, _document, { policies }) {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'policy' || placed.definition.emulation !== 'none') continue;
      const { element } = placed;
      yield { offset: element.nameSpan.start, element, message: `'${element.name}' is not emulated.` };
    }
  },
};
