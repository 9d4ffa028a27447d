/** A reader over a token tree, with the interface that the deserializer reads by. */
import { throwNet } from '../core/exception.ts';
import { formatMessage } from './json-position.ts';
import type { JsonTokenType } from './json-reader.ts';
import { JArray, JConstructor, JObject, JProperty, type JToken, JValue } from './token.ts';

/** What deserialization needs of a reader. */
export interface ValueReader {
  readonly tokenType: JsonTokenType;
  readonly value: unknown;
  /** The token as its text was written: numbers and dates before conversion. */
  readonly raw: string;
  readonly path: string;
  /** Whether the reader reads text, where typed reads have messages of their own. */
  readonly isText: boolean;
  read(): boolean;
  /** Throws JsonReaderException at the current place. */
  fail(message: string): never;
  /** Throws JsonSerializationException at the current place. */
  failSerialization(message: string): never;
}

interface Step {
  readonly type: JsonTokenType;
  readonly token: JToken;
  readonly value: unknown;
}

function* walk(token: JToken): Generator<Step> {
  if (token instanceof JProperty) {
    yield { type: 'PropertyName', token, value: token.name };
    yield* walk(token.value);
    return;
  }
  if (token instanceof JValue) {
    yield { type: valueTypeOf(token), token, value: token.value };
    return;
  }
  const kind = token instanceof JObject ? 'Object' : token instanceof JArray ? 'Array' : 'Constructor';
  yield { type: `Start${kind}`, token, value: token instanceof JConstructor ? token.name : null };
  for (const child of token.children) yield* walk(child);
  yield { type: `End${kind}`, token, value: null };
}

function valueTypeOf(token: JValue): JsonTokenType {
  switch (token.type) {
    case 'Integer':
    case 'Float':
    case 'Boolean':
    case 'Null':
    case 'Undefined':
    case 'Date':
    case 'Comment':
      return token.type;
    default:
      return 'String';
  }
}

/** Newtonsoft.Json.Linq.JTokenReader. */
export class TokenReader implements ValueReader {
  tokenType: JsonTokenType = 'None';
  value: unknown = null;
  readonly isText = false;
  readonly #steps: Generator<Step>;
  #token: JToken | null = null;
  constructor(token: JToken) {
    this.#steps = walk(token);
  }
  get raw(): string {
    return this.#token instanceof JValue ? this.#token.toJson(null).replace(/^"|"$/g, '') : '';
  }
  get path(): string {
    return this.#token?.path ?? '';
  }
  read(): boolean {
    const next = this.#steps.next();
    if (next.done) {
      this.tokenType = 'None';
      return false;
    }
    this.tokenType = next.value.type;
    this.value = next.value.value;
    this.#token = next.value.token;
    return true;
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
