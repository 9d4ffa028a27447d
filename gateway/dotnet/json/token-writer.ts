/** Building tokens from a reader of JSON, as Newtonsoft's JTokenWriter: how the serializer reads tokens. */
import { throwNet } from '../core/exception.ts';
import type { Boxed } from '../core/values.ts';
import { DateTime, UNSPECIFIED, UTC } from '../time/date-time-value.ts';
import { TICKS_PER_MILLISECOND, ticksOf, UNIX_EPOCH_TICKS } from '../time/ticks.ts';
import { TokenReader } from './token-reader.ts';
import { JArray } from './tree/array.ts';
import { JConstructor } from './tree/constructor.ts';
import type { JContainer } from './tree/container.ts';
import { JObject } from './tree/object.ts';
import { JProperty } from './tree/property.ts';
import type { JToken } from './tree/token.ts';
import type { TokenTypeName } from './tree/token-type.ts';
import { JValue } from './tree/value.ts';
import type { ValueReader } from './value-reader.ts';

type DateParts = [number, number, number, number, number, number];

class TokenWriter {
  #parent: JContainer | null = null;
  #result: JToken | null = null;

  get result(): JToken {
    return this.#result ?? JValue.null();
  }

  start(container: JContainer): void {
    this.add(container);
    this.#parent = container;
  }

  end(): void {
    const parent = this.#parent?.parent ?? null;
    this.#parent = parent instanceof JProperty ? parent.parent : parent;
  }

  /** A name that was there before loses its place as well as its value. */
  property(name: string): void {
    if (!(this.#parent instanceof JObject)) return;
    const earlier = this.#parent.property(name);
    if (earlier) this.#parent.removeChild(earlier);
    this.start(JProperty.empty(name));
  }

  add(token: JToken): void {
    const { type } = token;
    if (type === 'Comment' && (this.#parent instanceof JObject || this.#parent instanceof JProperty)) return;
    if (this.#parent) this.#parent.insertAt(this.#parent.children.length, token);
    else this.#result ??= token;
    if (this.#parent instanceof JProperty && token instanceof JValue) this.#parent = this.#parent.parent;
  }

  /** Writes the token on which the reader stands. */
  write(reader: ValueReader): void {
    const { tokenType, value } = reader;
    if (tokenType === 'StartObject') this.start(new JObject());
    else if (tokenType === 'StartArray') this.start(new JArray());
    else if (tokenType === 'StartConstructor') this.start(new JConstructor(String(value)));
    else if (tokenType === 'PropertyName') this.property(String(value));
    else if (isEnd(reader)) this.end();
    else if (tokenType === 'Null') this.add(JValue.null());
    else if (tokenType !== 'None') this.add(new JValue(value, tokenType as TokenTypeName));
  }

  /** Writes the token on which the reader stands and what it holds. */
  writeAll(reader: ValueReader, comments: boolean): void {
    const initial = reader.depth + (isStart(reader) ? 0 : 1);
    do {
      if (reader.tokenType === 'StartConstructor' && reader.value === 'Date') this.add(this.#date(reader));
      else if (comments || !isComment(reader)) this.write(reader);
    } while (initial - 1 < reader.depth - (isEnd(reader) ? 1 : 0) && reader.read());
    const final = reader.tokenType === 'None' ? -1 : reader.depth - (isEnd(reader) ? 1 : 0);
    if (initial < final || (initial === final && isStart(reader))) {
      this.#fail('Unexpected end when reading token.');
    }
  }

  #fail(message: string): never {
    const container = this.#parent instanceof JProperty ? this.#parent.parent : this.#parent;
    return throwNet('Newtonsoft.Json.JsonWriterException', `${message} Path '${container?.path ?? ''}'.`);
  }

  /** `new Date(…)`: milliseconds since 1970, or year, month from 0, day and so on. */
  #date(reader: ValueReader): JValue {
    const parts: bigint[] = [];
    for (;;) {
      if (!reader.read()) this.#fail('Unexpected end when reading date constructor.');
      if (isEnd(reader)) break;
      if (reader.tokenType !== 'Integer') {
        this.#fail(`Unexpected token when reading date constructor. Expected Integer, got ${reader.tokenType}.`);
      }
      parts.push(BigInt((reader.value as Boxed).value));
    }
    if (parts.length === 0) this.#fail('Date constructor has no arguments.');
    if (parts.length > 7) this.#fail('Unexpected number of arguments when reading date constructor.');
    const [first = 0n, month = 0n, day = 1n, hour = 0n, minute = 0n, second = 0n, milliseconds = 0n] = parts;
    if (parts.length === 1) return JValue.of(new DateTime(UNIX_EPOCH_TICKS + first * TICKS_PER_MILLISECOND, UTC));
    const [y, m, d, h, i, s] = [first, month + 1n, day || 1n, hour, minute, second].map(Number) as DateParts;
    return JValue.of(new DateTime(ticksOf(y, m, d, h, i, s, milliseconds * TICKS_PER_MILLISECOND), UNSPECIFIED));
  }
}

const isStart = ({ tokenType }: ValueReader): boolean => tokenType.startsWith('Start');
const isEnd = ({ tokenType }: ValueReader): boolean => tokenType.startsWith('End');
const isComment = ({ tokenType }: ValueReader): boolean => tokenType === 'Comment';

/** The token on which a reader stands, with what it holds; the reader is then at its end. */
export function readTokenTree(reader: ValueReader): JToken {
  if (reader instanceof TokenReader && reader.token) {
    const copy = reader.token.clone();
    if (isStart(reader)) for (const { depth } = reader; reader.read() && reader.depth > depth; );
    return copy;
  }
  const writer = new TokenWriter();
  writer.writeAll(reader, true);
  return writer.result;
}

/** The object whose first property name a reader has reached, or its end. */
export function readObjectTree(reader: ValueReader): JToken {
  const writer = new TokenWriter();
  writer.start(new JObject());
  do {
    if (reader.tokenType === 'PropertyName') {
      const name = String(reader.value);
      do {
        if (!reader.read()) return reader.failSerialization('Unexpected end when deserializing object.');
      } while (isComment(reader));
      writer.property(name);
      writer.writeAll(reader, false);
    } else if (!isComment(reader)) {
      writer.end();
      return writer.result;
    }
  } while (reader.read());
  return reader.failSerialization('Unexpected end when deserializing object.');
}
