/** A reader over a token tree, as Newtonsoft's JTokenReader. */

import { box } from '../core/box.ts';
import { NetDecimal } from '../core/decimal.ts';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { NetArray } from '../core/values.ts';
import { convertTo } from '../primitives/convertible.ts';
import { Guid } from '../primitives/guid.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { Uri } from '../primitives/uri-value.ts';
import { formatText } from '../primitives/virtual.ts';
import { invariantCulture } from '../text/culture.ts';
import { DateTime, DateTimeOffset, offsetFrom } from '../time/date-time-value.ts';
import { TimeSpan } from '../time/time-span.ts';
import { BigInteger } from './big-integer.ts';
import { bytesOfText, enterWrappedBytes, leaveWrappedBytes, readByteArray } from './byte-reads.ts';
import { formatMessage } from './json-position.ts';
import type { JsonTokenType } from './json-reader.ts';
import { JArray } from './tree/array.ts';
import { JConstructor } from './tree/constructor.ts';
import { JObject } from './tree/object.ts';
import { JProperty } from './tree/property.ts';
import type { JToken } from './tree/token.ts';
import { JValue } from './tree/value.ts';
import { type QuotedKind, readQuoted, type ValueReader } from './value-reader.ts';

type Kind = Parameters<ValueReader['readAs']>[0];

interface Step {
  readonly type: JsonTokenType;
  readonly token: JToken;
  readonly value: unknown;
  readonly depth: number;
}

function* walk(token: JToken, depth: number): Generator<Step> {
  if (token instanceof JProperty) {
    yield { type: 'PropertyName', token, value: token.name, depth };
    yield* walk(token.value, depth);
    return;
  }
  if (token instanceof JValue) {
    const type = valueTypeOf(token);
    yield { type, token, value: type === 'String' ? textOf(token.value) : token.value, depth };
    return;
  }
  const kind = token instanceof JObject ? 'Object' : token instanceof JArray ? 'Array' : 'Constructor';
  yield { type: `Start${kind}`, token, value: token instanceof JConstructor ? token.name : null, depth };
  for (const child of token.children) yield* walk(child, depth + 1);
  yield { type: `End${kind}`, token, value: null, depth };
}

function valueTypeOf(token: JValue): JsonTokenType {
  switch (token.type) {
    case 'Integer':
    case 'Float':
    case 'Boolean':
    case 'Null':
    case 'Undefined':
    case 'Date':
    case 'Bytes':
    case 'Comment':
      return token.type;
    default:
      return 'String';
  }
}

/** Guids, times and addresses are read as text. */
function textOf(value: unknown): unknown {
  if (value instanceof Guid) return value.format(null);
  if (value instanceof TimeSpan) return value.toText();
  return value instanceof Uri ? value.originalString : value;
}

/** The kinds whose name differs from the type that errors speak of. */
const NAMES: Readonly<Record<Kind, string>> = {
  int: 'integer',
  double: 'double',
  decimal: 'decimal',
  bool: 'boolean',
  string: 'string',
  bytes: 'bytes',
  DateTime: 'date',
  DateTimeOffset: 'date',
};

const NUMBERS: Partial<Record<Kind, { type: TypeRef; token: JsonTokenType }>> = {
  int: { type: T.int, token: 'Integer' },
  double: { type: T.double, token: 'Float' },
  decimal: { type: T.decimal, token: 'Float' },
  bool: { type: T.bool, token: 'Boolean' },
};

/** Reader of one token and what it holds. */
export class TokenReader implements ValueReader {
  tokenType: JsonTokenType = 'None';
  value: unknown = null;
  depth = 0;
  readonly #steps: Generator<Step>;
  readonly #runtime: Runtime;
  #token: JToken | null = null;
  constructor(token: JToken, runtime: Runtime) {
    this.#steps = walk(token, 0);
    this.#runtime = runtime;
  }

  /** The token on which the reader stands. */
  get token(): JToken | null {
    return this.#token;
  }

  get path(): string {
    return this.#token?.path ?? '';
  }

