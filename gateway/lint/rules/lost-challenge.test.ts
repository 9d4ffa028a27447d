import { describe, expect, it } from 'vitest';
import { found, inbound } from '../testing/lint-rule.ts';

describe('lost-challenge', () => {
  const challenge = '<set-header name="WWW-Authenticate"><value>Bearer</value></set-header>';
  it('finds one that return-response drops', () => {
    expect(
      found('lost-challenge', inbound(`${challenge}<return-response><set-status code="401" /></return-response>`)),
    ).toHaveLength(1);
  });
  it('accepts one inside it', () => {
    expect(found('lost-challenge', inbound(`<return-response>${challenge}</return-response>`))).toEqual([]);
    expect(found('lost-challenge', inbound(challenge))).toEqual([]);
  });
});
