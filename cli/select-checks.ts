/** The checks that a command runs. */
import type { Check } from '../suites/check.ts';
import { checks } from '../suites/checks/index.ts';
import { closest } from './closest.ts';
import { CommandError } from './command-error.ts';

/**
 * All checks, or those that were named.
 * @throws CommandError for an id that is none
 */
export function selectChecks(ids: readonly string[] | undefined): readonly Check[] {
  if (!ids) return checks;
  for (const id of ids) {
    if (checks.some((check) => check.id === id)) continue;
    const near = closest(
      id,
      checks.map((check) => check.id),
    );
    throw new CommandError(`there is no check '${id}'${near ? `; did you mean ${near}?` : ''}`);
  }
  return checks.filter(({ id }) => ids.includes(id));
}
