/** What a run says of one check. Six outcomes, because two would lie. */
import type { Check } from '../check.ts';
import type { PolicyLocation } from '../deployment.ts';
import type { Waiver } from './waivers.ts';

const outcomes = ['passed', 'failed', 'not testable', 'not applicable', 'waived', 'error'] as const;

/**
 * - passed: the requirement holds
 * - failed: the system under test is wrong
 * - not testable: it could not be judged here, for the stated reason
 * - not applicable: the requirement does not concern this topology
 * - waived: it failed, and somebody answers for that until a date
 * - error: the harness broke; says nothing about the system under test
 */
export type Outcome = (typeof outcomes)[number];

/** The result of one check. Holds no secret: messages are written by checks, exchanges stay out. */
export interface CheckResult {
  readonly check: Check;
  readonly outcome: Outcome;
  /** Why, for every outcome but passed. */
  readonly reason?: string;
  /** The policy element behind a failure. */
  readonly location?: PolicyLocation;
  /** What the verdict assumes about the real gateway, as `switch=value`. */
  readonly assumes?: readonly string[];
  /** Trace id of the exchange that shows the failure. */
  readonly exchangeId?: string;
  /** Where two versions are compared: whether a failure came with the change, or was there before it. */
  readonly since?: 'new' | 'existing';
  /** Of a failure that is waived. */
  readonly waiver?: Waiver;
  readonly milliseconds: number;
}

/** Everything a run said. */
export interface RunResult {
  readonly topology: string;
  readonly target: 'emulated' | 'live';
  readonly url: string;
  readonly results: readonly CheckResult[];
}

/** The results with `outcome`. */
export function withOutcome(run: RunResult, outcome: Outcome): readonly CheckResult[] {
  return run.results.filter((result) => result.outcome === outcome);
}

/**
 * The exit code of a run (design of the command line): 0 pass, 1 findings, 3 nothing to judge, 4 could not judge.
 * A failed positive control is "could not judge": with it, nothing that did pass means much.
 */
export function exitCode(run: RunResult): 0 | 1 | 3 | 4 {
  const failed = withOutcome(run, 'failed');
  if (failed.some(({ since }) => since !== 'existing')) return 1;
  if (withOutcome(run, 'error').length > 0) return 4;
  if (withOutcome(run, 'not testable').some(({ reason }) => reason?.startsWith('positive control failed'))) return 4;
  return withOutcome(run, 'passed').length + withOutcome(run, 'waived').length + failed.length > 0 ? 0 : 3;
}
