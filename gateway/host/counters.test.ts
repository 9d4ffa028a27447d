import { describe, expect, test } from 'vitest';
import { Counters } from './counters.ts';

describe('rate counters', () => {
  test('a sliding window lets calls go as they grow old', () => {
    let now = 0;
    const { rates } = new Counters(() => now, 'sliding');
    rates.add('k', 60_000, 2, 1);
    now = 30_000;
    rates.add('k', 60_000, 2, 1);
    expect(rates.read('k', 60_000, 2)).toEqual({ remaining: 0, retryAfterMs: 30_000 });
    now = 60_000;
    expect(rates.read('k', 60_000, 2)).toEqual({ remaining: 1, retryAfterMs: 0 });
  });

  test('a clock that was moved forward and back hides no call that has grown old', () => {
    let now = 0;
    const { rates } = new Counters(() => now, 'sliding');
    now = 3_600_000;
    rates.add('k', 60_000, 3, 1);
    now = 0;
    rates.add('k', 60_000, 3, 1);
    expect(rates.read('k', 60_000, 3).remaining).toBe(2);
    now = 3_600_000;
    expect(rates.read('k', 60_000, 3).remaining).toBe(3);
  });

  test('a bucket refills evenly', () => {
    let now = 0;
    const { rates } = new Counters(() => now, 'bucket');
    for (let call = 0; call < 4; call++) rates.add('k', 60_000, 4, 1);
    expect(rates.read('k', 60_000, 4)).toEqual({ remaining: 0, retryAfterMs: 15_000 });
    now = 15_000;
    expect(rates.read('k', 60_000, 4).remaining).toBe(1);
  });

  test('keys do not share', () => {
    const { rates } = new Counters(() => 0, 'sliding');
    rates.add('a', 60_000, 1, 1);
    expect(rates.read('b', 60_000, 1).remaining).toBe(1);
  });
});

describe('quota counters', () => {
  test('periods follow one another from their start', () => {
    let now = 10_000;
    const { quotas } = new Counters(() => now, 'sliding');
    quotas.add('k', 300_000, 0, 1, 10);
    expect(quotas.read('k', 300_000, 0)).toEqual({ calls: 1, bytes: 10, resetMs: 290_000 });
    now = 300_000;
    expect(quotas.read('k', 300_000, 0)).toEqual({ calls: 0, bytes: 0, resetMs: 300_000 });
  });

  test('a period of 0 never ends', () => {
    let now = 0;
    const { quotas } = new Counters(() => now, 'sliding');
    quotas.add('k', 0, 0, 1, 0);
    now = 1e12;
    expect(quotas.read('k', 0, 0)).toMatchObject({ calls: 1, resetMs: Number.POSITIVE_INFINITY });
  });
});

test('concurrency places are given back', () => {
  const counters = new Counters(() => 0, 'sliding');
  expect([counters.enter('k', 1), counters.enter('k', 1)]).toEqual([true, false]);
  counters.leave('k');
  expect(counters.enter('k', 1)).toBe(true);
});

test('a place that nobody had is not given back', () => {
  const counters = new Counters(() => 0, 'sliding');
  counters.leave('k');
  expect([counters.enter('k', 1), counters.enter('k', 1)]).toEqual([true, false]);
});

test('of more keys than are kept, the one that was counted longest ago is forgotten', () => {
  const { quotas } = new Counters(() => 0, 'sliding');
  for (const key of ['first', 'second', 'first']) quotas.add(key, 0, 0, 1, 0);
  for (let key = 0; key < 49_999; key++) quotas.add(`${key}`, 0, 0, 1, 0);
  expect(['first', 'second', '0'].map((key) => quotas.read(key, 0, 0).calls)).toEqual([2, 0, 1]);
});

describe('what rate counters tell at their edges', () => {
  test.each(['sliding', 'bucket'] as const)('%s: nothing is less than no calls left', (algorithm) => {
    const { rates } = new Counters(() => 0, algorithm);
    rates.add('k', 60_000, 2, 5);
    expect(rates.read('k', 60_000, 2)).toEqual({
      remaining: 0,
      retryAfterMs: algorithm === 'bucket' ? 120_000 : 60_000,
    });
  });

  test('where no call is allowed, or the next one nearly is, a client is still told to wait', () => {
    const sliding = new Counters(() => 0, 'sliding').rates;
    expect(sliding.read('k', 60_000, 0)).toEqual({ remaining: 0, retryAfterMs: 1 });
    const bucket = new Counters(() => 0, 'bucket').rates;
    expect(bucket.read('k', 60_000, 0)).toEqual({ remaining: 0, retryAfterMs: 60_000 });
    bucket.add('k', 1000, 4000, 4000);
    expect(bucket.read('k', 1000, 4000)).toEqual({ remaining: 0, retryAfterMs: 1 });
  });

  test('a bucket holds whole calls, and no more than it was made for', () => {
    let now = 0;
    const { rates } = new Counters(() => now, 'bucket');
    rates.add('k', 60_000, 4, 4);
    now = 22_500;
    expect(rates.read('k', 60_000, 4).remaining).toBe(1);
    now = 600_000;
    expect(rates.read('k', 60_000, 4).remaining).toBe(4);
  });

  test('a sliding window takes nothing back', () => {
    const { rates } = new Counters(() => 0, 'sliding');
    rates.add('k', 60_000, 3, 1);
    rates.add('k', 60_000, 3, -1);
    expect(rates.read('k', 60_000, 3).remaining).toBe(2);
  });

  test('a sliding window counts on as thousands of calls grow old', () => {
    let now = 0;
    const { rates } = new Counters(() => now, 'sliding');
    const left: number[] = [];
    for (; now < 3000; now++) {
      rates.add('k', 10, 20, 1);
      left.push(rates.read('k', 10, 20).remaining);
    }
    expect(new Set(left.slice(9))).toEqual(new Set([10]));
  });

  test('a sliding window knows 4096 moments: calls of one share it, and what comes later counts with the last', () => {
    let now = 0;
    const { rates } = new Counters(() => now, 'sliding');
    for (; now <= 4096; now++) for (let call = 0; call < 2; call++) rates.add('k', 10_000, 9000, 1);
    now = 10_000 + 4094;
    expect(rates.read('k', 10_000, 9000).remaining).toBe(9000 - 4);
    now = 10_000 + 4095;
    expect(rates.read('k', 10_000, 9000).remaining).toBe(9000);
  });
});
