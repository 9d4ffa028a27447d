import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invalidCharacter } from './invalid-character.ts';

describe('characters that XML does not allow', () => {
  it.each(['\0', '\b', '\u000b', '\f', '\u001f', '\ud800', '\udc00', '\ufffe', '\uffff'])('include %j', (character) => {
    expect(invalidCharacter(`a\t\n\r${character}b`)).toBe(4);
  });

  it.each(['\t', '\n', '\r', ' ', '\u007f', '\u0085', '\ud7ff', '\ue000', '\ufffd', '\ufeff', '😀'])(
    'do not include %j',
    (character) => {
      expect(invalidCharacter(`a${character}b`)).toBeUndefined();
    },
  );

  it('are none in well-formed text without controls', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => invalidCharacter(text) === undefined || !text.isWellFormed() || /\p{Cc}|\p{Cn}/u.test(text),
      ),
    );
  });
});
