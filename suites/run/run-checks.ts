/** The one runner. Vitest, Playwright and the command line are adapters of it. */
import { type Check, CheckFailure, type Need, NotTestable } from '../check.ts';
import type { Deployment } from '../deployment.ts';
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
    if (error instanceof NotTestable) return result({ outcome: 'not testable', reason });
    if (!(error instanceof CheckFailure)) return result({ outcome: 'error', reason });
    const { exchange, ...hints } = error.evidence;
    const location = exchange && deployment.inside?.locate(exchange.id, hints);
    // a failure stays one, strict or not: what was seen was seen
    const { assumptions = [] } = deployment.inside?.crossed() ?? {};
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
