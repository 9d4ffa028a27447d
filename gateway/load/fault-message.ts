/** What is wrong at one place of data that somebody wrote, in words for them. */
import type { core } from 'zod';

const forms: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  number: 'a number',
  object: 'keys with values',
  record: 'keys with values',
  string: 'a text',
};

const quotedList = (values: readonly unknown[]): string => values.map((value) => `'${String(value)}'`).join(', ');

/** What an input is; undefined for nothing at all. */
function formOf(input: unknown): string | undefined {
  if (input === undefined) return undefined;
  if (input === null) return 'nothing';
  return forms[Array.isArray(input) ? 'array' : typeof input] ?? typeof input;
}

/** The member of the data at a path. */
function at(data: unknown, path: readonly PropertyKey[]): unknown {
  let current = data;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[part];
  }
  return current;
}

/** The form that is wanted of an input that has another one. */
const wanted = ({ code, expected }: { readonly code?: string | undefined; readonly expected?: unknown }): string[] =>
  code === 'invalid_type' ? [forms[String(expected)] ?? String(expected)] : [];

/**
 * The message of an issue.
 * @param data all that was written
 * @param closest finds the word that was meant, among those that are valid
 */
export function faultMessage(
  issue: core.$ZodIssue,
  data: unknown,
  closest: (word: string, valid: readonly string[]) => string | undefined = () => undefined,
): string {
  const input = at(data, issue.path);
  switch (issue.code) {
    case 'invalid_type': {
      const form = formOf(input);
      const [needed = ''] = wanted(issue);
      return form === undefined ? `is missing; it is ${needed}` : `must be ${needed}, not ${form}`;
    }
    case 'invalid_value': {
      const near = typeof input === 'string' ? closest(input, issue.values.map(String)) : undefined;
      return `must be one of ${quotedList(issue.values)}${near === undefined ? '' : `; did you mean '${near}'?`}`;
    }
    case 'invalid_key':
      return `the key ${issue.issues.map(({ message }) => message).join('; ')}`;
    case 'invalid_union': {
      const inside = issue.errors.flat().filter(({ path }) => path.length > 0);
      const kinds = issue.errors.flat().filter(({ path }) => path.length === 0);
      const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
      const chosen = isObject && inside.length > 0 ? inside : kinds;
      const others = chosen.flatMap((each) =>
        each.code === 'invalid_type'
          ? []
          : [faultMessage({ ...each, path: [...issue.path, ...each.path] } as core.$ZodIssue, data, closest)],
      );
      if (others.length > 0) return [...new Set(others)].join('; or ');
      const needed = [...new Set(chosen.flatMap(wanted))];
      return `must be ${needed.join(' or ')}, not ${formOf(input) ?? 'nothing'}`;
    }
    default:
      return issue.message;
  }
}
