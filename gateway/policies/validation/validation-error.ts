/**
 * What validation policies do with what they find: errors in a context variable, and with `prevent` an answer of 400 for
 * requests and 502 for responses (validation policies, error reference).
 */
import { loadArray, parseJson } from '../../dotnet/json/json-loader.ts';
import type { Run } from '../policy.ts';
import { oneOf, optional, text, type Value } from '../schema.ts';

/** What is done with an error. */
export type ValidationAction = 'ignore' | 'prevent' | 'detect';
export const validationAction = oneOf('ignore', 'prevent', 'detect');

/** The attribute that all validation policies have. */
export const errorsVariable = { 'errors-variable-name': optional(text, { expressions: false }) } as const;

/** Of what a response did wrong the client is told nothing. */
export const internalError = 'The request could not be processed due to an internal error. Contact the API owner.';

/** An error as the reference has it. */
export interface ValidationError {
  readonly name: string;
  readonly type:
    | 'RequestBody'
    | 'ResponseBody'
    | 'QueryParameter'
    | 'PathParameter'
    | 'RequestHeader'
    | 'ResponseHeader'
    | 'StatusCode'
    | 'ApiSchema';
  readonly rule: 'SizeLimit' | 'Unspecified' | 'IncorrectMessage' | 'MissingDefinition' | 'ValidationException' | '';
  readonly details: string;
  /** What the client is told with `prevent`. */
  readonly told: string;
  readonly action: Exclude<ValidationAction, 'ignore'>;
}

/** Errors that are kept of one message: more say nothing new. */
const mostErrors = 100;

/**
 * Puts `errors` into the variable and fails the run for the first that is to be prevented.
 * @param side whose message was validated
 */
export async function report(
  run: Run,
  variable: Value<string> | undefined,
  side: 'request' | 'response',
  errors: readonly ValidationError[],
): Promise<void> {
  if (errors.length === 0) return;
  for (const { details } of errors.slice(0, mostErrors)) run.note(details);
  const name = await variable?.get(run);
  if (name !== undefined) {
    const written = errors.slice(0, mostErrors).map(({ name: Name, type: Type, rule, details, action }) => ({
      Name,
      Type,
      ValidationRule: rule,
      Details: details,
      Action: action,
    }));
    run.setVariable(name, parseJson(JSON.stringify(written), loadArray, run.runtime, 'None'));
  }
  const prevented = errors.find(({ action }) => action === 'prevent');
  if (!prevented) return;
  run.fail({
    reason: side === 'request' ? 'Bad request' : 'Response not allowed',
    message: prevented.details,
    publicMessage: prevented.told,
    status: side === 'request' ? 400 : 502,
  });
}
