/** The bound on what one request may run. */
import { expect, test } from 'vitest';
import type { Step } from '../policies/policy.ts';
import { Execution } from './execution.ts';
import { PolicyFailure } from './policy-failure.ts';
import type { RequestState } from './request-state.ts';

test('a request runs 50,000 steps, and the next one is its failure and does not run', () => {
  const { signal } = new AbortController();
  const recorder = { begin: () => 0, at: () => undefined };
  const state = { signal, recorder, performed: 49_999, ended: 0 } as unknown as RequestState;
  let executed = 0;
  const step = { policy: 'set-variable', covered: { hits: 0 }, execute: () => void executed++ } as unknown as Step;
  const execution = new Execution(state, 'inbound', 'api', 0, undefined);
  execution.performOne(step, 0);
  expect(executed).toBe(1);
  expect(() => execution.performOne(step, 0)).toThrow(PolicyFailure);
  expect(() => execution.performOne(step, 0)).toThrow('The policies of one request took more than 50000 steps.');
  expect([executed, step.covered.hits]).toEqual([1, 1]);
});
