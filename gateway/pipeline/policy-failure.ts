/** An error on its way to on-error. */
import type { LastErrorHost } from '../dotnet/context/host.ts';
import type { Failure, Scope, Section, Site } from '../policies/policy.ts';

/** Where in the pipeline a failure happened. */
export interface FailurePlace {
  readonly policy: string;
  readonly scope: Scope;
  readonly section: Section;
  readonly site: Site;
  readonly policyId: string | undefined;
  /** Index in the trace. */
  readonly step: number;
}

/** A failure that ends the section and goes to on-error. */
export class PolicyFailure extends Error {
  readonly failure: Failure;
  /** The innermost policy that failed; undefined for built-in steps. */
  place: FailurePlace | undefined;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = 'PolicyFailure';
    this.failure = failure;
  }
}

/** `context.LastError` (error handling page). */
export function lastErrorOf(error: PolicyFailure): LastErrorHost {
  const { failure, place } = error;
  return {
    source: failure.source ?? place?.policy ?? 'configuration',
    reason: failure.reason,
    message: failure.message,
    scope: place?.scope ?? null,
    section: place?.section ?? null,
    path: place?.site.hierarchy ?? null,
    policyId: place?.policyId ?? null,
    httpErrorCode: failure.status,
  };
}
