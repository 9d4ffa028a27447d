import type { Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Attributes that the reference does not know. */
export const unknownAttribute: Rule = {
  id: 'unknown-attribute',
  title: 'Attributes are those of the reference',
  severity: 'warning',
  help: 'The reference page of the policy does not have the attribute: a typing error, or it belongs to another policy and does nothing here.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-policies',
  *check(root, _document, { policies }) {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'policy' && placed.kind !== 'part') continue;
      const { element, schema } = placed;
      if (schema.anyContent) continue;
      for (const { name, nameSpan } of element.attributes) {
        if (name === 'id' || name.startsWith('xmlns') || Object.hasOwn(schema.attributes ?? {}, name)) continue;
        yield {
          offset: nameSpan.start,
          element,
          message: `The '${name}' attribute is not declared for '${element.name}'.`,
        };
      }
    }
  },
};
