/** What the `ParseExact` and `TryParseExact` overloads of the time types share. */
import { NetThrow, throwNet } from '../core/exception.ts';
import type { NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';

/** What `read` makes of the first format that fits; undefined when none does. Throws what an empty list is answered with. */
export function firstFitting<Result>(
  formats: NetArray | null,
  read: (format: string) => Result | undefined,
): Result | undefined {
  const list = required(formats, 'formats').items as (string | null)[];
  if (list.length === 0) throwNet('System.FormatException', 'No format specifiers were provided.');
  for (const format of list) {
    const result = read(format ?? '');
    if (result !== undefined) return result;
  }
  return undefined;
}

/** The result, or undefined when .NET raises an exception. */
export function attempt<Result>(read: () => Result | undefined): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NetThrow) return undefined;
    throw error;
  }
}
