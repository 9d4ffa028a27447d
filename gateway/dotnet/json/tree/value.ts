import { NetDecimal } from '../../core/decimal.ts';
import type { Runtime } from '../../core/define.ts';
import { T, type TypeRef } from '../../core/type-ref.ts';
import { Boxed, EnumValue, NetArray } from '../../core/values.ts';
import { argument } from '../../primitives/argument-errors.ts';
import { Guid } from '../../primitives/guid.ts';
import { reflectionName } from '../../primitives/reflection-name.ts';
import { Uri } from '../../primitives/uri-value.ts';
import { formatText, keyOf, keyText, runtimeType, toText } from '../../primitives/virtual.ts';
import type { Culture } from '../../text/culture.ts';
import { DateTime, DateTimeOffset } from '../../time/date-time-value.ts';
import { TimeSpan } from '../../time/time-span.ts';
import { BigInteger } from '../big-integer.ts';
import { quote, roundTrip, writePrimitive } from '../json-text.ts';
import { JToken, linqType, type WriteOptions } from './token.ts';
import type { TokenTypeName } from './token-type.ts';

const netType = linqType('JValue');

/** Newtonsoft.Json.Linq.JValue; the value in `object` form. */
export class JValue extends JToken {
  #type: TokenTypeName;
  #value: unknown;
  constructor(value: unknown, type: TokenTypeName) {
    super();
    this.#value = value;
    this.#type = type;
  }
  static of(value: unknown): JValue {
    return new JValue(value ?? null, valueType(value));
  }
  static null(): JValue {
    return new JValue(null, 'Null');
  }
  get value(): unknown {
    return this.#value;
  }
  /** Sets the value; its type follows unless it is the same kind of value. */
  set value(value: unknown) {
    const next = valueType(value);
    const keepsString = next === 'String' && (this.#type === 'Comment' || this.#type === 'Raw');
    if (!keepsString) this.#type = next;
    this.#value = value;
  }
  override get netType(): TypeRef {
    return netType;
  }
  override get type(): TokenTypeName {
    return this.#type;
  }
  override clone(): JValue {
    return new JValue(this.#value, this.#type);
  }
  /** `ToString()`: the value's own text in the current culture; empty for null. */
  override toText(runtime: Runtime): string {
    return toText(this.#value, runtime);
  }
  /** `IFormattable.ToString`. */
  formatText(format: string | null, culture: Culture, runtime: Runtime): string {
    return formatText(this.#value, format, culture, runtime);
  }
  equalityKey(): string {
    return `jvalue:${this.#type}:${comparable(this.#value)}`;
  }
  override deepEquals(other: JToken): boolean {
    return (
      other instanceof JValue && other.#type === this.#type && comparable(other.#value) === comparable(this.#value)
    );
  }
  override write(out: string[], _options: WriteOptions, _depth: number): void {
    if (this.#type === 'Comment') out.push(`/*${String(this.#value)}*/`);
    else if (this.#type === 'Undefined') out.push('undefined');
    else if (this.#type === 'Raw') out.push(this.#value === null ? 'null' : String(this.#value));
    else out.push(writePrimitive(this.#value) ?? quote(String(this.#value)));
  }
}

/** The token type of a value in `object` form. Throws System.ArgumentException for what JSON has no value for. */
function valueType(value: unknown): TokenTypeName {
  if (value === null || value === undefined) return 'Null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (value instanceof Boxed) {
    if (value.type === T.double || value.type === T.float) return 'Float';
    if (value.type !== T.char) return 'Integer';
  }
  if (value instanceof EnumValue || value instanceof BigInteger) return 'Integer';
  if (value instanceof NetDecimal) return 'Float';
  if (value instanceof DateTime || value instanceof DateTimeOffset) return 'Date';
  if (value instanceof Guid) return 'Guid';
  if (value instanceof Uri) return 'Uri';
  if (value instanceof TimeSpan) return 'TimeSpan';
  if (value instanceof NetArray && value.items instanceof Uint8Array) return 'Bytes';
  return argument(`Could not determine JSON object type for type ${reflectionName(runtimeType(value) ?? T.object)}.`);
}

/** Numbers of different types compare by value, as JValue does. */
function comparable(value: unknown): string {
  if (value instanceof Boxed) {
    if (value.type === T.char) return `text:${String.fromCharCode(Number(value.value))}`;
    const floating = value.type === T.double || value.type === T.float;
    if (!floating) return `number:${value.value}`;
    return `number:${roundTrip(Number(value.value), false)}`;
  }
  if (value instanceof BigInteger) return `number:${value.value}`;
  if (value instanceof NetDecimal) return `number:${roundTrip(value.toNumber(), false)}`;
  if (value instanceof EnumValue) return `number:${value.value}`;
  if (typeof value === 'string') return `text:${value}`;
  if (value instanceof NetArray) return `bytes:${Array.from(value.items).join(',')}`;
  return keyText(keyOf(value));
}
