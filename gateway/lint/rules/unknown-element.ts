import type { Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Elements that are no policy. */
export const unknownElement: Rule = {
  id: 'unknown-element',
  title: 'Every element is a policy that API Management has',
  severity: 'error',
  help: 'Azure refuses to save a policy with an element it does not know. Look for a typing error; <base /> stands only directly in a section.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-policies',
  *check(root, _document, { policies }) {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'unknown') continue;
      const { element } = placed;
      yield { offset: element.nameSpan.start, element, message: `'${element.name}' is no policy that is known here.` };
    }
  },
};
