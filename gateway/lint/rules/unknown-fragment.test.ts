import { describe, expect, it } from 'vitest';
import { found, inbound, source } from '../testing/lint-rule.ts';

describe('unknown-fragment', () => {
  const fragments = new Map([['known', source('<fragment />', 'f.xml')]]);
  it('names the ones there are', () => {
    const policy = inbound('<include-fragment fragment-id="known" /><include-fragment fragment-id="other" />');
    expect(found('unknown-fragment', policy, { service: { fragments } })).toMatchObject([
      { severity: 'error', message: expect.stringContaining("There is no policy fragment 'other'; there are known.") },
    ]);
  });
});
