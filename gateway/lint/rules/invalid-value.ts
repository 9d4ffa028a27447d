import { type PolicyValue, textValue } from '../../document/tree.ts';
import { type AttributeSchema, InvalidValue } from '../../policies/schema.ts';
import { isDeploymentToken } from '../deployment-token.ts';
import type { Found, Rule } from '../rule.ts';
import { schemaWalk } from '../schema-walk.ts';

/** Why a literal is not of its kind; undefined when it is. */
function refusal(value: PolicyValue, schema: AttributeSchema<unknown>): string | undefined {
  if (value.expression || isDeploymentToken(value.text)) return undefined;
  try {
    schema.kind.parse(value.text);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return value.fromNamedValue ? 'does not fit, with the named value that is inserted' : error.message;
  }
}

/** Literal values that a policy does not take. */
export const invalidValue: Rule = {
  id: 'invalid-value',
  title: 'Literal values are of the kind their policy takes',
  severity: 'error',
  help: 'Azure refuses to save the policy. The message says what is taken.',
  see: 'https://learn.microsoft.com/azure/api-management/api-management-policies',
  *check(root, _document, { policies }): Generator<Found> {
    for (const placed of policies ? schemaWalk(root, policies) : []) {
      if (placed.kind !== 'policy' && placed.kind !== 'part') continue;
      const { element, schema } = placed;
      for (const { name, value } of element.attributes) {
        const declared = Object.hasOwn(schema.attributes ?? {}, name) ? schema.attributes?.[name] : undefined;
        const why = declared && refusal(value, declared);
        if (why) yield { offset: value.span.start, element, message: `The value of '${name}' ${why}.` };
      }
      const text = textValue(element);
      const why = schema.text && refusal(text, schema.text);
      if (why) yield { offset: text.span.start, element, message: `The text of '${element.name}' ${why}.` };
    }
  },
};
