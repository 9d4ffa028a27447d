/** The one runner. Vitest, Playwright and the command line are adapters of it. */
import { type Check, CheckFailure, type Need, NotTestable } from '../check.ts';
import type { Crossed, Deployment } from '../deployment.ts';
import type { CheckResult, RunResult } from './result.ts';

/** How much a verdict may rest on. */
export interface RunOptions {
  /** A pass that rests on what is not known of the real gateway is none: such a check is not testable here. */
  readonly strict?: boolean;
}

/** Called as the run goes on. */
export interface RunEvents {
  started?(check: Check): void;
  finished?(result: CheckResult): void;
}

const needs: Readonly<Record<Need, { met(deployment: Deployment): boolean; reason: string }>> = {
  users: { met: ({ users }) => users.length > 0, reason: 'the target names no user who could sign in' },
  caller: {
    met: ({ users, application }) => users.length > 0 || application !== undefined,
    reason: 'the target names nobody who could get a token',
  },
  forge: {
    met: ({ forge }) => forge !== undefined,
    reason: 'tokens of the target’s issuer cannot be forged from here',
  },
  inside: { met: ({ inside }) => inside !== undefined, reason: 'the inside of the target cannot be seen from here' },
};

/** Longest time one check may take, in milliseconds. */
const timeout = 60_000;

async function withinTime(check: Check, deployment: Deployment): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeout / 1000} s`)), timeout);
  });
  try {
    await Promise.race([check.run(deployment), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What to say of a check that ended early because the gateway refused a request by one of its limits; undefined where none
 * did. A failure stays one unless the refusal itself is what was seen, or may have been.
 */
function limitedBy(check: Check, error: unknown, { limits: [limit] = [] }: Partial<Crossed>): string | undefined {
  if (!limit || check.meetsLimits) return undefined;
  if (error instanceof CheckFailure) {
    const { exchange, goodCase } = error.evidence;
    if (!goodCase && exchange?.status !== 429) return undefined;
  }
  const { element, file, line, column } = limit;
  return (
    `the gateway limits requests: <${element}> at ${file}:${line}:${column} refused one that this check needs; ` +
    'it can be judged where that policy allows more'
  );
}

async function runCheck(check: Check, deployment: Deployment, strict: boolean): Promise<CheckResult> {
  const start = performance.now();
  const result = (rest: Omit<CheckResult, 'check' | 'milliseconds'>): CheckResult => ({
    check,
    ...rest,
    // what a check quotes of an answer may be a secret, which no shape tells
    ...(rest.reason === undefined ? {} : { reason: deployment.inside?.withoutSecrets(rest.reason) ?? rest.reason }),
    milliseconds: Math.round(performance.now() - start),
  });
  if (!check.topologies.includes(deployment.topology)) {
    return result({ outcome: 'not applicable', reason: `not a requirement of topology ${deployment.topology}` });
  }
  const unmet = check.needs.map((need) => needs[need]).find((need) => !need.met(deployment));
  if (unmet) return result({ outcome: 'not testable', reason: unmet.reason });
  // what went on before is nothing of this check's
  deployment.inside?.crossed();
  try {
    await withinTime(check, deployment);
    const { notEmulated = [], assumptions = [] } = deployment.inside?.crossed() ?? {};
    if (notEmulated.length > 0) {
      const reason = `it went through policy elements that are not emulated: ${notEmulated.join(', ')}`;
      return result({ outcome: 'not testable', reason });
    }
    const assumes = assumptions.length > 0 ? { assumes: assumptions } : {};
    if (strict && assumptions.length > 0) {
      const reason = `it rests on what is not known of the real gateway: ${assumptions.join(', ')}`;
      return result({ outcome: 'not testable', reason, ...assumes });
    }
    return result({ outcome: 'passed', ...assumes });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const crossed: Partial<Crossed> = deployment.inside?.crossed() ?? {};
    const limited = limitedBy(check, error, crossed);
    if (limited !== undefined) return result({ outcome: 'not testable', reason: limited });
    if (error instanceof NotTestable) return result({ outcome: 'not testable', reason });
    if (!(error instanceof CheckFailure)) return result({ outcome: 'error', reason });
    const { exchange, ...hints } = error.evidence;
    const location = exchange && deployment.inside?.locate(exchange.id, hints);
    // a failure stays one, strict or not: what was seen was seen
    const { assumptions = [] } = crossed;
    return result({
      outcome: 'failed',
      reason,
      ...(assumptions.length > 0 && { assumes: assumptions }),
      ...(location && { location }),
      ...(exchange && { exchangeId: exchange.id }),
    });
  }
}

/** Runs `checks` one after the other against `deployment`. Never throws for what a check does. */
export async function runChecks(
  deployment: Deployment,
  checks: readonly Check[],
  events: RunEvents = {},
  { strict = false }: RunOptions = {},
): Promise<RunResult> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    events.started?.(check);
    const result = await runCheck(check, deployment, strict);
    results.push(result);
    events.finished?.(result);
  }
  return { topology: deployment.topology, target: deployment.target, url: deployment.url, results };
}
