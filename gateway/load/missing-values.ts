import { readPolicy } from '../document/read-policy.ts';
import type { NamedValue, PolicySource } from '../model.ts';
import type { LoadProblem } from './load-error.ts';

/** A named value that policies use and nothing here deploys, with the place of its first use. */
export interface MissingValue extends LoadProblem {
  readonly name: string;
}

/**
 * Named values that policies refer to and the files do not declare: what scripts, portals and other deployments create.
 * @param sources all policies and fragments of the service
 */
export function missingValues(sources: Iterable<PolicySource>, namedValues: readonly NamedValue[]): MissingValue[] {
  const known = new Set(namedValues.map(({ name }) => name.toLowerCase()));
  const missing = new Map<string, MissingValue>();
  for (const source of sources) {
    const document = readPolicy(source);
    for (const { name, span } of document.namedValues) {
      const key = name.toLowerCase();
      if (known.has(key) || missing.has(key)) continue;
      missing.set(key, {
        name,
        file: source.file,
        ...document.position(span.start),
        message: `no file here deploys the named value '${name}': give it in the configuration.`,
      });
    }
  }
  return [...missing.values()];
}
