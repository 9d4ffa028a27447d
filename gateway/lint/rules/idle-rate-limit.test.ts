import { describe, expect, it } from 'vitest';
import { found, inbound } from '../testing/lint-rule.ts';

describe('idle-rate-limit', () => {
  const policy = inbound(
    '<rate-limit calls="1" renewal-period="1" /><rate-limit-by-key calls="1" renewal-period="1" counter-key="k" />',
  );
  it('finds limits by subscription where none is needed', () => {
    expect(found('idle-rate-limit', policy)).toHaveLength(1);
    expect(found('idle-rate-limit', policy, { api: { subscriptionRequired: true } })).toEqual([]);
  });
});
