/** A reader of JSON text that can be asked for a value of a certain type, as Newtonsoft's JsonTextReader. */
import type { Runtime } from '../core/define.ts';
import { T } from '../core/type-ref.ts';
import { convertTo } from '../primitives/convertible.ts';
import { invariantCulture } from '../text/culture.ts';
import { BigInteger } from './big-integer.ts';
import { bytesOfText, enterWrappedBytes, leaveWrappedBytes, readByteArray } from './byte-reads.ts';
import { JsonTextReader } from './json-text-reader.ts';
import { type ReadKind, readQuoted, type ValueReader } from './value-reader.ts';

type Kind = Parameters<ValueReader['readAs']>[0];

/** Reader of one text. */
export class TextValueReader extends JsonTextReader implements ValueReader {
  readonly #runtime: Runtime;
  constructor(text: string, runtime: Runtime) {
    super(text, runtime);
    this.#runtime = runtime;
  }

  /** Moves to the next token, which is asked for as `kind`. */
  readAs(kind: Kind): void {
    if (this.state === 'PostValue' && this.readPostValue(true)) return;
    if (this.state === 'Finished') {
      this.readTrailing();
      return;
    }
    let wrapped = false;
    for (;;) {
      const ch = this.peek();
      if (ch === undefined) {
        this.assign('None', null);
        return;
      }
      if (ch === '/') this.readComment();
      else if (kind === 'bytes' && ch === '{') {
        this.start('StartObject', 'Object', 'ObjectStart');
        enterWrappedBytes(this);
        wrapped = true;
      } else if (!this.skipOne(ch)) {
        this.#valueAs(ch, kind);
        if (wrapped) this.#unwrap();
        return;
      }
    }
  }

  #unwrap(): void {
    const { value } = this;
    leaveWrappedBytes(this);
    this.assign('Bytes', value);
  }

  #valueAs(ch: string, kind: Kind): void {
    switch (ch) {
      case '"':
      case "'":
        this.#quoted(this.readString(ch), kind);
        return;
      case 'n':
        this.#null();
        return;
      case ',':
        this.pos++;
        this.set('Undefined', null);
        this.unexpected(',');
        break;
      case ']':
        this.pos++;
        if (this.state !== 'Array' && this.state !== 'ArrayStart') this.unexpected(ch);
        this.end('EndArray');
        return;
    }
    if (kind === 'bytes') this.#bytes(ch);
    else if (kind === 'bool') this.#boolean(ch);
    else this.#numberOrText(ch, kind);
  }

  #quoted(text: string, kind: Kind): void {
    this.postValue();
    if (kind === 'string') this.assign('String', text);
    else if (kind === 'bytes') this.assign('Bytes', bytesOfText(text));
    else readQuoted(this, text, kind, this.#runtime);
  }

  #null(): void {
    const next = this.peek(1);
    if (next === undefined) {
      this.pos++;
      this.fail('Unexpected end when reading JSON.');
    }
    if (next !== 'u') {
      this.pos += 2;
      this.unexpected(next);
    }
    if (!this.matchWord('null')) this.fail('Error parsing null value.');
    this.set('Null', null);
  }

  #bytes(ch: string): void {
    if (ch !== '[') this.#unexpectedAt(ch);
    this.start('StartArray', 'Array', 'ArrayStart');
    this.assign('Bytes', readByteArray(this, this.#runtime));
  }

  #boolean(ch: string): void {
    if (/[-.0-9]/.test(ch)) {
      this.number('value');
      const { value } = this;
      const truth = value instanceof BigInteger || convertTo(value, T.bool, this.#runtime, invariantCulture);
      this.assign('Boolean', truth);
    } else if (ch === 't' || ch === 'f') {
      this.#word(ch === 't' ? 'true' : 'false');
      this.set('Boolean', ch === 't');
    } else this.#unexpectedAt(ch);
  }

  #numberOrText(ch: string, kind: Exclude<Kind, 'bytes' | 'bool'>): void {
    if (ch === 'N') this.#constant('NaN', kind);
    else if (ch === 'I') this.#constant('Infinity', kind);
    else if (ch === '-' && this.peek(1) === 'I') this.#constant('-Infinity', kind);
    else if (kind === 'DateTime' || kind === 'DateTimeOffset') {
      if (ch !== '-') this.#unexpectedAt(ch);
      this.number('none');
    } else if (/[-.0-9]/.test(ch)) this.number(kind);
    else if (kind === 'string' && (ch === 't' || ch === 'f')) {
      const word = ch === 't' ? 'true' : 'false';
      this.#word(word);
      this.set('String', word);
    } else this.#unexpectedAt(ch);
  }

  #word(word: string): void {
    if (!this.matchWord(word)) this.unexpected(this.peek() ?? '\0');
  }

  #constant(word: 'NaN' | 'Infinity' | '-Infinity', kind: ReadKind): void {
    this.constant(word);
    if (kind === 'string') this.assign('String', word);
    else if (kind !== 'double') this.fail(`Cannot read ${word} value.`);
  }

  #unexpectedAt(ch: string): never {
    this.pos++;
    return this.unexpected(ch);
  }
}