  read(): boolean {
    const next = this.#steps.next();
    if (next.done) {
      this.assign('None', null);
      this.#token = null;
      return false;
    }
    this.assign(next.value.type, next.value.value);
    this.depth = next.value.depth;
    this.#token = next.value.token;
    return true;
  }

  /** Moves to the next token, which is asked for as `kind`. */
  readAs(kind: Kind): void {
    while (this.read() && this.tokenType === 'Comment');
    const type = this.tokenType;
    if (type === 'None' || type === 'Null' || type === 'EndArray') return;
    if (kind === 'string') this.#text();
    else if (kind === 'bytes') this.#bytes();
    else if (type === 'String') readQuoted(this, String(this.value), kind as QuotedKind, this.#runtime);
    else if (type === 'Date' && (kind === 'DateTime' || kind === 'DateTimeOffset')) this.#date(kind);
    else this.#number(kind);
  }

  #number(kind: Kind): void {
    const target = NUMBERS[kind];
    const { tokenType, value } = this;
    if (kind === 'bool' && tokenType === 'Boolean') return;
    if (!target || (tokenType !== 'Integer' && tokenType !== 'Float')) {
      this.#unexpected(kind);
      return;
    }
    try {
      this.assign(target.token, box(this.#convert(value, target.type), target.type));
    } catch (error) {
      if (kind !== 'int' && kind !== 'decimal') throw error;
      const shown = formatText(value, null, invariantCulture, this.#runtime);
      this.fail(`Could not convert to ${NAMES[kind]}: ${shown}.`);
    }
  }

  #convert(value: unknown, type: TypeRef): unknown {
    if (!(value instanceof BigInteger)) return convertTo(value, type, this.#runtime, invariantCulture);
    if (type === T.bool) return value.value !== 0n;
    if (type === T.double) return Number(value.value);
    if (type === T.decimal) return NetDecimal.of(value.value, 0);
    return throwNet('System.OverflowException', 'Value was either too large or too small for an Int32.');
  }

  #text(): void {
    const { tokenType, value } = this;
    if (tokenType === 'String') return;
    const primitive = ['Integer', 'Float', 'Boolean', 'Date', 'Bytes'].includes(tokenType);
    if (!primitive) this.#unexpected('string');
    const text = value instanceof NetArray ? 'System.Byte[]' : formatText(value, null, invariantCulture, this.#runtime);
    this.assign('String', text);
  }

  #bytes(): void {
    if (this.tokenType !== 'Bytes') this.assign('Bytes', this.#bytesOf(this.tokenType, this.value));
  }

  #bytesOf(type: JsonTokenType, value: unknown): unknown {
    if (type === 'String') return value === '' ? bytes(new Uint8Array(0)) : bytesOfText(String(value));
    if (type === 'StartArray') return readByteArray(this, this.#runtime);
    if (type !== 'StartObject') return this.#unexpected('bytes');
    enterWrappedBytes(this);
    this.readAs('bytes');
    const inner = this.value;
    leaveWrappedBytes(this);
    return inner;
  }

  #date(kind: 'DateTime' | 'DateTimeOffset'): void {
    const { value } = this;
    if (kind === 'DateTime' && value instanceof DateTimeOffset) this.assign('Date', new DateTime(value.ticks));
    if (kind === 'DateTimeOffset' && value instanceof DateTime) this.assign('Date', offsetFrom(value.ticks, 0));
  }

  #unexpected(kind: Kind): never {
    return this.fail(`Error reading ${NAMES[kind]}. Unexpected token: ${this.tokenType}.`);
  }

  /** Makes this the current token. */
  assign(type: JsonTokenType, value: unknown): void {
    this.tokenType = type;
    this.value = value;
  }

  fail(message: string): never {
    return throwNet('Newtonsoft.Json.JsonReaderException', this.#message(message));
  }

  failSerialization(message: string): never {
    return throwNet('Newtonsoft.Json.JsonSerializationException', this.#message(message));
  }

  #message(message: string): string {
    return formatMessage(message, this.path, this.#token?.line ?? null);
  }
}
