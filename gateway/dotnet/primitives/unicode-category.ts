import { defineEnum } from '../core/define.ts';

/** General categories in the order of System.Globalization.UnicodeCategory. */
const categories = [
  ['UppercaseLetter', 'Lu'],
  ['LowercaseLetter', 'Ll'],
  ['TitlecaseLetter', 'Lt'],
  ['ModifierLetter', 'Lm'],
  ['OtherLetter', 'Lo'],
  ['NonSpacingMark', 'Mn'],
  ['SpacingCombiningMark', 'Mc'],
  ['EnclosingMark', 'Me'],
  ['DecimalDigitNumber', 'Nd'],
  ['LetterNumber', 'Nl'],
  ['OtherNumber', 'No'],
  ['SpaceSeparator', 'Zs'],
  ['LineSeparator', 'Zl'],
  ['ParagraphSeparator', 'Zp'],
  ['Control', 'Cc'],
  ['Format', 'Cf'],
  ['Surrogate', 'Cs'],
  ['PrivateUse', 'Co'],
  ['ConnectorPunctuation', 'Pc'],
  ['DashPunctuation', 'Pd'],
  ['OpenPunctuation', 'Ps'],
  ['ClosePunctuation', 'Pe'],
  ['InitialQuotePunctuation', 'Pi'],
  ['FinalQuotePunctuation', 'Pf'],
  ['OtherPunctuation', 'Po'],
  ['MathSymbol', 'Sm'],
  ['CurrencySymbol', 'Sc'],
  ['ModifierSymbol', 'Sk'],
  ['OtherSymbol', 'So'],
  ['OtherNotAssigned', 'Cn'],
] as const;

defineEnum({
  name: 'System.Globalization.UnicodeCategory',
  values: Object.fromEntries(categories.map(([name], value) => [name, value])),
});

const tests = categories.map(([, code]) => new RegExp(`^\\p{${code}}$`, 'u'));
const memo = new Map<string, number>();

/** The category of a character (one code unit or a surrogate pair) as a value of UnicodeCategory. */
export function unicodeCategory(ch: string): number {
  const known = memo.get(ch);
  if (known !== undefined) return known;
  const category = Math.max(
    tests.findIndex((test) => test.test(ch)),
    0,
  );
  if (memo.size < 4096) memo.set(ch, category);
  return category;
}
