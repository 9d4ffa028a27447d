import { describe, expect, it } from 'vitest';
import { coverage } from './census.ts';

describe('coverage of the census', () => {
  it('counts what the texts use and lists the rest, most used first', () => {
    const nothing = coverage('constructs', []);
    expect(nothing.covered).toBe(0);
    expect(nothing.missing).toHaveLength(nothing.total);
    expect(nothing.missing[0]).toBe('member');
    const some = coverage('constructs', ['@(1 + 2)', '@(1 +)']);
    expect(some.missing).not.toContain('binary +');
    expect(some.covered).toBeGreaterThan(0);
  });
});
