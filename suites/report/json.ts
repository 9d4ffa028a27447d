/** A run as one versioned JSON object, for machines. */
import type { RunResult } from '../run/result.ts';

/** The report document. Members are only added within a version. */
export function jsonReport(run: RunResult): object {
  return {
    tool: 'sallyport',
    version: 1,
    target: { kind: run.target, topology: run.topology, url: run.url },
    checks: run.results.map(({ check, outcome, reason, location, assumes, milliseconds }) => ({
      id: check.id,
      title: check.title,
      requirements: check.requirements,
      severity: check.severity,
      outcome,
      ...(reason !== undefined && { reason }),
      ...(location && { location }),
      ...(assumes && { assumes }),
      milliseconds,
    })),
  };
}
