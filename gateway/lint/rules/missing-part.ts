import { attribute, childElements, textValue } from '../../document/tree.ts';
import { isDeploymentToken } from '../deployment-token.ts';
import type { Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Attributes and child elements that a policy can't do without, or has too often. */
export const missingPart: Rule = {
  id: 'missing-part',
  title: 'Policies have the attributes and elements they need',
  severity: 'error',
  help: 'Azure refuses to save the policy. Add what the message names.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-policies',
  *check(root, _document, { policies }) {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'policy' && placed.kind !== 'part') continue;
      const { element, schema } = placed;
      const offset = element.nameSpan.start;
      for (const [name, { required }] of Object.entries(schema.attributes ?? {})) {
        if (required && !attribute(element, name)) {
          yield { offset, element, message: `Required attribute '${name}' is missing.` };
        }
      }
      // Children may come with the deployment.
      if (isDeploymentToken(textValue(element).text)) continue;
      for (const [name, { occurs = '*' }] of Object.entries(schema.children ?? {})) {
        const count = childElements(element, name).length;
        if (count === 0 && (occurs === '1' || occurs === '+')) {
          yield { offset, element, message: `Required element '${name}' is missing.` };
        }
        if (count > 1 && (occurs === '1' || occurs === '?')) {
          yield { offset, element, message: `The element '${name}' may stand only once.` };
        }
      }
    }
  },
};
