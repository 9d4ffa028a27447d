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

/** Ids and time that Entra ID ends each of its messages with: they tell apart what is the same. */
const traceOfEntra = /\s+Trace ID: \S+ Correlation ID: \S+ Timestamp: \S+ [\d:]+Z/g;

/** Why something could not be judged, without what differs from one time to the next. */
function whyUntestable(reason: string): string {
  const plain = reason.replace(traceOfEntra, '');
  const [, why] = /^positive control failed: [^:]+: (.+)$/s.exec(plain) ?? [];
  return why === undefined ? plain : `the good case does not work: ${why}`;
}

/** What was not testable, one line a reason, and an empty one. */
export function untestableLines(run: RunResult): string[] {
  const byReason = new Map<string, string[]>();
  for (const { check, reason = '' } of withOutcome(run, 'not testable')) {
    const why = whyUntestable(reason);
    byReason.set(why, [...(byReason.get(why) ?? []), check.id]);
  }
  if (byReason.size === 0) return [];
  return ['not testable here', ...[...byReason].map(([reason, ids]) => `  ${reason}: ${ids.join(', ')}`), ''];
}

/** One check in one line. */
export function resultLine({ check, outcome, reason, location, milliseconds }: CheckResult): string {
  const place = location ? `\n       ${location.file}:${location.line}:${location.column} <${location.element}>` : '';
  const why = reason === undefined ? '' : `\n       ${reason.replace(traceOfEntra, '')}`;
  return `${marks[outcome]} ${check.id}  ${check.title} (${milliseconds} ms)${why}${place}`;
}

/** On which switches verdicts rest, in one line; none where they rest on none. Results in JSON have them one by one. */
function assumedLines(run: RunResult): string[] {
  const assuming = run.results.filter(({ outcome, assumes }) => outcome === 'passed' && assumes !== undefined);
  if (assuming.length === 0) return [];
  const switches = [...new Set(assuming.flatMap(({ assumes = [] }) => assumes))].sort();
  const passes = assuming.length === 1 ? '1 pass rests' : `${assuming.length} passes rest`;
  return [`${passes} on what is assumed of the real gateway (docs/switches.md; --strict): ${switches.join(', ')}`];
}

/** The closing lines: the verdict, and what it is a verdict about. */
export function summaryLines(run: RunResult): string[] {
  const counts = (['passed', 'failed', 'error', 'not testable', 'waived', 'not applicable'] as const)
    .map((outcome) => ({ outcome, count: withOutcome(run, outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcome}`);
  const kind = run.target === 'emulated' ? 'emulated: mock Entra ID and a gateway equivalent, not Azure' : 'live';
  return [`${run.topology} at ${run.url} (${kind})`, ...assumedLines(run), counts.join(', ') || 'no checks'];
}
