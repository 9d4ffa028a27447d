/**
 * A reader of JSON text that yields tokens the way Newtonsoft.Json 13 does, tolerances and messages included: single
 * quotes, unquoted names, comments, trailing commas, octal and hexadecimal integers, constructors, `undefined`, and
 * ISO strings as dates. The path, line and position in messages are those of the original.
 */
import type { Runtime } from '../core/define.ts';
import { T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { readDate } from './json-date.ts';
import { type NumberKind, readNumber } from './json-number.ts';
import type { ContainerType } from './json-position.ts';
import type { JsonTokenType, ReaderState } from './json-reader.ts';
import { isWhite, JsonTextCursor } from './json-text-cursor.ts';

const isNameChar = (ch: string): boolean => /^[\p{L}\p{Nd}_$]$/u.test(ch);
const isDigit = (ch: string): boolean => ch >= '0' && ch <= '9';

/** How strings that look like dates are read. */
export type DateHandling = 'DateTime' | 'None';

/** Newtonsoft.Json.JsonTextReader over one text. `read` moves to the next token; false at the end. */
export class JsonTextReader extends JsonTextCursor {
  readonly #dates: DateHandling;

  constructor(text: string, runtime: Runtime, dates: DateHandling = 'DateTime') {
    super(text, runtime);
    this.#dates = dates;
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

  protected readTrailing(): boolean {
    this.skipWhite();
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
    this.skipWhite();
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
      else if (isWhite(ch) || ch === ':') return this.text.slice(start, this.pos);
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
          if (!isDigit(ch) && !/[\p{N}.]/u.test(ch)) return this.unexpected(ch);
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

  #readConstructor(): boolean {
    const error = 'Unexpected content while parsing JSON.';
    if (!this.match('new')) this.fail(error);
    const after = this.peek();
    if (after !== undefined && !this.isSeparator(after)) this.fail(error);
    this.skipWhite();
    const start = this.pos;
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) return this.fail('Unexpected end while parsing constructor.');
      if (!/[\p{L}\p{Nd}]/u.test(ch)) break;
      this.pos++;
    }
    const name = this.text.slice(start, this.pos);
    const ch = this.peek() ?? '';
    if (isWhite(ch)) this.skipWhite();
    else if (ch !== '(') this.fail(`Unexpected character while parsing constructor: ${ch}.`);
    if (this.peek() !== '(') this.fail(`Unexpected character while parsing constructor: ${this.peek() ?? '\0'}.`);
    this.pos++;
    this.open('StartConstructor', 'Constructor', 'ConstructorStart');
    this.value = name;
    return true;
  }

  #commentToken(): void {
    this.value = this.readComment();
    this.tokenType = 'Comment';
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
      if (isDigit(ch) || /[-+a-fA-FxX.]/.test(ch)) this.pos++;
      else if (isWhite(ch) || ',}])/'.includes(ch)) break;
      else this.fail(`Unexpected character encountered while parsing number: ${ch}.`);
    }
    this.postValue();
    if (kind === 'none') this.fail('Cannot read number value as type.');
    const read = readNumber(this.text.slice(start, this.pos), kind);
    if ('message' in read) this.fail(read.message);
    this.assign(read.type, read.value);
  }

  /** Steps over the character that begins a container. */
  protected start(type: JsonTokenType, container: ContainerType, state: ReaderState): boolean {
    this.pos++;
    this.open(type, container, state);
    return true;
  }
}
