/**
 * A reader of JSON text that yields tokens the way Newtonsoft.Json 13 does, tolerances and messages included: single
 * quotes, unquoted names, comments, trailing commas, octal and hexadecimal integers, constructors, `undefined`, and
 * ISO strings as dates. The path, line and position in messages are those of the original.
 */

import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { readDate } from './json-date.ts';
import { type NumberKind, readNumber } from './json-number.ts';
import { buildPath, type ContainerType, formatMessage, type JsonPosition, position } from './json-position.ts';

/** Kinds of token, by Newtonsoft's names. */
export type JsonTokenType =
  | 'None'
  | 'StartObject'
  | 'StartArray'
  | 'StartConstructor'
  | 'PropertyName'
  | 'Comment'
  | 'Integer'
  | 'Float'
  | 'String'
  | 'Boolean'
  | 'Null'
  | 'Undefined'
  | 'EndObject'
  | 'EndArray'
  | 'EndConstructor'
  | 'Date'
  | 'Bytes';

type State =
  | 'Start'
  | 'Property'
  | 'ObjectStart'
  | 'Object'
  | 'ArrayStart'
  | 'Array'
  | 'ConstructorStart'
  | 'Constructor'
  | 'PostValue'
  | 'Finished';

const MAX_DEPTH = 64;
const closes: Readonly<Record<string, ContainerType>> = {
  EndObject: 'Object',
  EndArray: 'Array',
  EndConstructor: 'Constructor',
};
const isWhite = (ch: string): boolean => /[\s\u0085]/.test(ch) && ch !== '\ufeff';
const isNameChar = (ch: string): boolean => /^[\p{L}\p{Nd}_$]$/u.test(ch);

/** How strings that look like dates are read. */
export type DateHandling = 'DateTime' | 'None';

/** Reader over one text. `read` moves to the next token; false at the end. */
export class JsonReader {
  tokenType: JsonTokenType = 'None';
  /** Value of the current token in `object` form. */
  value: unknown = null;
  readonly #text: string;
  readonly #dates: DateHandling;
  protected pos = 0;
  #line = 1;
  #lineStart = 0;
  protected state: State = 'Start';
  readonly #stack: JsonPosition[] = [];
  protected current: JsonPosition = position('None');

  constructor(text: string, runtime: Runtime, dates: DateHandling = 'DateTime') {
    this.#text = text;
    this.#dates = dates;
    runtime.charge(text.length);
  }

  get depth(): number {
    const starts = this.tokenType.startsWith('Start');
    return this.#stack.length + (starts || this.current.type === 'None' ? 0 : 1);
  }

  get path(): string {
    if (this.current.type === 'None') return '';
    const inside = this.state !== 'ArrayStart' && this.state !== 'ConstructorStart' && this.state !== 'ObjectStart';
    return buildPath(this.#stack, inside ? this.current : null);
  }

  get lineNumber(): number {
    if (this.state === 'Start' && this.linePosition === 0 && this.tokenType !== 'Comment') return 0;
    return this.#line;
  }

  get linePosition(): number {
    return this.pos - this.#lineStart;
  }

  /** Throws JsonReaderException with path and position. */
  fail(message: string): never {
    const text = formatMessage(message, this.path, { line: this.lineNumber, position: this.linePosition });
    return throwNet('Newtonsoft.Json.JsonReaderException', text);
  }

  /** Throws JsonSerializationException with path and position. */
  failSerialization(message: string): never {
    const text = formatMessage(message, this.path, { line: this.lineNumber, position: this.linePosition });
    return throwNet('Newtonsoft.Json.JsonSerializationException', text);
  }

  /** Moves to the next token. @returns false at the end of the text */
  read(): boolean {
    for (;;) {
      switch (this.state) {
        case 'Start':
        case 'Property':
        case 'ArrayStart':
        case 'Array':
        case 'ConstructorStart':
        case 'Constructor':
          return this.#readValue();
        case 'ObjectStart':
        case 'Object':
          return this.#readObject();
        case 'PostValue':
          if (this.readPostValue(false)) return true;
          break;
        default:
          return this.readTrailing();
      }
    }
  }

  protected peek(ahead = 0): string | undefined {
    return this.#text[this.pos + ahead];
  }

  protected readTrailing(): boolean {
    this.#skipWhite();
    const ch = this.peek();
    if (ch === undefined) {
      this.tokenType = 'None';
      this.value = null;
      return false;
    }
    if (ch === '/') {
      this.#commentToken();
      return true;
    }
    return this.fail(`Additional text encountered after finished reading JSON content: ${ch}.`);
  }

  /** Steps over one white-space character; false when there is none. */
  protected skipOne(ch: string): boolean {
    if (ch === '\n' || ch === '\r') {
      this.#newLine(ch);
      return true;
    }
    if (ch === ' ' || ch === '\t' || isWhite(ch)) {
      this.pos++;
      return true;
    }
    return false;
  }

  #newLine(ch: string): void {
    this.pos++;
    if (ch === '\r' && this.peek() === '\n') this.pos++;
    this.#line++;
    this.#lineStart = this.pos;
  }

