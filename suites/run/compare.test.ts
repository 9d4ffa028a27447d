import { expect, it } from 'vitest';
import { type Check, defineCheck } from '../check.ts';
import { comparedWith } from './compare.ts';
import { type CheckResult, exitCode, type RunResult } from './result.ts';

const check = (id: string): Check =>
  defineCheck({
    id,
    title: id,
    requirements: [],
    severity: 'high',
    topologies: ['broker'],
    needs: [],
    run: async () => {},
  });
const result = (id: string, outcome: CheckResult['outcome'], line?: number): CheckResult => ({
  check: check(id),
  outcome,
  milliseconds: 1,
  ...(line === undefined ? {} : { location: { file: 'p.xml', line, column: 1, element: 'e' } }),
});
const run = (...results: CheckResult[]): RunResult => ({ topology: 'broker', target: 'emulated', url: 'u', results });

const since = (now: RunResult, before: RunResult | undefined, changedLines: readonly number[] = []) => {
  const compared = comparedWith(now, before, ({ line }) => changedLines.includes(line));
  return { states: compared.results.map((each) => each.since), code: exitCode(compared) };
};

it('takes a failure for new unless the same check failed before, at a place that was not changed', () => {
  const now = run(result('a', 'failed', 3), result('b', 'passed'));
  expect(since(now, run(result('a', 'failed', 9)))).toEqual({ states: ['existing', undefined], code: 0 });
  expect(since(now, run(result('a', 'passed')))).toEqual({ states: ['new', undefined], code: 1 });
  expect(since(now, run(result('a', 'failed', 3)), [3])).toEqual({ states: ['new', undefined], code: 1 });
  expect(since(now, run(result('a', 'not testable')))).toEqual({ states: ['new', undefined], code: 1 });
  expect(since(now, undefined)).toEqual({ states: ['new', undefined], code: 1 });
});

it('does not let existing failures look like nothing to judge', () => {
  expect(since(run(result('a', 'failed')), run(result('a', 'failed'))).code).toBe(0);
});
