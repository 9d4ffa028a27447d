/**
 * A check is a value: what it proves can be listed without running it, and it is told apart from every runner.
 */
import type { Deployment, Exchange, LocateHints, Topology } from './deployment.ts';

/** How bad it is when the check fails. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/**
 * Parts of a deployment that a check cannot do without. `caller`: somebody who can get a token, a person or an application.
 */
export type Need = 'users' | 'caller' | 'forge' | 'inside';

/** Evidence of a failure. */
export interface Evidence extends LocateHints {
  /** What failed is the good case: whatever refused it may be why, a limit of the gateway’s too. */
  readonly goodCase?: true;
  /** The answer that should not have been given; its id alone where the rest is not at hand. */
  readonly exchange?: Pick<Exchange, 'id'> & Partial<Exchange>;
}

/** Thrown by a check when the system under test is wrong. Anything else it throws is an error of the harness. */
export class CheckFailure extends Error {
  readonly evidence: Evidence;
  constructor(message: string, evidence: Evidence = {}) {
    super(message);
    this.name = 'CheckFailure';
    this.evidence = evidence;
  }
}

/** Thrown when the positive control failed: the check cannot judge, because the good case does not work either. */
export class NotTestable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotTestable';
  }
}

/** Throws a CheckFailure unless `condition` holds. @param message what is wrong, without any secret */
export function ensure(condition: boolean, message: string, evidence: Evidence = {}): asserts condition {
  if (!condition) throw new CheckFailure(message, evidence);
}

/**
 * The positive control: shows that the good case works, so that the refusals that follow mean something.
 * @throws NotTestable when it does not
 */
export async function control<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    throw new NotTestable(
      `positive control failed: ${what}: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

/** A check. */
export interface Check {
  /** Stable, dotted, lower case; the anchor of its documentation. */
  readonly id: string;
  /** The requirement in one sentence, as a property that holds. */
  readonly title: string;
  /** Ids of the catalogue that it proves. */
  readonly requirements: readonly string[];
  readonly severity: Severity;
  readonly topologies: readonly Topology[];
  readonly needs: readonly Need[];
  /** Whether it runs into the gateway’s limits on purpose. Any other check that a limit stops is not testable. */
  readonly meetsLimits?: boolean;
  run(deployment: Deployment): Promise<void>;
}

/** Declares a check. The one place where a default or a rule for all checks can be added. */
export function defineCheck(check: Check): Check {
  return check;
}
