import { definePolicy, everySection, type PolicyMessage, type Run } from './policy.ts';
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
    const literals = values.map(({ literal }) => literal?.trim());
    const written = literals.every((value) => value !== undefined) ? literals : undefined;
    const { name, 'exists-action': action } = attributes;
    if (name.literal === undefined || action.literal === undefined) {
      return (run) => withValues(run, [name, action], (given, does) => apply(run, headerName(given), does));
    }
    const known = headerName(name.literal);
    const does = action.literal;
    return (run) => apply(run, known, does);

    function apply(run: Run, header: HeaderName, does: Action): undefined | Promise<undefined> {
      const { target } = run;
      if (!target) {
        run.note(`no message to set ${header.name} on`);
        return undefined;
      }
      if (header.untouchable || (does === 'delete' && header.lower === 'server')) {
        run.warn(`${header.name} can't be changed by a policy; it stays as it is`);
        return undefined;
      }
      if (does === 'delete') {
        target.headers.delete(header.lower, run.step);
        return undefined;
      }
      if (does === 'skip' && target.headers.has(header.name)) {
        run.note(`${header.name} exists: skipped`);
        return undefined;
      }
      if (written) return set(run, target, header, does, written);
      return withValues(run, values, (...given) => {
        const trimmed = given.map((value) => oneLine(run, value.trim()));
        return set(run, target, header, does, trimmed);
      });
    }
  },
});

/** An expression's value as a header takes it; what it does not take, the headers refuse. */
function oneLine(run: Run, value: string): string {
  if (!value.includes('\n') && !value.includes('\r')) return value;
  return run.assume('setHeader.lineBreak') === 'space' ? value.replace(/[\t ]*[\r\n]+[\t ]*/g, ' ') : value;
}

type Action = 'override' | 'skip' | 'append' | 'delete';

interface HeaderName {
  readonly name: string;
  readonly lower: string;
  readonly untouchable: boolean;
}

const headerName = (written: string): HeaderName => {
  const name = written.trim();
  const lower = name.toLowerCase();
  return { name, lower, untouchable: untouchable.has(lower) };
};

function set(
  run: Run,
  target: PolicyMessage,
  { name, lower }: HeaderName,
  does: Action,
  values: readonly string[],
): undefined {
  const existing = does === 'append' ? target.headers.values(name) : undefined;
  const all = existing ? [...existing, ...values] : values;
  if (all.length > 0) target.headers.set(name, separate.has(lower) ? all : [all.join(',')], run.step);
  return undefined;
}
