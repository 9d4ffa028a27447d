/** Values of a policy in the order they are written: at once where none has to be waited for, which is nearly always. */
import type { Run } from './policy.ts';
import type { Value } from './schema.ts';

type Values = readonly (Value<unknown> | undefined)[];
type Got<V extends Values> = { readonly [K in keyof V]: V[K] extends Value<infer T> ? T : undefined };

/**
 * Evaluates `values` one after the other and calls `use` with the results.
 * @returns what `use` returns; a promise of it only when a value had to be waited for (a body was read first)
 */
export function withValues<const V extends Values, R>(
  run: Run,
  values: V,
  use: (...got: Got<V>) => R | Promise<R>,
): R | Promise<R> {
  const got: unknown[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]?.get(run);
    if (value instanceof Promise) return later(run, values, got, value, use as (...got: unknown[]) => R | Promise<R>);
    got.push(value);
  }
  return use(...(got as unknown as Got<V>));
}

async function later<R>(
  run: Run,
  values: Values,
  got: unknown[],
  pending: Promise<unknown>,
  use: (...got: unknown[]) => R | Promise<R>,
): Promise<R> {
  got.push(await pending);
  while (got.length < values.length) got.push(await values[got.length]?.get(run));
  return use(...got);
}
