import { textValue } from '../../document/tree.ts';
import { isDeploymentToken } from '../deployment-token.ts';
import type { Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Text in elements that hold only elements. */
export const unexpectedText: Rule = {
  id: 'unexpected-text',
  title: 'Text stands only in elements that take text',
  severity: 'error',
  help: 'Azure refuses to save it. Most often an expression or value lacks its <value> element.',
  *check(root, _document, { policies }) {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'policy' && placed.kind !== 'part') continue;
      const { element, schema } = placed;
      const value = textValue(element);
      if (schema.text || schema.anyContent || value.text.trim() === '' || isDeploymentToken(value.text)) continue;
      const list = Object.keys(schema.children ?? {})
        .map((name) => `'${name}'`)
        .join(', ');
      yield {
        offset: value.span.start,
        element,
        message: `The element '${element.name}' cannot contain text.${list ? ` List of possible elements expected: ${list}.` : ''}`,
      };
    }
  },
};
