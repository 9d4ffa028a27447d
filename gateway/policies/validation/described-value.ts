/** The values of a parameter or header, held against what the API's description says of it. */
import { CannotBeValidated, schemaError } from '../json-schema/check-value.ts';
import type { JsonSchema } from '../operation-schema.ts';
import type { Run } from '../policy.ts';
import { internalError, type ValidationAction, type ValidationError } from './validation-error.ts';

/** Where a value stands, in the words of the error reference. */
const places = {
  QueryParameter: 'query parameter',
  PathParameter: 'path parameter',
  RequestHeader: 'header',
  ResponseHeader: 'header',
} as const;

type Place = keyof typeof places;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const typesOf = (schema: JsonSchema): readonly unknown[] => (Array.isArray(schema.type) ? schema.type : [schema.type]);

/** A text as a value of the schema's type; undefined when it is none. */
function parsed(text: string, schema: JsonSchema): { readonly value: unknown } | undefined {
  const types = typesOf(schema);
  if (types[0] === undefined || types.includes('string')) return { value: text };
  if (types.includes('boolean') && /^(?:true|false)$/i.test(text)) return { value: text.toLowerCase() === 'true' };
  if (types.includes('integer') && /^[+-]?\d{1,308}$/.test(text)) return { value: Number(text) };
  if (types.includes('number') && /^[+-]?(?:\d{1,308}(?:\.\d{0,308})?|\.\d{1,308})(?:[eE][+-]?\d{1,3})?$/.test(text)) {
    return { value: Number(text) };
  }
  if (types.includes('object')) {
    try {
      return { value: JSON.parse(text) };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** All values as one: a list where the schema is one of a list. */
function combinedValue(
  values: readonly string[],
  schema: JsonSchema,
): { readonly value: unknown } | undefined | 'several' {
  if (typesOf(schema).includes('array')) {
    const items = isSchema(schema.items) ? schema.items : {};
    const parts = values.length > 1 ? values : (values[0] ?? '').split(',');
    const all = parts.map((part) => parsed(part.trim(), items));
    return all.some((each) => each === undefined) ? undefined : { value: all.map((each) => each?.value) };
  }
  return values.length > 1 ? 'several' : parsed(values[0] ?? '', schema);
}

/** What is wrong with the values of something that the description names; undefined when nothing is. */
export function describedError(
  run: Run,
  place: Place,
  name: string,
  values: readonly string[],
  schema: JsonSchema,
  action: ValidationAction,
): ValidationError | undefined {
  if (action === 'ignore') return undefined;
  const what = `${places[place]} ${name}`;
  const response = place === 'ResponseHeader';
  const error = (details: string, told: string): ValidationError => ({
    name,
    type: place,
    rule: 'IncorrectMessage',
    details,
    told: response ? internalError : told,
    action,
  });
  const value = combinedValue(values, schema);
  if (value === 'several') {
    const details = `${response ? 'Response' : 'Request'} cannot contain multiple values for the ${what}.`;
    return error(details, details);
  }
  if (value === undefined) {
    return error(
      `Value of the ${what} cannot be parsed according to the definition.`,
      `Value of the ${what} couldn't be parsed according to the definition.`,
    );
  }
  try {
    const found = schemaError(value.value, schema, { runtime: run.runtime });
    if (found === undefined) return undefined;
    return error(
      `Value of the ${what} does not conform to the definition. ${found}`,
      `The value of the ${what} does not conform to the definition. ${found}`,
    );
  } catch (failure) {
    if (!(failure instanceof CannotBeValidated)) throw failure;
    const details = `${capital(what)} cannot be validated. ${failure.message}`;
    return { name, type: place, rule: 'ValidationException', details, told: internalError, action };
  }
}

/** What is wrong with something that the description does not name; undefined when that is ignored. */
export function unspecifiedError(place: Place, name: string, action: ValidationAction): ValidationError | undefined {
  if (action === 'ignore') return undefined;
  const details = `Unspecified ${places[place]} ${name} is not allowed.`;
  const told = place === 'ResponseHeader' ? internalError : details;
  return { name, type: place, rule: 'Unspecified', details, told, action };
}
