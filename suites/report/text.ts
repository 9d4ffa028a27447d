/** A run in lines for people: one a check, then what was found, then the count. */
import { type CheckResult, type RunResult, withOutcome } from '../run/result.ts';

const marks = {
  passed: 'ok  ',
  failed: 'FAIL',
  'not testable': 'n/t ',
  'not applicable': 'n/a ',
  waived: 'wvd ',
  error: 'ERR ',
} as const;

/** Whether a check has a line of its own; those that could not judge are told together at the end, by reason. */
export const worthALine = ({ outcome }: CheckResult): boolean =>
  outcome !== 'not applicable' && outcome !== 'not testable';

/** What was not testable, one line a reason, and an empty one. */
export function untestableLines(run: RunResult): string[] {
  const byReason = new Map<string, string[]>();
  for (const { check, reason = '' } of withOutcome(run, 'not testable')) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), check.id]);
  }
  if (byReason.size === 0) return [];
  return ['not testable here', ...[...byReason].map(([reason, ids]) => `  ${reason}: ${ids.join(', ')}`), ''];
}

/** One check in one line. */
export function resultLine({ check, outcome, reason, location, assumes, milliseconds }: CheckResult): string {
  const place = location ? `\n       ${location.file}:${location.line}:${location.column} <${location.element}>` : '';
  const why = reason === undefined ? '' : `\n       ${reason}`;
  const assumed = assumes && outcome !== 'not testable' ? ` (assumes ${assumes.join(', ')})` : '';
  return `${marks[outcome]} ${check.id}  ${check.title} (${milliseconds} ms)${assumed}${why}${place}`;
}

/** The closing lines: the verdict, and what it is a verdict about. */
export function summaryLines(run: RunResult): string[] {
  const counts = (['passed', 'failed', 'error', 'not testable', 'waived', 'not applicable'] as const)
    .map((outcome) => ({ outcome, count: withOutcome(run, outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcome}`);
  const kind = run.target === 'emulated' ? 'emulated: mock Entra ID and a gateway equivalent, not Azure' : 'live';
  return [`${run.topology} at ${run.url} (${kind})`, counts.join(', ') || 'no checks'];
}
