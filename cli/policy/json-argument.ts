import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { jsonPath } from '../../gateway/load/json-place.ts';
import { jsonFault } from '../../gateway/load/json-syntax.ts';
import { CommandError } from '../command-error.ts';

/**
 * The value of an option that takes JSON, or the name of a file that holds it.
 * @param option as the user writes it, for messages
 * @throws CommandError saying what is wrong, without repeating the content
 */
export async function jsonArgument<T>(option: string, value: string, schema: z.ZodType<T>): Promise<T> {
  const inline = /^\s*[[{"]/.test(value);
  const text = inline ? value : await readFile(value, 'utf8');
  const what = inline ? option : `${option} ${value}`;
  const fault = jsonFault(text);
  if (fault) throw new CommandError(`${what}: not valid JSON at character ${fault.offset + 1}: ${fault.message}`);
  const parsed = schema.safeParse(JSON.parse(text.replace(/^\ufeff/, '')));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${what}: ${jsonPath(path) || 'the value'}: ${message}`);
  throw new CommandError(lines.join('\n'));
}
