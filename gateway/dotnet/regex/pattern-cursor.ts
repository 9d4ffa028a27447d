/** A place in a regular expression's pattern, and the options that hold there. */
import { throwNet } from '../core/exception.ts';
import { isWhiteSpace } from '../text/white-space.ts';
import { isWord } from './char-set.ts';
import { RegexOptions } from './regex-node.ts';

/** Int32.MaxValue: the largest group number, and the count of an open-ended quantifier. */
export const MAX_INT = 0x7fffffff;
const MAX_NESTING = 250;

/** A cursor over one pattern. Inline options change `options` on the way. */
export class PatternCursor {
  readonly text: string;
  options: number;
  at = 0;
  #depth = 0;

  constructor(text: string, options: number) {
    this.text = text;
    this.options = options;
  }

  has(option: number): boolean {
    return (this.options & option) !== 0;
  }
  get rtl(): boolean {
    return this.has(RegexOptions.RightToLeft);
  }
  get ignoreCase(): boolean {
    return this.has(RegexOptions.IgnoreCase);
  }
  get ecma(): boolean {
    return this.has(RegexOptions.ECMAScript);
  }
  peek(ahead = 0): string | undefined {
    return this.text[this.at + ahead];
  }
  /** Throws RegexParseException. */
  fail(reason: string, offset = this.at): never {
    return throwNet(
      'System.Text.RegularExpressions.RegexParseException',
      `Invalid pattern '${this.text}' at offset ${offset}. ${reason}`,
    );
  }

  /** Runs `parse` one level deeper; patterns nested too deeply are refused. */
  nested<V>(parse: () => V): V {
    if (++this.#depth > MAX_NESTING) this.fail('The pattern is nested too deeply.');
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  /** Whether a word character of group names stands at the cursor. */
  get atWord(): boolean {
    return this.at < this.text.length && isWord(this.text.charCodeAt(this.at), false);
  }

  /** White space and comments, where they are ignored; `(?#…)` everywhere. */
  skipBlank(): void {
    for (;;) {
      if (this.has(RegexOptions.IgnorePatternWhitespace)) {
        while (this.at < this.text.length && isWhiteSpace(this.text.charCodeAt(this.at))) this.at++;
        if (this.peek() === '#') {
          while (this.at < this.text.length && this.peek() !== '\n') this.at++;
          continue;
        }
      }
      if (!this.text.startsWith('(?#', this.at)) return;
      const end = this.text.indexOf(')', this.at);
      if (end < 0) {
        this.at = this.text.length;
        this.fail('Unterminated (?#...) comment.', this.text.length - 1);
      }
      this.at = end + 1;
    }
  }
}
