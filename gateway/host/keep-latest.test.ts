import { expect, test } from 'vitest';
import type { RequestTrace } from '../pipeline/trace/request-trace.ts';
import { keepLatest } from './keep-latest.ts';

const traceOf = (id: string, steps: number): RequestTrace => ({
  id,
  method: 'GET',
  path: '/',
  startedAt: 0,
  status: 200,
  ms: 0,
  steps: new Array(steps).fill({}),
  sections: [],
  messages: [],
  answer: { headers: {} },
});

test('the oldest go when there are too many traces, or too many steps in them', () => {
  const traces: RequestTrace[] = [];
  const keep = keepLatest(traces, 3);
  const ids = () => traces.map(({ id }) => id).join('');
  for (const id of 'abcd') keep(traceOf(id, 1));
  expect(ids()).toBe('bcd');
  keep(traceOf('e', 150_000));
  keep(traceOf('f', 60_000));
  expect(ids()).toBe('f');
  keep(traceOf('g', 140_000));
  expect(ids()).toBe('fg');
  // one that is too long alone is the latest all the same
  keep(traceOf('h', 300_000));
  expect(ids()).toBe('h');
});
