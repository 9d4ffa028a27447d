/** What every JSON reader keeps: the current token, the containers around it, and the path that errors name. */
import { throwNet } from '../core/exception.ts';
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

/** What the reader expects next. */
export type ReaderState =
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

/** Newtonsoft.Json.JsonReader, over any source of tokens. */
export abstract class JsonReader {
  tokenType: JsonTokenType = 'None';
  /** Value of the current token in `object` form. */
  value: unknown = null;
  protected state: ReaderState = 'Start';
  protected current: JsonPosition = position('None');
  readonly #stack: JsonPosition[] = [];

  /** Moves to the next token. @returns false at the end */
  abstract read(): boolean;
  abstract get lineNumber(): number;
  abstract get linePosition(): number;

  get depth(): number {
    const starts = this.tokenType.startsWith('Start');
    return this.#stack.length + (starts || this.current.type === 'None' ? 0 : 1);
  }

  get path(): string {
    if (this.current.type === 'None') return '';
    const inside = this.state !== 'ArrayStart' && this.state !== 'ConstructorStart' && this.state !== 'ObjectStart';
    return buildPath(this.#stack, inside ? this.current : null);
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

  /** A container begins: its start is the current token. */
  protected open(type: JsonTokenType, container: ContainerType, state: ReaderState): void {
    this.tokenType = type;
    this.value = null;
    this.state = state;
    this.#push(container);
  }

  #push(container: ContainerType): void {
    this.#countItem();
    if (this.current.type !== 'None') {
      this.#stack.push(this.current);
      this.current = position(container);
      if (this.depth + 1 > MAX_DEPTH) this.fail(`The reader's MaxDepth of ${MAX_DEPTH} has been exceeded.`);
    } else this.current = position(container);
  }

  /** A container ends. */
  protected end(type: 'EndObject' | 'EndArray' | 'EndConstructor'): void {
    this.tokenType = type;
    this.value = null;
    const closed = this.current.type;
    this.current = this.#stack.pop() ?? position('None');
    if (closes[type] !== closed) this.fail(`JsonToken ${type} is not valid for closing JsonType ${closed}.`);
    this.state = this.current.type === 'None' ? 'Finished' : 'PostValue';
  }
}
