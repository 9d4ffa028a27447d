/** The argument exceptions that the whole library throws, in the wording of .NET 10. */
import { throwNet } from '../core/exception.ts';

/** ArgumentNullException for a parameter. */
export function argumentNull(parameter: string): never {
  return throwNet('System.ArgumentNullException', `Value cannot be null. (Parameter '${parameter}')`);
}

/** The value, or ArgumentNullException when it is null. */
export function required<V>(value: V | null | undefined, parameter: string): V {
  return value === null || value === undefined ? argumentNull(parameter) : value;
}

/** ArgumentException about a parameter. */
export function argument(message: string, parameter?: string): never {
  return throwNet('System.ArgumentException', parameter ? `${message} (Parameter '${parameter}')` : message);
}

const RANGE = 'Specified argument was out of the range of valid values.';

/** ArgumentOutOfRangeException about a parameter, with the actual value where .NET names it. */
export function outOfRange(parameter: string, message = RANGE, actual?: number | bigint): never {
  const suffix = actual === undefined ? '' : `\nActual value was ${actual}.`;
  return throwNet('System.ArgumentOutOfRangeException', `${message} (Parameter '${parameter}')${suffix}`);
}

/** Throws unless `value` is zero or more. */
export function nonNegative(value: number, parameter: string): void {
  if (value < 0) outOfRange(parameter, `${parameter} ('${value}') must be a non-negative value.`, value);
}

/** Throws unless `value` is at most `limit`. */
export function atMost(value: number, limit: number, parameter: string): void {
  if (value > limit)
    outOfRange(parameter, `${parameter} ('${value}') must be less than or equal to '${limit}'.`, value);
}

/** ArgumentOutOfRangeException for an index that must lie inside a collection. */
export function indexOutOfRange(parameter = 'index'): never {
  return outOfRange(
    parameter,
    'Index was out of range. Must be non-negative and less than the size of the collection.',
  );
}

/** ArgumentOutOfRangeException for an index that may also be the end of a collection. */
export function indexBeyondEnd(parameter: string): never {
  return outOfRange(
    parameter,
    'Index was out of range. Must be non-negative and less than or equal to the size of the collection.',
  );
}

/** ArgumentOutOfRangeException for a count that reaches outside. */
export function countOutOfRange(parameter = 'count'): never {
  return outOfRange(
    parameter,
    'Count must be positive and count must refer to a location within the string/array/collection.',
  );
}

/** IndexOutOfRangeException of arrays and strings. */
export function arrayIndex(): never {
  return throwNet('System.IndexOutOfRangeException', 'Index was outside the bounds of the array.');
}

/** InvalidOperationException. */
export function invalidOperation(message: string): never {
  return throwNet('System.InvalidOperationException', message);
}

/** NullReferenceException. */
export function nullReference(): never {
  return throwNet('System.NullReferenceException', 'Object reference not set to an instance of an object.');
}
