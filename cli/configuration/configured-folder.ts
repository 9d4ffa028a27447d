import { findConfiguration } from './read-configuration.ts';

/** The current folder, when it has a configuration: `test` and `up` then run its policies. */
export function configuredFolder(): string | undefined {
  return findConfiguration('.') === undefined ? undefined : '.';
}
