/** A body in JSON, held against what the API's description says of it. */
import { CannotBeValidated, type SchemaOptions, schemaError } from '../json-schema/check-value.ts';
import type { JsonSchema } from '../operation-schema.ts';
import type { PolicyMessage, Run } from '../policy.ts';
import type { ValidationError } from './validation-error.ts';

const json = /^application\/(?:[\w.-]{1,100}\+)?json$/;

/**
 * The schema that the description has for a body; undefined where it is not known, or not all of it.
 * @param type media type without parameters, lower case
 */
export function describedSchema(run: Run, target: PolicyMessage, type: string): JsonSchema | undefined {
  const { operation, response } = run;
  if (target.kind === 'request') return json.test(type) && !operation?.bodyIsPartial ? operation?.body : undefined;
  const described = operation?.responses?.find(({ status }) => status === response?.status);
  return described?.content?.find((each) => each.type === type)?.schema;
}

/** Keywords that the check of values passes over. A property of such a name is taken for one, which does no harm. */
const unchecked =
  /"(?:\$ref|\$dynamicRef|patternProperties|prefixItems|additionalItems|contains|propertyNames|minProperties|maxProperties|unevaluatedProperties|unevaluatedItems|dependencies|dependentRequired|dependentSchemas|if)":|"items":\[/;

const known = new WeakMap<JsonSchema, boolean>();

/** Whether all that a schema says is checked. */
export function checkedWhole(schema: JsonSchema): boolean {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const whole = !unchecked.test(JSON.stringify(schema));
  known.set(schema, whole);
  return whole;
}

/** What is wrong with a body; undefined when nothing is. @param schema none: it has to be JSON alone */
export function contentError(
  bytes: Uint8Array,
  schema: JsonSchema | undefined,
  options: SchemaOptions,
): { readonly rule: ValidationError['rule']; readonly message: string } | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const message = schema && schemaError(value, schema, options);
    return message === undefined ? undefined : { rule: 'IncorrectMessage', message };
  } catch (error) {
    if (error instanceof SyntaxError) return { rule: 'ValidationException', message: 'It is not valid JSON.' };
    // printing a value that is nested too deeply overflows the stack
    if (error instanceof RangeError) return { rule: 'ValidationException', message: 'It is nested too deeply.' };
    if (error instanceof CannotBeValidated) return { rule: 'ValidationException', message: error.message };
    throw error;
  }
}
