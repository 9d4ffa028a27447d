import { definePolicy, type PolicyMessage, type Run } from './policy.ts';
import { condition, integer, oneOf, optional, required, text } from './schema.ts';
import { checkedWhole, contentError, describedSchema } from './validation/described-content.ts';
import {
  validationAction as action,
  errorsVariable,
  internalError,
  report,
  type ValidationAction,
  type ValidationError,
} from './validation/validation-error.ts';

const mediaType = (value: string): string => (value.split(';', 1)[0] ?? '').trim().toLowerCase();

/**
 * `validate-content`: size and content type of a body, and JSON held against the schema that the API's description has
 * for it. Other schemas (of the service by `schema-id`, of XML) are not part of a service model, and are reported as not
 * emulated. Bodies that are no JSON are taken for an exception of the validation: the error reference does not say.
 * @see https://learn.microsoft.com/azure/api-management/validate-content-policy
 */
export const validateContent = definePolicy({
  name: 'validate-content',
  sections: ['inbound', 'outbound', 'on-error'],
  schema: {
    attributes: {
      'unspecified-content-type-action': required(action),
      'max-size': required(integer(0, 4 * 1024 * 1024)),
      'size-exceeded-action': required(action),
      ...errorsVariable,
    },
    children: {
      'content-type-map': {
        occurs: '?',
        attributes: {
          'any-content-type-value': optional(text, { expressions: false }),
          'missing-content-type-value': optional(text, { expressions: false }),
        },
        children: { type: { attributes: { from: optional(text), when: optional(condition), to: required(text) } } },
      },
      content: {
        attributes: {
          type: optional(text),
          'validate-as': required(oneOf('json', 'xml', 'soap')),
          'schema-id': optional(text),
          'schema-ref': optional(text),
          action: required(action),
          'allow-additional-properties': optional(oneOf('true', 'false')),
          'case-insensitive-property-names': optional(oneOf('true', 'false')),
        },
      },
    },
  },
  build: ({ attributes, children }) => {
    const [map] = children['content-type-map'];
    return async (run) => {
      const { target } = run;
      if (!target?.body) return;
      const side = target.kind;
      const [message, bodyOf] =
        side === 'request' ? (['Request', 'RequestBody'] as const) : (['Response', 'ResponseBody'] as const);
      const told = (text: string): string => (side === 'request' ? text : internalError);
      const errors: ValidationError[] = [];
      const found = (what: ValidationAction, error: Omit<ValidationError, 'type' | 'action'>): void => {
        if (what !== 'ignore') errors.push({ ...error, type: bodyOf, action: what });
      };
      const finish = (): Promise<void> => report(run, attributes['errors-variable-name'], side, errors);

      const maxSize = await attributes['max-size'].get(run);
      const declared = Number(target.headers.get('content-length'));
      const tooLong = declared > maxSize ? `${declared}` : await measured(run, target, maxSize);
      if (tooLong !== undefined) {
        const exceeds = `${message}'s body is ${tooLong} bytes long and it exceeds the`;
        found(await attributes['size-exceeded-action'].get(run), {
          name: '',
          rule: 'SizeLimit',
          details: `${exceeds} configured limit of ${maxSize} bytes.`,
          told: told(`${exceeds} limit of ${maxSize} bytes.`),
        });
        return finish();
      }
      const type = await mappedType(run, target);
      const rules = [];
      for (const rule of children.content) {
        const wanted = await rule.attributes.type?.get(run);
        if (wanted === undefined || wanted === '' || mediaType(wanted) === type) rules.push(rule);
      }
      if (rules.length === 0) {
        const details = `Unspecified content type ${type} is not allowed.`;
        found(await attributes['unspecified-content-type-action'].get(run), {
          name: type,
          rule: 'Unspecified',
          details,
          told: told(details),
        });
        return finish();
      }
      for (const { attributes: rule } of rules) {
        const as = await rule['validate-as'].get(run);
        const what = await rule.action.get(run);
        if (what === 'ignore') continue;
        if (as !== 'json') {
          run.notEmulated(`validate-content validate-as="${as}"`);
          continue;
        }
        const schema = rule['schema-id'] === undefined ? describedSchema(run, target, type) : undefined;
        if (schema === undefined || !checkedWhole(schema)) {
          run.warn('the body was not validated against the whole schema: the service model does not hold all of it');
          run.notEmulated('validate-content schema');
        }
        const error = contentError(await run.bodyBytes(target), schema, {
          runtime: run.runtime,
          additionalProperties: flag(await rule['allow-additional-properties']?.get(run)),
          ignoreCase: flag(await rule['case-insensitive-property-names']?.get(run)),
        });
        if (error === undefined) continue;
        if (error.rule === 'ValidationException') {
          const details = `Body of the ${side} cannot be validated for the content type ${type}. ${error.message}`;
          found(what, { name: '', rule: error.rule, details, told: internalError });
        } else {
          const details = `Body of the ${side} does not conform to the definition, which is associated with the content type ${type}. ${error.message}`;
          found(what, { name: type, rule: error.rule, details, told: told(details) });
        }
      }
      return finish();
    };

    /** How long a body is that is too long. A stranger's is not read to its end to tell; a backend's is. */
    async function measured(run: Run, target: PolicyMessage, maxSize: number): Promise<string | undefined> {
      if (target.kind === 'request')
        return (await run.bodyExceeds(target, maxSize)) ? `more than ${maxSize}` : undefined;
      const { length } = await run.bodyBytes(target);
      return length > maxSize ? `${length}` : undefined;
    }

    async function mappedType(run: Run, target: PolicyMessage): Promise<string> {
      const type = mediaType(target.headers.get('content-type') ?? '');
      for (const { attributes: entry } of map?.children.type ?? []) {
        const from = await entry.from?.get(run);
        const matches = from !== undefined ? mediaType(from) === type : await entry.when?.get(run);
        if (matches) return mediaType(await entry.to.get(run));
      }
      const any = await map?.attributes['any-content-type-value']?.get(run);
      if (any !== undefined) return mediaType(any);
      const missing = await map?.attributes['missing-content-type-value']?.get(run);
      return type === '' && missing !== undefined ? mediaType(missing) : type;
    }
  },
});

const flag = (word: 'true' | 'false' | undefined): boolean | undefined =>
  word === undefined ? undefined : word === 'true';
