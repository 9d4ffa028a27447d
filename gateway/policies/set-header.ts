import { definePolicy, everySection } from './policy.ts';
import { defaulted, oneOf, required, text } from './schema.ts';
import { withValues } from './with-values.ts';

/** Headers that the gateway writes itself; set-header leaves them as they are (reference page, usage notes). */
const untouchable = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/** Headers whose values are never joined with commas (reference page, usage notes). */
const separate = new Set([
  'user-agent',
  'www-authenticate',
  'proxy-authenticate',
  'cookie',
  'set-cookie',
  'warning',
  'date',
  'expires',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'retry-after',
]);

/**
 * `set-header` on the request, the response, or the message of the enclosing policy.
 * @see https://learn.microsoft.com/azure/api-management/set-header-policy
 */
export const setHeader = definePolicy({
  name: 'set-header',
  sections: everySection,
  schema: {
    attributes: {
      name: required(text),
      'exists-action': defaulted(oneOf('override', 'skip', 'append', 'delete'), 'override'),
    },
    children: { value: { text: required(text) } },
  },
  build: ({ attributes, children }) => {
    const values = children.value.map((value) => value.text);
    return (run) =>
      withValues(run, [attributes.name, attributes['exists-action']], (written, action) => {
        const name = written.trim();
        const { target } = run;
        const lower = name.toLowerCase();
        if (!target) {
          run.note(`no message to set ${name} on`);
          return undefined;
        }
        if (untouchable.has(lower) || (lower === 'server' && action === 'delete')) {
          run.warn(`${name} can't be changed by a policy; it stays as it is`);
          return undefined;
        }
        if (action === 'delete') {
          target.headers.delete(name, run.step);
          return undefined;
        }
        const existing = target.headers.values(name);
        if (action === 'skip' && existing) {
          run.note(`${name} exists: skipped`);
          return undefined;
        }
        return withValues(run, values, (...given) => {
          const trimmed = given.map((value) => value.trim());
          const all = action === 'append' && existing ? [...existing, ...trimmed] : trimmed;
          if (all.length > 0) target.headers.set(name, separate.has(lower) ? all : [all.join(',')], run.step);
          return undefined;
        });
      });
  },
});
