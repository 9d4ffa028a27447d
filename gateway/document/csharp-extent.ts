/**
 * Finds where a C# expression in a policy ends. This is a scanner of brackets, strings, character literals and comments
 * (C# lexical structure, sections 6.3 and 6.4), no parser: what lies between is the expression compiler's business.
 */
import { entityAt } from './entities.ts';

/** How the text is to be read: `decoded` replaces entities while scanning, `raw` takes every character as it stands. */
export type Reading = 'decoded' | 'raw';

/** Outcome of a scan. `end` is exclusive when found, else how far the scanner got and why it stopped. */
export type Extent =
  | { readonly found: true; readonly end: number }
  | { readonly found: false; readonly end: number; readonly reason: string };

const quote = 34;
const apostrophe = 39;
const open = { paren: 40, bracket: 91, brace: 123 };
const close = { paren: 41, bracket: 93, brace: 125 };
const closerOf = new Map([
  [open.paren, close.paren],
  [open.bracket, close.bracket],
  [open.brace, close.brace],
]);
const dollar = 36;
const at = 64;
const slash = 47;
const star = 42;
const backslash = 92;
const colon = 58;
const newline = 10;
const endOfText = -1;

/** 1 for the characters that begin something outside strings; the colon matters in interpolation holes. */
const meaning = new Uint8Array(128);
for (const character of '"\'@$/:()[]{}') meaning[character.charCodeAt(0)] = 1;

/** Thrown inside the scanner to leave nested scans; never leaves this file. No Error, whose stack would cost most of the scan. */
class ScanEnd {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

class Scanner {
  private readonly text: string;
  private readonly limit: number;
  private readonly decoded: boolean;
  private readonly maxDepth: number;
  private depth = 0;
  offset: number;
  /** Current character, or -1 at the end. */
  code = endOfText;
  /** Raw characters the current one takes: more than one for an entity. */
  private width = 1;

  constructor(text: string, offset: number, limit: number, reading: Reading, maxDepth: number) {
    this.text = text;
    this.offset = offset;
    this.limit = limit;
    this.decoded = reading === 'decoded';
    this.maxDepth = maxDepth;
    this.read();
  }

  private read(): void {
    const { text, offset } = this;
    this.width = 1;
    if (offset >= this.limit) {
      this.code = endOfText;
      return;
    }
    this.code = text.charCodeAt(offset);
    if (this.decoded && this.code === 38) {
      const entity = entityAt(text, offset);
      if (entity) {
        this.code = entity.text.charCodeAt(0);
        this.width = entity.length;
      }
    }
  }

  private is(code: number): boolean {
    return this.code === code;
  }

  next(): void {
    if (this.code === endOfText) return;
    this.offset += this.width;
    this.read();
  }

  /** The character after the current one, without moving. */
  private peek(): number {
    const { offset, code, width } = this;
    this.next();
    const result = this.code;
    this.offset = offset;
    this.code = code;
    this.width = width;
    return result;
  }

  private fail(reason: string): never {
    throw new ScanEnd(reason);
  }

  private enter(): void {
    if (++this.depth > this.maxDepth) this.fail(`it is nested deeper than ${this.maxDepth} levels`);
  }

  /** From an opening bracket to after the one that closes it. */
  brackets(): void {
    const closers: number[] = [];
    do {
      const closer = closerOf.get(this.code);
      if (closer !== undefined) {
        this.enter();
        closers.push(closer);
        this.next();
      } else if (this.is(close.paren) || this.is(close.bracket) || this.is(close.brace)) {
        if (closers.pop() !== this.code) this.fail(`'${String.fromCharCode(this.code)}' closes nothing`);
        this.depth--;
        this.next();
      } else this.token(closers.at(-1) ?? close.paren);
    } while (closers.length > 0);
  }

  /** One string, character literal, comment, or run of other characters that are no brackets. */
  private token(closer: number): void {
    if (this.is(endOfText)) this.fail(`'${String.fromCharCode(closer)}' expected`);
    if (this.is(quote)) this.quoted(0, false);
    else if (this.is(at) || this.is(dollar)) this.prefixed();
    else if (this.is(apostrophe)) this.character();
    else if (this.is(slash)) this.slash();
    else this.ordinary();
  }

  /** Moves to the next character that can mean something outside strings. */
  private ordinary(): void {
    this.next();
    while (this.code !== endOfText && (this.code > 127 || meaning[this.code] === 0)) this.next();
  }

