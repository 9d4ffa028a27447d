import { describe, expect, it } from 'vitest';
import { found } from '../testing/lint-rule.ts';

describe('comment-dashes', () => {
  it('finds them, also before the root element', () => {
    expect(found('comment-dashes', '<!-- a <!-- b -->\n<policies><!-- fine - --></policies>')).toMatchObject([
      { line: 1, column: 10, severity: 'note' },
    ]);
  });
});
