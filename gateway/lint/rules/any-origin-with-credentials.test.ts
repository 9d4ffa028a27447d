import { describe, expect, it } from 'vitest';
import { found, inbound } from '../testing/lint-rule.ts';

describe('any-origin-with-credentials', () => {
  const cors = (origin: string, credentials: string) =>
    inbound(
      `<cors allow-credentials="${credentials}"><allowed-origins><origin>${origin}</origin></allowed-origins></cors>`,
    );
  it('finds the combination', () => {
    expect(found('any-origin-with-credentials', cors('*', 'true'))).toHaveLength(1);
    expect(found('any-origin-with-credentials', cors('*', 'false'))).toEqual([]);
    expect(found('any-origin-with-credentials', cors('https://a.example', 'true'))).toEqual([]);
  });
});
