import { throwNet } from '../../core/exception.ts';
import type { TypeRef } from '../../core/type-ref.ts';
import { reflectionName } from '../../primitives/reflection-name.ts';
import { quote } from '../json-text.ts';
import { JContainer } from './container.ts';
import { type JToken, linqType, type WriteOptions } from './token.ts';
import type { TokenTypeName } from './token-type.ts';
import { JValue } from './value.ts';

const netType = linqType('JProperty');

/** Newtonsoft.Json.Linq.JProperty. */
export class JProperty extends JContainer {
  readonly name: string;
  #value: JToken | null = null;
  constructor(name: string, value: JToken | null = JValue.null()) {
    super();
    this.name = name;
    if (value) this.#attach(this.adopt(value));
  }
  /** A property that has not got its value yet, while a document is read. */
  static empty(name: string): JProperty {
    return new JProperty(name, null);
  }
  #attach(token: JToken): void {
    token.parent = this;
    this.#value = token;
  }
  get value(): JToken {
    return this.#value ?? JValue.null();
  }
  get isEmpty(): boolean {
    return this.#value === null;
  }
  set value(token: JToken | null) {
    if (token !== null && token === this.#value) return;
    const adopted = this.adopt(token);
    if (this.#value) this.#value.parent = null;
    this.#attach(adopted);
  }
  override get netType(): TypeRef {
    return netType;
  }
  override get type(): TokenTypeName {
    return 'Property';
  }
  override get children(): readonly JToken[] {
    return this.#value ? [this.#value] : [];
  }
  override accepts(token: JToken): void {
    if (token instanceof JProperty) this.reject(token);
  }
  override insertAt(_index: number, token: JToken): void {
    if (this.#value !== null)
      throwNet('Newtonsoft.Json.JsonException', `${reflectionName(this.netType)} cannot have multiple values.`);
    this.#attach(token);
  }
  override removeAt(): void {
    throwNet('Newtonsoft.Json.JsonException', `Cannot add or remove items from ${reflectionName(this.netType)}.`);
  }
  override setAt(_index: number, token: JToken): void {
    this.value = token;
  }
  override positionOf(): null {
    return null;
  }
  override clone(): JProperty {
    return new JProperty(this.name, this.value.clone());
  }
  override deepEquals(other: JToken): boolean {
    return other instanceof JProperty && other.name === this.name && this.value.deepEquals(other.value);
  }
  override write(out: string[], options: WriteOptions, depth: number): void {
    out.push(quote(this.name), options.newLine === null ? ':' : ': ');
    this.value.write(out, options, depth);
  }
}
