import { describe, expect, it } from 'vitest';
import { ExpiringStore } from './expiring-store.ts';

describe('an expiring store', () => {
  const create = (limit: number) => {
    let now = 0;
    const store = new ExpiringStore<number>({ limit, now: () => now });
    return { store, pass: (ms: number) => (now += ms) };
  };

  it('forgets entries when their time is over', () => {
    const { store, pass } = create(10);
    store.set('a', 1, 100);
    pass(99);
    expect(store.get('a')).toBe(1);
    pass(1);
    expect(store.get('a')).toBeUndefined();
    expect(store.size).toBe(0);
  });

  it('holds no more than its limit, and lets the oldest go', () => {
    const { store } = create(3);
    for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) store.set(key, index, 100);
    expect(store.size).toBe(3);
    expect(store.get('a')).toBeUndefined();
    expect(store.get('d')).toBe(3);
    store.set('b', 9, 100);
    store.set('e', 4, 100);
    expect([store.get('b'), store.get('c')]).toEqual([9, undefined]);
  });

  it('takes an entry once', () => {
    const { store } = create(3);
    store.set('a', 1, 100);
    expect([store.take('a'), store.take('a')]).toEqual([1, undefined]);
  });
});
