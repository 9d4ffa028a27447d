import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsOfChallenge } from './claims-challenge.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const encoded = Buffer.from(claims).toString('base64');

describe('claimsOfChallenge', () => {
  it('reads base64 with its padding', () => {
    expect(encoded).toMatch(/=$/);
    const header = `Bearer authorization_uri="https://login.windows.net/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`;
    expect(claimsOfChallenge(header)).toBe(claims);
  });

  it('finds nothing in other challenges, or in claims that are no JSON object', () => {
    expect(claimsOfChallenge(null)).toBeUndefined();
    expect(claimsOfChallenge(`Bearer error="invalid_token", claims="${encoded}"`)).toBeUndefined();
    expect(claimsOfChallenge('Bearer error="insufficient_claims"')).toBeUndefined();
    for (const text of ['null', '1', 'nonsense']) {
      const value = Buffer.from(text).toString('base64');
      expect(claimsOfChallenge(`Bearer error="insufficient_claims", claims="${value}"`)).toBeUndefined();
    }
    expect(claimsOfChallenge(`Bearer error="insufficient_claims", x="${'a'.repeat(9000)}"`)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void claimsOfChallenge(`error="insufficient_claims", claims="${text}"`)),
    );
  });
});