  #skipWhite(): void {
    for (let ch = this.peek(); ch !== undefined && this.skipOne(ch); ch = this.peek());
  }

  /** What follows a value. @returns true when a token was read; false when the next value is to be read */
  protected readPostValue(ignoreComments: boolean): boolean {
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) {
        this.state = 'Finished';
        return false;
      }
      switch (ch) {
        case '}':
          this.pos++;
          this.end('EndObject');
          return true;
        case ']':
          this.pos++;
          this.end('EndArray');
          return true;
        case ')':
          this.pos++;
          this.end('EndConstructor');
          return true;
        case '/':
          if (ignoreComments) this.readComment();
          else this.#commentToken();
          if (!ignoreComments) return true;
          break;
        case ',':
          this.pos++;
          this.state = this.current.type === 'None' ? 'Finished' : this.current.type;
          return false;
        default:
          if (!this.skipOne(ch)) this.fail(`After parsing a value an unexpected character was encountered: ${ch}.`);
      }
    }
  }

  #readObject(): boolean {
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) return false;
      if (ch === '}') {
        this.pos++;
        this.end('EndObject');
        return true;
      }
      if (ch === '/') {
        this.#commentToken();
        return true;
      }
      if (!this.skipOne(ch)) return this.#readProperty(ch);
    }
  }

  #readProperty(first: string): boolean {
    let name: string;
    if (first === '"' || first === "'") {
      name = this.readString(first);
    } else if (isNameChar(first)) name = this.#readUnquotedName();
    else return this.fail(`Invalid property identifier character: ${first}.`);
    this.#skipWhite();
    const ch = this.peek();
    if (ch !== ':') this.fail(`Invalid character after parsing property name. Expected ':' but got: ${ch ?? '\0'}.`);
    this.pos++;
    this.tokenType = 'PropertyName';
    this.value = name;
    this.state = 'Property';
    this.current.property = name;
    return true;
  }

  #readUnquotedName(): string {
    const start = this.pos;
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) return this.fail('Unexpected end while parsing unquoted property name.');
      if (isNameChar(ch)) this.pos++;
      else if (isWhite(ch) || ch === ':') return this.#text.slice(start, this.pos);
      else this.fail(`Invalid JavaScript property identifier character: ${ch}.`);
    }
  }

  #readValue(): boolean {
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) return false;
      switch (ch) {
        case '"':
        case "'":
          this.#string(this.readString(ch));
          return true;
        case 't':
          return this.#word('true', 'Boolean', true, 'Error parsing boolean value.');
        case 'f':
          return this.#word('false', 'Boolean', false, 'Error parsing boolean value.');
        case 'n':
          return this.#readN();
        case 'N':
          return this.constant('NaN');
        case 'I':
          return this.constant('Infinity');
        case '-':
          if (this.peek(1) === 'I') return this.constant('-Infinity');
          this.number('value');
          return true;
        case 'u':
          return this.#word('undefined', 'Undefined', null, 'Error parsing undefined value.');
        case '/':
          this.#commentToken();
          return true;
        case '{':
          return this.start('StartObject', 'Object', 'ObjectStart');
        case '[':
          return this.start('StartArray', 'Array', 'ArrayStart');
        case ']':
          this.pos++;
          this.end('EndArray');
          return true;
        case ')':
          this.pos++;
          this.end('EndConstructor');
          return true;
        case ',':
          this.set('Undefined', null);
          return true;
        default:
          if (this.skipOne(ch)) break;
          if (!/[\p{N}.]/u.test(ch)) return this.unexpected(ch);
          this.number('value');
          return true;
      }
    }
  }

  protected unexpected(ch: string): never {
    return this.fail(`Unexpected character encountered while parsing value: ${ch}.`);
  }

  #readN(): boolean {
    const next = this.peek(1);
    if (next === 'u') return this.#word('null', 'Null', null, 'Error parsing null value.');
    if (next === 'e') return this.#readConstructor();
    if (next !== undefined) return this.unexpected('n');
    this.pos++;
    return this.fail('Unexpected end when reading JSON.');
  }

  /** `NaN` and the infinities. */
  protected constant(word: 'NaN' | 'Infinity' | '-Infinity'): boolean {
    return this.#word(word, 'Float', new Boxed(T.double, Number(word)), `Error parsing ${word} value.`);
  }

  #word(word: string, type: JsonTokenType, value: unknown, error: string): boolean {
    if (!this.matchWord(word)) this.fail(error);
    this.set(type, value);
    return true;
  }

  /** Steps over a word that a separator must follow; false when something else is there, up to which it steps. */
  protected matchWord(word: string): boolean {
    if (!this.#match(word)) return false;
    const next = this.peek();
    return next === undefined || this.#isSeparator(next);
  }

  #match(word: string): boolean {
    if (this.pos + word.length > this.#text.length) {
      this.pos = this.#text.length;
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

  #isSeparator(ch: string): boolean {
    if (ch === '}' || ch === ']' || ch === ',') return true;
    if (ch === '/') return this.peek(1) === '*' || this.peek(1) === '/';
    if (ch === ')') return this.state === 'Constructor' || this.state === 'ConstructorStart';
    return isWhite(ch);
  }

  #readConstructor(): boolean {
    const error = 'Unexpected content while parsing JSON.';
    if (!this.#match('new')) this.fail(error);
    const after = this.peek();
    if (after !== undefined && !this.#isSeparator(after)) this.fail(error);
    this.#skipWhite();
    const start = this.pos;
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) return this.fail('Unexpected end while parsing constructor.');
      if (!/[\p{L}\p{Nd}]/u.test(ch)) break;
      this.pos++;
    }
    const name = this.#text.slice(start, this.pos);
    const ch = this.peek() ?? '';
    if (isWhite(ch)) this.#skipWhite();
    else if (ch !== '(') this.fail(`Unexpected character while parsing constructor: ${ch}.`);
    if (this.peek() !== '(') this.fail(`Unexpected character while parsing constructor: ${this.peek() ?? '\0'}.`);
    this.pos++;
    this.tokenType = 'StartConstructor';
    this.value = name;
    this.state = 'ConstructorStart';
    this.#push('Constructor');
    return true;
  }

  #commentToken(): void {
    this.value = this.readComment();
    this.tokenType = 'Comment';
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
        return this.#text.slice(start);
      }
      if (kind === '*' && ch === '*' && this.peek(1) === '/') {
        this.pos += 2;
        return this.#text.slice(start, this.pos - 2);
      }
      if (ch === '\r' || ch === '\n') {
        if (kind === '/') return this.#text.slice(start, this.pos);
        this.#newLine(ch);
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
        out += this.#text.slice(from, this.pos);
        this.pos++;
        return out;
      }
      if (ch === '\n' || ch === '\r') this.#newLine(ch);
      else if (ch === '\\') {
        out += this.#text.slice(from, this.pos);
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
    const digits = this.#text.slice(this.pos, this.pos + 4);
    if (digits.length < 4) return this.fail('Unexpected end while parsing Unicode escape sequence.');
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return this.fail(`Invalid Unicode escape sequence: \\u${digits}.`);
    this.pos += 4;
    return Number.parseInt(digits, 16);
  }

  #string(text: string): void {
    const date = this.#dates === 'DateTime' ? readDate(text) : null;
    if (date) this.set('Date', date);
    else this.set('String', text);
  }

  /** Reads a number as one of the kinds that values are asked for; `none` where no number fits. */
  protected number(kind: NumberKind | 'none'): void {
    const start = this.pos;
    for (let ch = this.peek(); ch !== undefined; ch = this.peek()) {
      if (/[-+a-fA-FxX.0-9]/.test(ch)) this.pos++;
      else if (isWhite(ch) || ',}])/'.includes(ch)) break;
      else this.fail(`Unexpected character encountered while parsing number: ${ch}.`);
    }
    this.postValue();
    if (kind === 'none') this.fail('Cannot read number value as type.');
    const read = readNumber(this.#text.slice(start, this.pos), kind);
    if ('message' in read) this.fail(read.message);
    this.assign(read.type, read.value);
  }

  /** A primitive token was read. */
  protected set(type: JsonTokenType, value: unknown): void {
    this.assign(type, value);
    this.postValue();
  }

  /** Makes this the current token, wherever the reader stands. */
  assign(type: JsonTokenType, value: unknown): void {
    this.tokenType = type;
    this.value = value;
  }

  /** The place is now behind a value. */
  protected postValue(): void {
    this.state = this.current.type === 'None' ? 'Finished' : 'PostValue';
    this.#countItem();
  }

  #countItem(): void {
    if (this.current.type === 'Array' || this.current.type === 'Constructor') this.current.index++;
  }

  protected start(type: JsonTokenType, container: ContainerType, state: State): boolean {
    this.pos++;
    this.tokenType = type;
    this.value = null;
    this.state = state;
    this.#push(container);
    return true;
  }

  #push(container: ContainerType): void {
    this.#countItem();
    if (this.current.type !== 'None') {
      this.#stack.push(this.current);
      this.current = position(container);
      if (this.depth + 1 > MAX_DEPTH) this.fail(`The reader's MaxDepth of ${MAX_DEPTH} has been exceeded.`);
    } else this.current = position(container);
  }

  protected end(type: 'EndObject' | 'EndArray' | 'EndConstructor'): void {
    this.tokenType = type;
    this.value = null;
    const closed = this.current.type;
    this.current = this.#stack.pop() ?? position('None');
    if (closes[type] !== closed) this.fail(`JsonToken ${type} is not valid for closing JsonType ${closed}.`);
    this.state = this.current.type === 'None' ? 'Finished' : 'PostValue';
  }
}
