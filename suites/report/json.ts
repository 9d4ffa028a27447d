/** A run as one versioned JSON object, for machines. */
import type { CheckResult, Outcome, RunResult } from '../run/result.ts';
import { redactedResult } from './redact.ts';

/** The worst outcome counts for a requirement, in this order. */
const order: readonly Outcome[] = ['failed', 'error', 'not testable', 'waived', 'passed', 'not applicable'];

/** One verdict for each requirement that checks prove, with the places of its failures. */
function requirements(results: readonly CheckResult[]): object[] {
  const ids = [...new Set(results.flatMap(({ check }) => check.requirements))];
  return ids.map((id) => {
    const own = results.filter(({ check }) => check.requirements.includes(id));
    const outcome = order.find((each) => own.some((result) => result.outcome === each));
    const locations = own.flatMap(({ outcome: each, location }) => (each === 'failed' && location ? [location] : []));
    return { id, outcome, checks: own.map(({ check }) => check.id), ...(locations.length > 0 && { locations }) };
  });
}

/** The report document. Members are only added within a version. */
export function jsonReport(run: RunResult): object {
  const results = run.results.map(redactedResult);
  return {
    tool: 'sallyport',
    version: 1,
    target: { kind: run.target, topology: run.topology, url: run.url },
    requirements: requirements(results),
    checks: results.map(({ check, outcome, reason, location, assumes, since, waiver, milliseconds }) => ({
      id: check.id,
      title: check.title,
      requirements: check.requirements,
      severity: check.severity,
      outcome,
      ...(since && { since }),
      ...(reason !== undefined && { reason }),
      ...(location && { location }),
      ...(waiver && { waiver: { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires } }),
      ...(assumes && { assumes }),
      milliseconds,
    })),
  };
}
