import type { Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Elements where they can't stand. */
export const misplacedElement: Rule = {
  id: 'misplaced-element',
  title: 'Elements stand where their policy takes them',
  severity: 'error',
  help: 'Azure refuses to save a policy with an element in the wrong place. The message names what can stand there.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-policies',
  *check(root, _document, { policies }) {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'misplaced') continue;
      const { element, parent, allowed } = placed;
      const list = allowed.map((name) => `'${name}'`).join(', ');
      yield {
        offset: element.nameSpan.start,
        element: parent,
        message: `The element '${parent.name}' cannot contain '${element.name}'.${list ? ` List of possible elements expected: ${list}.` : ''}`,
      };
    }
  },
};
