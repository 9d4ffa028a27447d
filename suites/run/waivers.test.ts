import { expect, test } from 'vitest';
import { defineCheck } from '../check.ts';
import { type CheckResult, exitCode } from './result.ts';
import { needless, type Waiver, waived } from './waivers.ts';

const check = defineCheck({
  id: 'a.check',
  title: 'Holds',
  requirements: ['mcp.full-flow'],
  severity: 'high',
  topologies: ['broker'],
  needs: [],
  run: async () => {},
});
const failed: CheckResult = { check, outcome: 'failed', reason: 'leaks', milliseconds: 1 };
const waiver: Waiver = { check: 'a.check', reason: 'ticket 7', owner: 'team-x', expires: '2026-03-31' };
const lastMoment = Date.parse('2026-03-31T23:59:59.999Z');
const run = (results: readonly CheckResult[]) => ({
  topology: 'broker',
  target: 'emulated' as const,
  url: 'https://gateway.example/mcp',
  results,
});

test('a failure is waived to the end of the last day, with who answers for it and why', () => {
  const result = waived(failed, [waiver], lastMoment);
  expect(result).toMatchObject({ outcome: 'waived', reason: 'leaks; team-x until 2026-03-31: ticket 7', waiver });
  expect(exitCode(run([result]))).toBe(0);
});

test('the day after it is a failure again, and says why', () => {
  const result = waived(failed, [waiver], lastMoment + 1);
  expect(result).toMatchObject({ outcome: 'failed', reason: 'leaks; the waiver of team-x ended with 2026-03-31' });
  expect(exitCode(run([result]))).toBe(1);
});

test('neither another check nor another outcome is waived', () => {
  expect(waived(failed, [{ ...waiver, check: 'b.check' }], 0)).toEqual(failed);
  const broken: CheckResult = { ...failed, outcome: 'error' };
  expect(waived(broken, [waiver], 0)).toEqual(broken);
});

test('a waiver of a check that passes is needless, one of a check that did not run is not judged', () => {
  expect(needless([{ ...failed, outcome: 'passed' }], [waiver, { ...waiver, check: 'b.check' }])).toEqual([waiver]);
  expect(needless([waived(failed, [waiver], 0)], [waiver])).toEqual([]);
});
