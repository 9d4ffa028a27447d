/**
 * A reader of JSON text that yields tokens the way Newtonsoft.Json 13 does, tolerances and messages included: single
 * quotes, unquoted names, comments, trailing commas, octal and hexadecimal integers, constructors, `undefined`, and
 * ISO strings as dates. The path, line and position in messages are those of the original.
 */

import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { BigInteger } from './big-integer.ts';
import { readDate } from './json-date.ts';
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
  | 'Date';

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
const MAX_INTEGER_DIGITS = 380;
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
  /** Text of the current primitive token, before conversion. */
  raw = '';
  readonly isText = true;
  /** Whether the next token is read as a certain type, which moves the place that some errors name. */
  typed = false;
  readonly #text: string;
  readonly #dates: DateHandling;
  #pos = 0;
  #line = 1;
  #lineStart = 0;
  #state: State = 'Start';
  readonly #stack: JsonPosition[] = [];
  #current: JsonPosition = position('None');

  constructor(text: string, runtime: Runtime, dates: DateHandling = 'DateTime') {
    this.#text = text;
    this.#dates = dates;
    runtime.charge(text.length);
  }

  get depth(): number {
    const starts = this.tokenType.startsWith('Start');
    return this.#stack.length + (starts || this.#current.type === 'None' ? 0 : 1);
  }

  get path(): string {
    if (this.#current.type === 'None') return '';
    const inside = this.#state !== 'ArrayStart' && this.#state !== 'ConstructorStart' && this.#state !== 'ObjectStart';
    return buildPath(this.#stack, inside ? this.#current : null);
  }

  get lineNumber(): number {
    if (this.#state === 'Start' && this.linePosition === 0 && this.tokenType !== 'Comment') return 0;
    return this.#line;
  }

  get linePosition(): number {
    return this.#pos - this.#lineStart;
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

  /** Turns typed reading on or off. */
  typedRead(typed: boolean): void {
    this.typed = typed;
  }

  /** Moves to the next token. @returns false at the end of the text */
  read(): boolean {
    for (;;) {
      switch (this.#state) {
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
          if (this.#readPostValue()) return true;
          break;
        default:
          return this.#readTrailing();
      }
    }
  }

  #peek(ahead = 0): string | undefined {
    return this.#text[this.#pos + ahead];
  }

  #readTrailing(): boolean {
    this.#skipWhite();
    const ch = this.#peek();
    if (ch === undefined) {
      this.tokenType = 'None';
      this.value = null;
      return false;
    }
    if (ch === '/') {
      this.#readComment();
      return true;
    }
    return this.fail(`Additional text encountered after finished reading JSON content: ${ch}.`);
  }

  /** Steps over one white-space character; false when there is none. */
  #skipOne(ch: string): boolean {
    if (ch === '\n' || ch === '\r') {
      this.#newLine(ch);
      return true;
    }
    if (ch === ' ' || ch === '\t' || isWhite(ch)) {
      this.#pos++;
      return true;
    }
    return false;
  }

  #newLine(ch: string): void {
    this.#pos++;
    if (ch === '\r' && this.#peek() === '\n') this.#pos++;
    this.#line++;
    this.#lineStart = this.#pos;
  }

  #skipWhite(): void {
    for (let ch = this.#peek(); ch !== undefined && this.#skipOne(ch); ch = this.#peek());
  }

  #readPostValue(): boolean {
    for (;;) {
      const ch = this.#peek();
      if (ch === undefined) {
        this.#state = 'Finished';
        return false;
      }
      switch (ch) {
        case '}':
          this.#pos++;
          this.#end('EndObject');
          return true;
        case ']':
          this.#pos++;
          this.#end('EndArray');
          return true;
        case ')':
          this.#pos++;
          this.#end('EndConstructor');
          return true;
        case '/':
          this.#readComment();
          return true;
        case ',':
          this.#pos++;
          this.#state = this.#current.type === 'None' ? 'Finished' : this.#current.type;
          return false;
        default:
          if (!this.#skipOne(ch)) this.fail(`After parsing a value an unexpected character was encountered: ${ch}.`);
      }
    }
  }

  #readObject(): boolean {
    for (;;) {
      const ch = this.#peek();
      if (ch === undefined) return this.#noMore();
      if (ch === '}') {
        this.#pos++;
        this.#end('EndObject');
        return true;
      }
      if (ch === '/') {
        this.#readComment();
        return true;
      }
      if (!this.#skipOne(ch)) return this.#readProperty(ch);
    }
  }

  #noMore(): boolean {
    this.tokenType = 'None';
    this.value = null;
    return false;
  }

  #readProperty(first: string): boolean {
    let name: string;
    if (first === '"' || first === "'") {
      this.#pos++;
      name = this.#readString(first);
    } else if (isNameChar(first)) name = this.#readUnquotedName();
    else return this.fail(`Invalid property identifier character: ${first}.`);
    this.#skipWhite();
    const ch = this.#peek();
    if (ch !== ':') this.fail(`Invalid character after parsing property name. Expected ':' but got: ${ch ?? '\0'}.`);
    this.#pos++;
    this.tokenType = 'PropertyName';
    this.value = name;
    this.#state = 'Property';
    this.#current.property = name;
    return true;
  }

  #readUnquotedName(): string {
    const start = this.#pos;
    for (;;) {
      const ch = this.#peek();
      if (ch === undefined) return this.fail('Unexpected end while parsing unquoted property name.');
      if (isNameChar(ch)) this.#pos++;
      else if (isWhite(ch) || ch === ':') return this.#text.slice(start, this.#pos);
      else this.fail(`Invalid JavaScript property identifier character: ${ch}.`);
    }
  }

  #readValue(): boolean {
    for (;;) {
      const ch = this.#peek();
      if (ch === undefined) return this.#noMore();
      switch (ch) {
        case '"':
        case "'":
          this.#pos++;
          this.#string(this.#readString(ch));
          return true;
        case 't':
          return this.#word('true', 'Boolean', true, 'Error parsing boolean value.');
        case 'f':
          return this.#word('false', 'Boolean', false, 'Error parsing boolean value.');
        case 'n':
          return this.#readN();
        case 'N':
          return this.#word('NaN', 'Float', new Boxed(T.double, Number.NaN), 'Error parsing NaN value.');
        case 'I':
          return this.#word(
            'Infinity',
            'Float',
            new Boxed(T.double, Number.POSITIVE_INFINITY),
            'Error parsing Infinity value.',
          );
        case '-':
          if (this.#peek(1) === 'I')
            return this.#word(
              '-Infinity',
              'Float',
              new Boxed(T.double, Number.NEGATIVE_INFINITY),
              'Error parsing -Infinity value.',
            );
          return this.#readNumber();
        case 'u':
          return this.#word('undefined', 'Undefined', null, 'Error parsing undefined value.');
        case '/':
          this.#readComment();
          return true;
        case '{':
          return this.#start('StartObject', 'Object', 'ObjectStart');
        case '[':
          return this.#start('StartArray', 'Array', 'ArrayStart');
        case ']':
          this.#pos++;
          this.#end('EndArray');
          return true;
        case ')':
          this.#pos++;
          this.#end('EndConstructor');
          return true;
        case ',':
          this.#set('Undefined', null);
          return true;
        default:
          if (this.#skipOne(ch)) break;
          if (/[\p{N}.]/u.test(ch)) return this.#readNumber();
          return this.#unexpected(ch);
      }
    }
  }

  #unexpected(ch: string): never {
    if (this.typed) this.#pos++;
    return this.fail(`Unexpected character encountered while parsing value: ${ch}.`);
  }

  #readN(): boolean {
    const next = this.#peek(1);
    if (next === 'u') return this.#word('null', 'Null', null, 'Error parsing null value.');
    if (next === 'e') return this.#readConstructor();
    if (next !== undefined) return this.#unexpected('n');
    this.#pos++;
    return this.fail('Unexpected end when reading JSON.');
  }

  /** A word that must be followed by a separator. */
  #word(word: string, type: JsonTokenType, value: unknown, error: string): boolean {
    this.#expectWord(word, error);
    const next = this.#peek();
    if (next !== undefined && !this.#isSeparator(next)) this.fail(error);
    this.raw = word;
    this.#set(type, value);
    return true;
  }

  #expectWord(word: string, error: string): void {
    for (let i = 0; i < word.length; i++) {
      const ch = this.#peek(i);
      if (ch === undefined && this.#pos + word.length > this.#text.length && this.#matches(word)) {
        this.#pos = this.#text.length;
        this.fail('Unexpected end when reading JSON.');
      }
      if (ch !== word[i]) {
        if (this.#pos + word.length > this.#text.length) {
          this.#pos = this.#text.length;
          this.fail('Unexpected end when reading JSON.');
        }
        this.#pos += i;
        this.fail(error);
      }
    }
    this.#pos += word.length;
  }

  #matches(word: string): boolean {
    return word.startsWith(this.#text.slice(this.#pos));
  }

  #isSeparator(ch: string): boolean {
    if (ch === '}' || ch === ']' || ch === ',') return true;
    if (ch === '/') return this.#peek(1) === '*' || this.#peek(1) === '/';
    if (ch === ')') return this.#state === 'Constructor' || this.#state === 'ConstructorStart';
    return isWhite(ch);
  }

  #readConstructor(): boolean {
    const error = 'Unexpected content while parsing JSON.';
    this.#expectWord('new', error);
    const after = this.#peek();
    if (after !== undefined && !this.#isSeparator(after)) this.fail(error);
    this.#skipWhite();
    const start = this.#pos;
    for (;;) {
      const ch = this.#peek();
      if (ch === undefined) return this.fail('Unexpected end while parsing constructor.');
      if (!/[\p{L}\p{Nd}]/u.test(ch)) break;
      this.#pos++;
    }
    const name = this.#text.slice(start, this.#pos);
    const ch = this.#peek() ?? '';
    if (isWhite(ch)) this.#skipWhite();
    else if (ch !== '(') this.fail(`Unexpected character while parsing constructor: ${ch}.`);
    if (this.#peek() !== '(') this.fail(`Unexpected character while parsing constructor: ${this.#peek() ?? '\0'}.`);
    this.#pos++;
    this.tokenType = 'StartConstructor';
    this.value = name;
    this.#state = 'ConstructorStart';
    this.#push('Constructor');
    return true;
  }

  #readComment(): void {
    this.#pos++;
    if (this.#peek(1) === undefined) {
      this.fail('Unexpected end while parsing comment.');
    }
    const kind = this.#peek();
    if (kind !== '*' && kind !== '/') this.fail(`Error parsing comment. Expected: *, got ${kind}.`);
    this.#pos++;
    const start = this.#pos;
    for (;;) {
      const ch = this.#peek();
      if (ch === undefined) {
        if (kind === '*') this.fail('Unexpected end while parsing comment.');
        this.#comment(this.#text.slice(start));
        return;
      }
      if (kind === '*' && ch === '*' && this.#peek(1) === '/') {
        this.#pos += 2;
        this.#comment(this.#text.slice(start, this.#pos - 2));
        return;
      }
      if (ch === '\r' || ch === '\n') {
        if (kind === '/') {
          this.#comment(this.#text.slice(start, this.#pos));
          return;
        }
        this.#newLine(ch);
      } else this.#pos++;
    }
  }

  #comment(text: string): void {
    this.tokenType = 'Comment';
    this.value = text;
  }

  #readString(quote: string): string {
    let out = '';
    let from = this.#pos;
    for (;;) {
      const ch = this.#peek();
      if (ch === undefined) this.fail(`Unterminated string. Expected delimiter: ${quote}.`);
      if (ch === quote) {
        out += this.#text.slice(from, this.#pos);
        this.#pos++;
        return out;
      }
      if (ch === '\n' || ch === '\r') this.#newLine(ch);
      else if (ch === '\\') {
        out += this.#text.slice(from, this.#pos);
        this.#pos++;
        out += this.#readEscape(quote);
        from = this.#pos;
      } else this.#pos++;
    }
  }

  #readEscape(quote: string): string {
    const ch = this.#peek();
    if (ch === undefined) return this.fail(`Unterminated string. Expected delimiter: ${quote}.`);
    this.#pos++;
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
    while (this.#peek() === '\\' && this.#peek(1) === 'u') {
      this.#pos += 2;
      const low = this.#readUnit();
      if (low >= 0xdc00 && low <= 0xdfff) return out + String.fromCharCode(high, low);
      out += '\ufffd';
      if (low < 0xd800 || low > 0xdbff) return out + String.fromCharCode(low);
      high = low;
    }
    return `${out}\ufffd`;
  }

  #readUnit(): number {
    const digits = this.#text.slice(this.#pos, this.#pos + 4);
    if (digits.length < 4) return this.fail('Unexpected end while parsing Unicode escape sequence.');
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return this.fail(`Invalid Unicode escape sequence: \\u${digits}.`);
    this.#pos += 4;
    return Number.parseInt(digits, 16);
  }

  #string(text: string): void {
    this.raw = text;
    const date = this.#dates === 'DateTime' ? readDate(text) : null;
    if (date) this.#set('Date', date);
    else this.#set('String', text);
  }

  #readNumber(): boolean {
    const start = this.#pos;
    for (let ch = this.#peek(); ch !== undefined; ch = this.#peek()) {
      if (/[-+a-fA-FxX.0-9]/.test(ch)) this.#pos++;
      else if (isWhite(ch) || ',}])/'.includes(ch)) break;
      else this.fail(`Unexpected character encountered while parsing number: ${ch}.`);
    }
    const text = this.#text.slice(start, this.#pos);
    this.raw = text;
    const octalOrHex = text.length > 1 && text[0] === '0' && !'.eE'.includes(text[1] ?? '');
    if (octalOrHex) {
      const hex = /^0x([0-9a-f]{1,16})$/i.exec(text);
      if (!hex && !/^[0-7]{1,22}$/.test(text)) this.#notANumber(text);
      const value = hex ? BigInt(`0x${hex[1]}`) : BigInt(`0o${text}`);
      if (BigInt.asUintN(64, value) !== value) this.#notANumber(text);
      this.#set('Integer', new Boxed(T.long, BigInt.asIntN(64, value)));
    } else if (/^-?\d+$/.test(text)) {
      const digits = text.replace(/^-?0*/, '');
      if (digits.length > 19 && text.length > MAX_INTEGER_DIGITS)
        this.fail(`JSON integer ${text} is too large to parse.`);
      const value = BigInt(text);
      const small = BigInt.asIntN(64, value) === value;
      this.#set('Integer', small ? new Boxed(T.long, value) : new BigInteger(value));
    } else if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) {
      this.#set('Float', new Boxed(T.double, Number(text)));
    } else this.#notANumber(text);
    return true;
  }

  #notANumber(text: string): never {
    return this.fail(`Input string '${text}' is not a valid number.`);
  }

  /** A primitive token was read. */
  #set(type: JsonTokenType, value: unknown): void {
    this.tokenType = type;
    this.value = value;
    this.#state = this.#current.type === 'None' ? 'Finished' : 'PostValue';
    this.#countItem();
  }

  #countItem(): void {
    if (this.#current.type === 'Array' || this.#current.type === 'Constructor') this.#current.index++;
  }

  #start(type: JsonTokenType, container: ContainerType, state: State): boolean {
    this.#pos++;
    this.tokenType = type;
    this.value = null;
    this.#state = state;
    this.#push(container);
    return true;
  }

  #push(container: ContainerType): void {
    this.#countItem();
    if (this.#current.type !== 'None') {
      this.#stack.push(this.#current);
      this.#current = position(container);
      if (this.depth + 1 > MAX_DEPTH) this.fail(`The reader's MaxDepth of ${MAX_DEPTH} has been exceeded.`);
    } else this.#current = position(container);
  }

  #end(type: 'EndObject' | 'EndArray' | 'EndConstructor'): void {
    this.tokenType = type;
    this.value = null;
    const closed = this.#current.type;
    this.#current = this.#stack.pop() ?? position('None');
    if (closes[type] !== closed) this.fail(`JsonToken ${type} is not valid for closing JsonType ${closed}.`);
    this.#state = this.#current.type === 'None' ? 'Finished' : 'PostValue';
  }
}