  /** `@"`, `$"`, `$@"`, `@$"`, `$$"""`; or an `@identifier`. */
  private prefixed(): void {
    let dollars = 0;
    let verbatim = false;
    while (this.is(at) || this.is(dollar)) {
      if (this.is(at)) verbatim = true;
      else dollars++;
      this.next();
    }
    if (this.is(quote)) this.quoted(dollars, verbatim);
  }

  private quoted(dollars: number, verbatim: boolean): void {
    this.next();
    if (!verbatim && this.is(quote) && this.peek() === quote) this.rawString();
    else if (dollars > 0) this.interpolated(verbatim);
    else if (verbatim) this.verbatim();
    else this.regular();
  }

  private regular(): void {
    while (!this.is(quote)) {
      if (this.is(newline) || this.is(endOfText)) this.fail('Unterminated string literal');
      if (this.is(backslash)) this.next();
      this.next();
    }
    this.next();
  }

  private verbatim(): void {
    for (;;) {
      if (this.is(endOfText)) this.fail('Unterminated string literal');
      if (this.is(quote)) {
        this.next();
        if (!this.is(quote)) return;
      }
      this.next();
    }
  }

  /** `"""…"""`: the two quotes that remain of the opening are current and next. C# 11, so tolerated, never needed. */
  private rawString(): void {
    let count = 1;
    while (this.is(quote)) {
      count++;
      this.next();
    }
    let run = 0;
    while (run < count) {
      if (this.is(endOfText)) this.fail('Unterminated raw string literal');
      run = this.is(quote) ? run + 1 : 0;
      this.next();
    }
    while (this.is(quote)) this.next();
  }

  private interpolated(verbatim: boolean): void {
    for (;;) {
      if (this.is(endOfText) || (this.is(newline) && !verbatim)) this.fail('Unterminated string literal');
      if (this.is(quote)) {
        this.next();
        if (!verbatim || !this.is(quote)) return;
        this.next();
      } else if (this.is(open.brace)) {
        this.next();
        if (this.is(open.brace)) this.next();
        else this.hole(verbatim);
      } else {
        if (this.is(backslash) && !verbatim) this.next();
        this.next();
      }
    }
  }

  /** After `{` of an interpolation hole, to after its `}`; a `:` outside brackets begins the format clause. */
  private hole(verbatim: boolean): void {
    this.enter();
    for (;;) {
      if (this.is(close.brace)) break;
      if (closerOf.has(this.code)) this.brackets();
      else if (this.is(colon) && this.peek() === colon) {
        this.next();
        this.next();
      } else if (this.is(colon)) {
        while (!this.is(close.brace)) {
          if (this.is(endOfText) || this.is(quote) || (this.is(newline) && !verbatim)) {
            this.fail('Unterminated string literal');
          }
          this.next();
        }
        break;
      } else if (this.is(close.paren) || this.is(close.bracket)) {
        this.fail(`'${String.fromCharCode(this.code)}' closes nothing`);
      } else {
        this.token(close.brace);
      }
    }
    this.depth--;
    this.next();
  }

  /** `'x'`. Longer ones are no C#, but end where they end; the compiler says what is wrong with them. */
  private character(): void {
    this.next();
    for (;;) {
      if (this.is(newline) || this.is(endOfText)) this.fail('Newline in constant');
      const before = this.code;
      this.next();
      if (before === apostrophe) return;
      if (before === backslash) this.next();
    }
  }

  private slash(): void {
    this.next();
    if (this.is(slash)) {
      while (!this.is(newline) && !this.is(endOfText)) this.next();
    } else if (this.is(star)) {
      this.next();
      for (;;) {
        if (this.is(endOfText)) this.fail('End-of-file found, */ expected');
        const wasStar = this.is(star);
        this.next();
        if (wasStar && this.is(slash)) break;
      }
      this.next();
    }
  }
}

/**
 * Finds the end of the expression whose `@` stands at `start` of `text` and whose next character is `(` or `{`.
 * @param limit offset at which to stop, exclusive
 * @param maxDepth nesting of brackets and holes after which the scan gives up
 */
export function expressionExtent(
  text: string,
  start: number,
  limit: number,
  reading: Reading,
  maxDepth: number,
): Extent {
  const scanner = new Scanner(text, start + 1, limit, reading, maxDepth);
  try {
    scanner.brackets();
    return { found: true, end: scanner.offset };
  } catch (error) {
    if (!(error instanceof ScanEnd)) throw error;
    return { found: false, end: scanner.offset, reason: error.reason };
  }
}
