/**
 * The token tree of Newtonsoft.Json.Linq: JToken and its classes, with their rules about parents, cloning and what may
 * be added where. The .NET members are declared in the files named after the types.
 */

import { elements, elementType, isEnumerable } from '../collections/enumerate.ts';
import { box } from '../core/box.ts';
import { NetDecimal } from '../core/decimal.ts';
import { defineEnum, type Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { meter } from '../core/meter.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { Boxed, EnumValue, NetArray, NetObject } from '../core/values.ts';
import { argument, argumentNull, indexOutOfRange, invalidOperation } from '../primitives/argument-errors.ts';
import { Guid } from '../primitives/guid.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import { Uri } from '../primitives/uri-value.ts';
import { formatText, keyOf, keyText, runtimeType, toText } from '../primitives/virtual.ts';
import type { Culture } from '../text/culture.ts';
import { DateTime, DateTimeOffset } from '../time/date-time-value.ts';
import { TimeSpan } from '../time/time-span.ts';
import { BigInteger } from './big-integer.ts';
import { appendPosition } from './json-position.ts';
import { quote, roundTrip, writePrimitive } from './json-text.ts';

/** Newtonsoft.Json.Linq.JTokenType. */
export const TokenType = {
  None: 0,
  Object: 1,
  Array: 2,
  Constructor: 3,
  Property: 4,
  Comment: 5,
  Integer: 6,
  Float: 7,
  String: 8,
  Boolean: 9,
  Null: 10,
  Undefined: 11,
  Date: 12,
  Raw: 13,
  Bytes: 14,
  Guid: 15,
  Uri: 16,
  TimeSpan: 17,
} as const;
export type TokenTypeName = keyof typeof TokenType;
defineEnum({ name: 'Newtonsoft.Json.Linq.JTokenType', values: TokenType });

const LINQ = 'Newtonsoft.Json.Linq.';
const types = {
  JObject: named(`${LINQ}JObject`),
  JArray: named(`${LINQ}JArray`),
  JProperty: named(`${LINQ}JProperty`),
  JConstructor: named(`${LINQ}JConstructor`),
  JValue: named(`${LINQ}JValue`),
  JRaw: named(`${LINQ}JRaw`),
};

/** How a token is written: `indent` is the line break, or null for one line. */
export interface WriteOptions {
  readonly newLine: string | null;
}

/** Units of work that a token counts for, which keeps the memory of all tokens of an evaluation within bounds. */
const tokenCost = 32;

/** Newtonsoft.Json.Linq.JToken. */
export abstract class JToken extends NetObject {
  constructor() {
    super();
    // A token that has a parent is cloned where it is added again, so that trees can double with every step.
    meter(tokenCost);
  }
  parent: JContainer | null = null;
  /** Where a parsed token ended in its text. */
  line: { line: number; position: number } | null = null;
  abstract get type(): TokenTypeName;
  abstract clone(): JToken;
  abstract write(out: string[], options: WriteOptions, depth: number): void;
  abstract deepEquals(other: JToken): boolean;
  /** Child tokens; none for values. */
  get children(): readonly JToken[] {
    return [];
  }
  get hasValues(): boolean {
    return this.children.length > 0;
  }
  get root(): JToken {
    let token: JToken = this;
    while (token.parent) token = token.parent;
    return token;
  }
  get index(): number {
    return this.parent ? this.parent.children.indexOf(this) : -1;
  }
  get path(): string {
    const steps: JToken[] = [];
    for (let token: JToken = this; token.parent; token = token.parent) steps.unshift(token);
    let path = '';
    for (const step of steps) {
      if (step instanceof JProperty) path = appendPosition(path, { type: 'Object', index: -1, property: step.name });
      else if (step.parent instanceof JArray || step.parent instanceof JConstructor)
        path = appendPosition(path, { type: 'Array', index: step.index, property: null });
    }
    return path;
  }
  /** Name of the class without namespace. */
  get className(): string {
    return reflectionName(this.netType).slice(LINQ.length);
  }
  toJson(newLine: string | null): string {
    const out: string[] = [];
    this.write(out, { newLine }, 0);
    return out.join('');
  }
  toText(runtime: Runtime): string {
    const text = this.toJson(runtime.platform === 'windows' ? '\r\n' : '\n');
    runtime.charge(text.length);
    return text;
  }
  requireParent(): JContainer {
    return this.parent ?? invalidOperation('The parent is missing.');
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.children[Symbol.iterator]();
  }
  get elementType(): TypeRef {
    return named(`${LINQ}JToken`);
  }
}

/** Newtonsoft.Json.Linq.JContainer. */
export abstract class JContainer extends JToken {
  abstract accepts(token: JToken, replaced: JToken | null): void;
  abstract insertAt(index: number, token: JToken): void;
  abstract removeAt(index: number): void;
  abstract setAt(index: number, token: JToken): void;

  /** A token that can become a child: a clone when it already has a parent or is this container. */
  adopt(token: JToken | null, skipParentCheck: boolean): JToken {
    if (token === null) return JValue.null();
    if (skipParentCheck) return token;
    const cyclic = token.hasValues && this.root === token;
    return token.parent !== null || token === this || cyclic ? token.clone() : token;
  }

  /** Adds content as `Add` does: tokens, values, or every item of a sequence. */
  add(content: unknown, index = this.children.length): void {
    this.addInternal(index, content, false);
  }

  private addInternal(index: number, content: unknown, skipParentCheck: boolean): void {
    if (isMultiContent(content)) {
      let at = index;
      const type = elementType(content);
      for (const item of elements(content)) {
        this.addInternal(at, box(item, type), skipParentCheck);
        at++;
      }
      return;
    }
    const token = this.adopt(contentToken(content), skipParentCheck);
    this.accepts(token, null);
    this.insertAt(index, token);
  }

  /** Replaces a child; a null or equal value leaves the token in place, as Newtonsoft does. */
  replaceChild(existing: JToken, replacement: JToken): void {
    const index = this.children.indexOf(existing);
    if (existing === replacement) return;
    const token = this.adopt(replacement, false);
    this.accepts(token, existing);
    this.setAt(index, token);
  }

  removeChild(token: JToken): void {
    const index = this.children.indexOf(token);
    if (index >= 0) this.removeAt(index);
  }

  protected reject(token: JToken): never {
    return argument(`Can not add ${reflectionName(token.netType)} to ${reflectionName(this.netType)}.`);
  }
}

/** Whether content is a sequence whose items are added one by one. */
function isMultiContent(content: unknown): boolean {
  if (typeof content === 'string' || content instanceof JToken) return false;
  if (content instanceof NetArray && content.items instanceof Uint8Array) return false;
  return isEnumerable(content);
}

/** The token for a piece of content: itself, or a value. */
export function contentToken(content: unknown): JToken {
  return content instanceof JToken ? content : JValue.of(content);
}

/** What a property holds for a piece of content: sequences become arrays. */
export function propertyContent(content: unknown): JToken {
  if (!isMultiContent(content)) return contentToken(content);
  const array = new JArray();
  array.add(content);
  return array;
}

/** Newtonsoft.Json.Linq.JProperty. */
export class JProperty extends JContainer {
  readonly name: string;
  #value: JToken | null = null;
  constructor(name: string, value: JToken | null = JValue.null()) {
    super();
    this.name = name;
    if (value) this.#attach(this.adopt(value, false));
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
    const adopted = this.adopt(token, false);
    if (this.#value) this.#value.parent = null;
    this.#attach(adopted);
  }
  override get netType(): TypeRef {
    return types.JProperty;
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

function writeChildren(
  token: JToken,
  open: string,
  close: string,
  out: string[],
  options: WriteOptions,
  depth: number,
): void {
  out.push(open);
  const indent = options.newLine === null ? '' : options.newLine + '  '.repeat(depth + 1);
  let separate = false;
  for (const child of token.children) {
    const isComment = child.type === 'Comment';
    if (separate && !isComment) out.push(',');
    separate ||= !isComment;
    out.push(indent);
    child.write(out, options, depth + 1);
  }
  if (token.children.length > 0 && options.newLine !== null) out.push(options.newLine, '  '.repeat(depth));
  out.push(close);
}

/** A container of any number of children. */
abstract class ListContainer extends JContainer {
  protected readonly list: JToken[] = [];
  /** Counts changes, so that an enumeration notices them. */
  version = 0;
  override *[Symbol.iterator](): Generator<JToken> {
    const { version } = this;
    for (const token of this.list) {
      yield token;
      if (version !== this.version) invalidOperation('Collection was modified; enumeration operation may not execute.');
    }
  }
  override get children(): readonly JToken[] {
    return this.list;
  }
  override accepts(token: JToken, _replaced: JToken | null): void {
    if (token instanceof JProperty) this.reject(token);
  }
  override insertAt(index: number, token: JToken): void {
    if (index < 0 || index > this.list.length) indexOutOfRange('index');
    token.parent = this;
    this.version++;
    this.list.splice(index, 0, token);
  }
  override removeAt(index: number): void {
    if (index < 0 || index >= this.list.length)
      throwNet('System.ArgumentOutOfRangeException', "Index is equal to or greater than Count. (Parameter 'index')");
    this.version++;
    const [removed] = this.list.splice(index, 1);
    if (removed) removed.parent = null;
  }
  override setAt(index: number, token: JToken): void {
    const old = this.list[index];
    if (old === token) return;
    if (old) old.parent = null;
    token.parent = this;
    this.version++;
    this.list[index] = token;
  }
  clear(): void {
    for (const token of this.list) token.parent = null;
    this.version++;
    this.list.length = 0;
  }
  protected copyTo(target: JContainer): void {
    for (const token of this.list) {
      const copy = token.clone();
      target.insertAt(target.children.length, copy);
    }
  }
  protected sameChildren(other: JContainer): boolean {
    return (
      this.list.length === other.children.length &&
      this.list.every((token, index) => token.deepEquals(other.children[index] as JToken))
    );
  }
}

/** Newtonsoft.Json.Linq.JObject. */
export class JObject extends ListContainer {
  readonly #byName = new Map<string, JProperty>();
  override get netType(): TypeRef {
    return types.JObject;
  }
  override get type(): TokenTypeName {
    return 'Object';
  }
  property(name: string | null): JProperty | null {
    return name === null ? null : (this.#byName.get(name) ?? null);
  }
  get properties(): readonly JProperty[] {
    return this.list as JProperty[];
  }
  /** The value of a property; null when there is none. */
  get(name: string): JToken | null {
    return this.#byName.get(name)?.value ?? null;
  }
  /** Sets or adds a property. */
  set(name: string, value: JToken | null): void {
    const property = this.#byName.get(name);
    if (property) property.value = value;
    else this.add(new JProperty(name, value ?? JValue.null()));
  }
  override accepts(token: JToken, replaced: JToken | null): void {
    if (!(token instanceof JProperty)) this.reject(token);
    if (replaced instanceof JProperty && replaced.name === token.name) return;
    if (this.#byName.has(token.name)) {
      argument(
        `Can not add property ${token.name} to ${reflectionName(this.netType)}. Property with the same name already exists on object.`,
      );
    }
  }
  override insertAt(index: number, token: JToken): void {
    super.insertAt(index, token);
    if (token instanceof JProperty) this.#byName.set(token.name, token);
  }
  override removeAt(index: number): void {
    const token = this.list[index];
    super.removeAt(index);
    if (token instanceof JProperty) this.#byName.delete(token.name);
  }
  override setAt(index: number, token: JToken): void {
    const old = this.list[index];
    super.setAt(index, token);
    if (old instanceof JProperty) this.#byName.delete(old.name);
    if (token instanceof JProperty) this.#byName.set(token.name, token);
  }
  override clear(): void {
    super.clear();
    this.#byName.clear();
  }
  override clone(): JObject {
    const copy = new JObject();
    this.copyTo(copy);
    return copy;
  }
  override deepEquals(other: JToken): boolean {
    if (!(other instanceof JObject) || other.list.length !== this.list.length) return false;
    return this.properties.every((property) => {
      const match = other.property(property.name);
      return match !== null && property.value.deepEquals(match.value);
    });
  }
  override write(out: string[], options: WriteOptions, depth: number): void {
    writeChildren(this, '{', '}', out, options, depth);
  }
}

/** Newtonsoft.Json.Linq.JArray. */
export class JArray extends ListContainer {
  override get netType(): TypeRef {
    return types.JArray;
  }
  override get type(): TokenTypeName {
    return 'Array';
  }
  override clone(): JArray {
    const copy = new JArray();
    this.copyTo(copy);
    return copy;
  }
  override deepEquals(other: JToken): boolean {
    return other instanceof JArray && this.sameChildren(other);
  }
  override write(out: string[], options: WriteOptions, depth: number): void {
    writeChildren(this, '[', ']', out, options, depth);
  }
}

/** Newtonsoft.Json.Linq.JConstructor. */
export class JConstructor extends ListContainer {
  name: string | null;
  constructor(name: string | null) {
    super();
    this.name = name;
  }
  override get netType(): TypeRef {
    return types.JConstructor;
  }
  override get type(): TokenTypeName {
    return 'Constructor';
  }
  override clone(): JConstructor {
    const copy = new JConstructor(this.name);
    this.copyTo(copy);
    return copy;
  }
  override deepEquals(other: JToken): boolean {
    return other instanceof JConstructor && other.name === this.name && this.sameChildren(other);
  }
  override write(out: string[], options: WriteOptions, depth: number): void {
    writeChildren(this, `new ${this.name}(`, ')', out, options, depth);
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
    return types.JValue;
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

/** Newtonsoft.Json.Linq.JRaw: text that is written as it is. */
export class JRaw extends JValue {
  constructor(text: unknown) {
    super(text, 'Raw');
  }
  override get netType(): TypeRef {
    return types.JRaw;
  }
  override clone(): JRaw {
    return new JRaw(this.value);
  }
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

/** A required token argument. */
export function requireToken(token: JToken | null, parameter: string): JToken {
  return token ?? argumentNull(parameter);
}
