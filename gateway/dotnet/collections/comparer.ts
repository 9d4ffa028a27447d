/** Ordering and equality that a caller may replace: IComparer<T>, IEqualityComparer<T>, and their defaults. */
import type { CallInfo, Runtime } from '../core/define.ts';
import { NetThrow, throwNet } from '../core/exception.ts';
import { compare, type Key, keyOf } from '../primitives/virtual.ts';

/** What an `IComparer<T>` can do. */
export interface Comparer {
  compareValues(a: unknown, b: unknown, runtime: Runtime): number;
}

/** What an `IEqualityComparer<T>` can do: give equal values the same key. */
export interface EqualityComparer {
  keyOf(value: unknown, runtime: Runtime): Key;
}

/** A sort function for an `IComparer<T>` argument; null is the default order. */
export function comparerOf(comparer: unknown, call: CallInfo): (a: unknown, b: unknown) => number {
  const custom = comparer as Partial<Comparer> | null;
  if (custom?.compareValues) return (a, b) => custom.compareValues?.(a, b, call.runtime) ?? 0;
  return (a, b) => compare(a, b, call.runtime);
}

/** An order for sorting: what fails while two elements are compared ends the sort as .NET reports it. */
export function sortOrder(compareTwo: (a: unknown, b: unknown) => number): (a: unknown, b: unknown) => number {
  return (a, b) => {
    try {
      return compareTwo(a, b);
    } catch (error) {
      if (!(error instanceof NetThrow)) throw error;
      return throwNet(
        'System.InvalidOperationException',
        'Failed to compare two elements in the array.',
        error.exception,
      );
    }
  };
}

/** The key function of an `IEqualityComparer<T>` argument; null is `Equals`. */
export function keysOf(comparer: unknown, runtime: Runtime): (value: unknown) => Key {
  const custom = comparer as Partial<EqualityComparer> | null;
  if (custom?.keyOf) return (value) => custom.keyOf?.(value, runtime);
  return keyOf;
}
