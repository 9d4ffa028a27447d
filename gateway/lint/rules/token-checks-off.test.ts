import { describe, expect, it } from 'vitest';
import { found, inbound } from '../testing/lint-rule.ts';

describe('token-checks-off', () => {
  it('finds protections that are turned off', () => {
    const policy = inbound('<validate-jwt require-signed-tokens="false" require-expiration-time="true" />');
    expect(found('token-checks-off', policy)).toMatchObject([
      { column: 42, message: expect.stringContaining('unsigned') },
    ]);
  });
});
