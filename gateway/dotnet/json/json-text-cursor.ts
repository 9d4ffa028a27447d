/** The characters of JSON text: lines, white space, comments, strings and their escapes. */
import type { Runtime } from '../core/define.ts';
import { JsonReader } from './json-reader.ts';

/** White space as .NET tells it, without the byte order mark. */
export function isWhite(ch: string): boolean {
  const code = ch.charCodeAt(0);
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return /[\s\u0085]/.test(ch) && ch !== '\ufeff';
}

/** A JSON reader with a cursor over one text. */
export abstract class JsonTextCursor extends JsonReader {
  protected readonly text: string;
  protected pos = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, runtime: Runtime) {
    super();
    this.text = text;
    runtime.charge(text.length);
  }

  get lineNumber(): number {
    if (this.state === 'Start' && this.linePosition === 0 && this.tokenType !== 'Comment') return 0;
    return this.#line;
  }

  get linePosition(): number {
    return this.pos - this.#lineStart;
  }

  /** The character at the cursor, or `ahead` of it; undefined beyond the end. */
  protected peek(ahead = 0): string | undefined {
    return this.text[this.pos + ahead];
  }

  /** Steps over one white-space character; false when there is none. */
  protected skipOne(ch: string): boolean {
    if (ch === '\n' || ch === '\r') {
      this.newLine(ch);
      return true;
    }
    if (ch === ' ' || ch === '\t' || isWhite(ch)) {
      this.pos++;
      return true;
    }
    return false;
  }

  /** Steps over all white space. */
  protected skipWhite(): void {
    for (let ch = this.peek(); ch !== undefined && this.skipOne(ch); ch = this.peek());
  }

  /** Steps over a line break, counting it. */
  protected newLine(ch: string): void {
    this.pos++;
    if (ch === '\r' && this.peek() === '\n') this.pos++;
    this.#line++;
    this.#lineStart = this.pos;
  }

  /** Steps over a word that a separator must follow; false when something else is there, up to which it steps. */
  protected matchWord(word: string): boolean {
    if (!this.match(word)) return false;
    const next = this.peek();
    return next === undefined || this.isSeparator(next);
  }

  /** Steps over a word; false when something else is there, up to which it steps. */
  protected match(word: string): boolean {
    if (this.pos + word.length > this.text.length) {
      this.pos = this.text.length;
      this.fail('Unexpected end when reading JSON.');
    }
    for (let i = 0; i < word.length; i++) {
      if (this.peek(i) === word[i]) continue;
      this.pos += i;
      return false;
    }
    this.pos += word.length;
    return true;
  }

  /** Whether a word may end before `ch`. */
  protected isSeparator(ch: string): boolean {
    if (ch === '}' || ch === ']' || ch === ',') return true;
    if (ch === '/') return this.peek(1) === '*' || this.peek(1) === '/';
    if (ch === ')') return this.state === 'Constructor' || this.state === 'ConstructorStart';
    return isWhite(ch);
  }

  /** Steps over a comment. @returns what it says */
  protected readComment(): string {
    this.pos++;
    if (this.peek(1) === undefined) {
      this.fail('Unexpected end while parsing comment.');
    }
    const kind = this.peek();
    if (kind !== '*' && kind !== '/') this.fail(`Error parsing comment. Expected: *, got ${kind}.`);
    this.pos++;
    const start = this.pos;
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) {
        if (kind === '*') this.fail('Unexpected end while parsing comment.');
        return this.text.slice(start);
      }
      if (kind === '*' && ch === '*' && this.peek(1) === '/') {
        this.pos += 2;
        return this.text.slice(start, this.pos - 2);
      }
      if (ch === '\r' || ch === '\n') {
        if (kind === '/') return this.text.slice(start, this.pos);
        this.newLine(ch);
      } else this.pos++;
    }
  }

  /** Reads a string from its opening quote on. */
  protected readString(quote: string): string {
    this.pos++;
    let out = '';
    let from = this.pos;
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) this.fail(`Unterminated string. Expected delimiter: ${quote}.`);
      if (ch === quote) {
        out += this.text.slice(from, this.pos);
        this.pos++;
        return out;
      }
      if (ch === '\n' || ch === '\r') this.newLine(ch);
      else if (ch === '\\') {
        out += this.text.slice(from, this.pos);
        this.pos++;
        out += this.#readEscape(quote);
        from = this.pos;
      } else this.pos++;
    }
  }

  #readEscape(quote: string): string {
    const ch = this.peek();
    if (ch === undefined) return this.fail(`Unterminated string. Expected delimiter: ${quote}.`);
    this.pos++;
    const simple = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '\\': '\\', '"': '"', "'": "'", '/': '/' }[ch];
    if (simple !== undefined) return simple;
    if (ch !== 'u') return this.fail(`Bad JSON escape sequence: \\${ch}.`);
    const unit = this.#readUnit();
    if (unit >= 0xdc00 && unit <= 0xdfff) return '\ufffd';
    if (unit < 0xd800 || unit > 0xdbff) return String.fromCharCode(unit);
    return this.#readLowSurrogate(unit);
  }

  /** After an escaped high surrogate: the pair, or U+FFFD for what has no partner. */
  #readLowSurrogate(first: number): string {
    let high = first;
    let out = '';
    while (this.peek() === '\\' && this.peek(1) === 'u') {
      this.pos += 2;
      const low = this.#readUnit();
      if (low >= 0xdc00 && low <= 0xdfff) return out + String.fromCharCode(high, low);
      out += '\ufffd';
      if (low < 0xd800 || low > 0xdbff) return out + String.fromCharCode(low);
      high = low;
    }
    return `${out}\ufffd`;
  }

  #readUnit(): number {
    const digits = this.text.slice(this.pos, this.pos + 4);
    if (digits.length < 4) return this.fail('Unexpected end while parsing Unicode escape sequence.');
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return this.fail(`Invalid Unicode escape sequence: \\u${digits}.`);
    this.pos += 4;
    return Number.parseInt(digits, 16);
  }
}
