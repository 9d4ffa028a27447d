import { describe, expect, it } from 'vitest';
import { found, inbound } from '../testing/lint-rule.ts';

describe('missing-audience', () => {
  it.each([
    '<validate-jwt header-name="Authorization"><openid-config url="x" /></validate-jwt>',
    '<validate-azure-ad-token tenant-id="t"><client-application-ids><application-id>a</application-id></client-application-ids></validate-azure-ad-token>',
    '<validate-jwt><audiences><audience> </audience></audiences></validate-jwt>',
  ])('finds %s', (policy) => {
    expect(found('missing-audience', inbound(policy))).toHaveLength(1);
  });
  it.each([
    '<validate-jwt><audiences><audience>@(1)</audience></audiences></validate-jwt>',
    '<validate-jwt><required-claims><claim name="aud"><value>a</value></claim></required-claims></validate-jwt>',
  ])('accepts %s', (policy) => {
    expect(found('missing-audience', inbound(policy))).toEqual([]);
  });
});
