/** The characters of a Bicep file and its lexical rules: white space, comments, names and strings. */
import type { StringPart } from './syntax.ts';

/** Leaves the statement that is being parsed; the parser reads on with the next. */
export class BicepSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'BicepSyntaxError';
    this.offset = offset;
  }
}

const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const blank = /(?:[ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#(?:disable|restore)[^\n]*)/y;
const escapes: Readonly<Record<string, string>> = { '\\': '\\', "'": "'", n: '\n', r: '\r', t: '\t', $: '$' };

/** Reads Bicep text character by character, with errors that name the offset. */
export class BicepReader {
  readonly text: string;
  offset = 0;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.offset = 1;
  }

  fail(message: string, offset = this.offset): never {
    throw new BicepSyntaxError(message, offset);
  }

  /** Skips blanks and comments, and line ends unless told to stop at them. */
  skip(lines = true): void {
    for (;;) {
      blank.lastIndex = this.offset;
      if (blank.test(this.text)) this.offset = blank.lastIndex;
      else if (lines && this.text[this.offset] === '\n') this.offset++;
      else return;
    }
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** Whether `text` stands here. */
  at(text: string): boolean {
    return this.text.startsWith(text, this.offset);
  }

  take(text: string): boolean {
    if (!this.at(text)) return false;
    this.offset += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail(`'${text}' expected`);
  }

  /** The name that stands here, without moving. */
  peekName(): string | undefined {
    name.lastIndex = this.offset;
    return name.exec(this.text)?.[0];
  }

  takeName(): string | undefined {
    const found = this.peekName();
    if (found !== undefined) this.offset += found.length;
    return found;
  }

  expectName(what: string): string {
    return this.takeName() ?? this.fail(`${what} expected`);
  }

  /** Whether the word `text` stands here, and moves behind it. */
  takeWord(text: string): boolean {
    if (this.peekName() !== text) return false;
    this.offset += text.length;
    return true;
  }

  /**
   * A string, from its quote.
   * @param hole reads the expression of an interpolation, and leaves the reader at its closing brace
   */
  string(hole: () => StringPart): { parts: StringPart[]; multiline: boolean } {
    const dollars = /\$*/y;
    dollars.lastIndex = this.offset;
    const count = dollars.exec(this.text)?.[0].length ?? 0;
    this.offset += count;
    if (this.take("'''")) return { parts: this.multiline(count, hole), multiline: true };
    this.expect("'");
    const parts: StringPart[] = [];
    let start = this.offset;
    let text = '';
    const push = (): void => {
      if (text !== '') parts.push({ text, start, end: this.offset });
      text = '';
    };
    for (;;) {
      const character = this.text[this.offset];
      if (character === undefined || character === '\n') this.fail('the string is not closed');
      if (character === "'") break;
      if (this.at('${')) {
        push();
        this.offset += 2;
        parts.push(hole());
        this.expect('}');
        start = this.offset;
      } else if (character === '\\') text += this.escape();
      else {
        text += character;
        this.offset++;
      }
    }
    push();
    this.offset++;
    return { parts, multiline: false };
  }

  private escape(): string {
    const unicode = /\\u\{([0-9A-Fa-f]{1,6})\}/y;
    unicode.lastIndex = this.offset;
    const match = unicode.exec(this.text);
    if (match) {
      const code = Number.parseInt(match[1] ?? '', 16);
      if (code > 0x10ffff) this.fail('no such character');
      this.offset += match[0].length;
      return String.fromCodePoint(code);
    }
    const value = escapes[this.text[this.offset + 1] ?? ''];
    if (value === undefined) this.fail('unknown escape in a string');
    this.offset += 2;
    return value;
  }

  /** After `'''`: text as it stands, without the line end that follows the quotes; `$` before them count for holes. */
  private multiline(dollars: number, hole: () => StringPart): StringPart[] {
    if (this.at('\r\n')) this.offset += 2;
    else if (this.at('\n')) this.offset++;
    const parts: StringPart[] = [];
    const opening = `${'$'.repeat(dollars)}{`;
    let start = this.offset;
    for (;;) {
      const close = this.text.indexOf("'''", this.offset);
      if (close < 0) this.fail('the multi-line string is not closed', start);
      const next = dollars > 0 ? this.text.indexOf(opening, this.offset) : -1;
      if (next < 0 || next > close) {
        // Quotes directly before the closing three belong to the text.
        let end = close;
        while (this.text[end + 3] === "'") end++;
        if (end > start) parts.push({ text: this.text.slice(start, end), start, end });
        this.offset = end + 3;
        return parts;
      }
      if (next > start) parts.push({ text: this.text.slice(start, next), start, end: next });
      this.offset = next + opening.length;
      parts.push(hole());
      this.expect('}');
      start = this.offset;
    }
  }
}
