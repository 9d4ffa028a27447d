import { definePolicy, type Run } from './policy.ts';
import { type ChildSchema, optional, type Read, required, text } from './schema.ts';
import { describedError, unspecifiedError } from './validation/described-value.ts';
import { errorsVariable, report, type ValidationError, validationAction } from './validation/validation-error.ts';

const parameter = {
  attributes: { name: required(text, { expressions: false }), action: required(validationAction) },
} as const satisfies ChildSchema;

/** The three places, each with actions of its own. */
const place = {
  occurs: '?',
  attributes: {
    'specified-parameter-action': optional(validationAction),
    'unspecified-parameter-action': optional(validationAction),
  },
  children: { parameter },
} as const satisfies ChildSchema;

type Actions = Read<typeof place>['attributes'];

/**
 * `validate-parameters`: headers, query and path of the request are those that the API's description has for the
 * operation. The documented errors hold none for a parameter that is missing.
 * @see https://learn.microsoft.com/azure/api-management/validate-parameters-policy
 */
export const validateParameters = definePolicy({
  name: 'validate-parameters',
  sections: ['inbound'],
  schema: {
    attributes: {
      'specified-parameter-action': required(validationAction),
      'unspecified-parameter-action': required(validationAction),
      ...errorsVariable,
    },
    children: {
      headers: place,
      query: place,
      path: {
        occurs: '?',
        attributes: { 'specified-parameter-action': optional(validationAction) },
        children: { parameter },
      },
    },
  },
  build: ({ attributes, children }) => {
    return async (run) => {
      const { request, operation } = run;
      if (operation?.headers === undefined) {
        run.warn('nothing is known of the parameters of this operation: headers and query count as unspecified');
        run.notEmulated('validate-parameters without the parameters of the operation');
      }
      const parameters = operation?.parameters ?? [];
      const errors: (ValidationError | undefined)[] = [];

      const headers = await actionsOf(run, children.headers[0]);
      for (const name of request.headers.names()) {
        const known = operation?.headers?.find((each) => each.name.toLowerCase() === name.toLowerCase());
        errors.push(
          known
            ? describedError(
                run,
                'RequestHeader',
                name,
                request.headers.values(name) ?? [],
                known.schema ?? {},
                headers(name, true),
              )
            : unspecifiedError('RequestHeader', name, headers(name, false)),
        );
      }

      const query = await actionsOf(run, children.query[0]);
      for (const name of new Set(request.url.parameters.map((each) => each.name))) {
        const known = parameters.find((each) => each.in === 'query' && each.name.toLowerCase() === name.toLowerCase());
        errors.push(
          known
            ? describedError(
                run,
                'QueryParameter',
                name,
                request.url.query(name) ?? [],
                known.schema ?? {},
                query(name, true),
              )
            : unspecifiedError('QueryParameter', name, query(name, false)),
        );
      }

      const path = await actionsOf(run, children.path[0]);
      for (const { in: where, name, schema = {} } of parameters) {
        const value = where === 'template' ? request.matchedParameters.get(name.toLowerCase()) : undefined;
        if (value === undefined) continue;
        errors.push(describedError(run, 'PathParameter', name, [value], schema, path(name, true)));
      }
      await report(
        run,
        attributes['errors-variable-name'],
        'request',
        errors.filter((error) => error !== undefined),
      );
    };

    /** What to do about a name: what is said of it, else of its place, else of all. */
    async function actionsOf(
      run: Run,
      own: { readonly attributes: Partial<Actions>; readonly children: Read<typeof place>['children'] } | undefined,
    ) {
      const specified = own?.attributes['specified-parameter-action'] ?? attributes['specified-parameter-action'];
      const unspecified = own?.attributes['unspecified-parameter-action'] ?? attributes['unspecified-parameter-action'];
      const whenSpecified = await specified.get(run);
      const whenUnspecified = await unspecified.get(run);
      const named = new Map<string | undefined, typeof whenSpecified>();
      for (const { attributes: each } of own?.children.parameter ?? []) {
        named.set(each.name.literal?.trim().toLowerCase(), await each.action.get(run));
      }
      return (name: string, known: boolean) =>
        named.get(name.toLowerCase()) ?? (known ? whenSpecified : whenUnspecified);
    }
  },
});
