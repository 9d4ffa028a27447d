import { describe, expect, it } from 'vitest';
import { lintService } from '../lint.ts';
import { found, service, source } from '../testing/lint-rule.ts';

describe('missing-base', () => {
  it('finds sections without it, and says what an empty backend does', () => {
    const policy = '<policies><inbound /><backend></backend><outbound><base/></outbound></policies>';
    expect(
      found('missing-base', policy).map(({ element, message }) => [element, message.includes('nothing is')]),
    ).toEqual([
      ['inbound', false],
      ['backend', true],
    ]);
  });
  it('leaves the global scope and fragments alone', () => {
    const report = lintService(
      service({
        policy: source('<policies><inbound /></policies>', 'global.xml'),
        fragments: new Map([['f', source('<fragment><x/></fragment>', 'f.xml')]]),
      }),
    );
    expect(report.findings).toEqual([]);
  });
});
