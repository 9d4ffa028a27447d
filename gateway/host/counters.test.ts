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
