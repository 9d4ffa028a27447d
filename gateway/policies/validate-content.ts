import { definePolicy, type PolicyMessage, type Run } from './policy.ts';
import { condition, integer, oneOf, optional, required, text } from './schema.ts';

const action = oneOf('ignore', 'prevent', 'detect');
type Action = 'ignore' | 'prevent' | 'detect';

const mediaType = (value: string): string => (value.split(';', 1)[0] ?? '').trim().toLowerCase();

/**
 * `validate-content`: size, content type and well-formedness of a body. Schemas are not part of a service model, so
 * validation against one is reported as not emulated.
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
      'errors-variable-name': optional(text, { expressions: false }),
    },
    children: {
      'content-type-map': {
        occurs: '?',
        attributes: { 'any-content-type-value': optional(text), 'missing-content-type-value': optional(text) },
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
      const side = target.kind === 'request' ? 'request' : 'response';
      const maxSize = await attributes['max-size'].get(run);
      const declared = Number(target.headers.get('content-length'));
      const tooLarge = async (): Promise<boolean> => (await run.bodyBytes(target)).length > maxSize;
      if (declared > maxSize || (await tooLarge())) {
        await act(run, await attributes['size-exceeded-action'].get(run), {
          name: 'Body',
          type: side,
          rule: 'SizeLimit',
          details: `Size of body exceeds limit of ${maxSize} bytes.`,
          status: 400,
        });
        return;
      }
      const type = await mappedType(run, target);
      const rules = [];
      for (const rule of children.content) {
        const wanted = await rule.attributes.type?.get(run);
        if (wanted === undefined || wanted === '' || mediaType(wanted) === type) rules.push(rule);
      }
      if (rules.length === 0) {
        await act(run, await attributes['unspecified-content-type-action'].get(run), {
          name: 'Content-Type',
          type: side,
          rule: 'Unspecified',
          details: `Unspecified content type ${type || '(none)'} is not allowed.`,
          status: 400,
        });
        return;
      }
      for (const rule of rules) {
        const content = Buffer.from(await run.bodyBytes(target)).toString('utf8');
        const as = await rule.attributes['validate-as'].get(run);
        if (as !== 'json' || !isJson(content)) {
          if (as !== 'json') {
            run.notEmulated(`validate-content validate-as="${as}"`);
            continue;
          }
          await act(run, await rule.attributes.action.get(run), {
            name: 'Body',
            type: side,
            rule: 'IncorrectMessage',
            details: 'Body of the message is not a valid JSON.',
            status: 400,
          });
          continue;
        }
        run.warn('the body was not validated against a schema: schemas are not part of the service model');
        run.notEmulated('validate-content schema');
      }
    };

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

    async function act(
      run: Run,
      what: Action,
      problem: { name: string; type: string; rule: string; details: string; status: number },
    ): Promise<void> {
      if (what === 'ignore') return;
      const variable = await attributes['errors-variable-name']?.get(run);
      if (variable !== undefined) run.setVariable(variable, problem.details);
      run.note(problem.details);
      if (what === 'detect') return;
      run.fail({ reason: 'ValidationError', message: problem.details, status: problem.status });
    }
  },
});

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}
