/** Reading values of .NET types from JSON: JsonConvert.DeserializeObject and JToken.ToObject. */

import { Dictionary, dictionaryType } from '../collections/dictionary.ts';
import { HashSet } from '../collections/hash-set.ts';
import { KeyValuePair } from '../collections/key-value-pair.ts';
import { List, listType } from '../collections/list.ts';
import { underlyingNullable } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import type { CallInfo, Runtime } from '../core/define.ts';
import { NetThrow } from '../core/exception.ts';
import { inherits } from '../core/hierarchy.ts';
import { TYPE_KEYWORDS } from '../core/keywords.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { universe } from '../core/universe.ts';
import { Boxed, EnumValue, NetArray } from '../core/values.ts';
import { argument } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { convertTo, isConvertible } from '../primitives/convertible.ts';
import { parseEnum } from '../primitives/enum.ts';
import { Guid, tryParseGuid } from '../primitives/guid.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import { parseAbsolute, Uri } from '../primitives/uri-value.ts';
import { integerTypes, toText } from '../primitives/virtual.ts';
import { fromBase64 } from '../text/base64.ts';
import { invariantCulture } from '../text/culture.ts';
import { NumberStyles, parseDecimal, parseFloatingPoint, parseInteger } from '../text/number-parse.ts';
import { parseOffset } from '../time/date-time-offset.ts';
import { DateTime, DateTimeOffset } from '../time/date-time-value.ts';
import { TimeSpan } from '../time/time-span.ts';
import { parseTimeSpan } from '../time/time-span-parse.ts';
import { loadToken } from './json-loader.ts';
import { JsonReader } from './json-reader.ts';
import { JArray, JConstructor, JObject, JProperty, type JToken, JValue } from './token.ts';
import { convertTokenTo } from './token-conversion.ts';
import { TokenReader, type ValueReader } from './token-reader.ts';

const generic = (name: string): string => `System.Collections.Generic.${name}`;
const dictionaryNames = new Set(['Dictionary', 'IDictionary', 'IReadOnlyDictionary'].map(generic));
const listNames = new Set(
  ['List', 'IList', 'ICollection', 'IEnumerable', 'IReadOnlyList', 'IReadOnlyCollection'].map(generic),
);
const setNames = new Set(['HashSet', 'ISet'].map(generic));
const tokenType = named('Newtonsoft.Json.Linq.JToken');
const dateTime = named('System.DateTime');
const dateTimeOffset = named('System.DateTimeOffset');
const guid = named('System.Guid');
const timeSpan = named('System.TimeSpan');
const uri = named('System.Uri');

const FIX_OBJECT =
  'change the deserialized type so that it is a normal .NET type (e.g. not a primitive type like integer, not a collection type like an array or List<T>) that can be deserialized from a JSON object. JsonObjectAttribute can also be added to the type to force it to deserialize from a JSON object.\n';
const FIX_ARRAY =
  'change the deserialized type to an array or a type that implements a collection interface (e.g. ICollection, IList) like List<T> that can be deserialized from a JSON array. JsonArrayAttribute can also be added to the type to force it to deserialize from a JSON array.\n';
const VALUE = 'JSON primitive value (e.g. string, number, boolean, null)';
const OBJECT = 'JSON object (e.g. {"name":"value"})';
const ARRAY = 'JSON array (e.g. [1,2,3])';

/** `(T)` of JToken.ToObject: explicit operators for primitives, the serializer for the rest; static form. */
export function deserializeToken(token: JToken, type: TypeRef, runtime: Runtime): unknown {
  const plain = underlyingNullable(type) ?? type;
  const keyword = TYPE_KEYWORDS.get(plain) ?? operatorName(plain);
  if (keyword !== undefined && keyword !== 'object') {
    const converted = convertTokenTo(token, keyword, plain !== type, runtime);
    if (converted) return converted.value;
  }
  if (universe().isEnum(plain) && token instanceof JValue) {
    if (typeof token.value === 'string') return parseEnum(plain, token.value, true);
    if (token.value instanceof Boxed) return new EnumValue(plain, Number(token.value.value));
  }
  const reader = new TokenReader(token);
  reader.read();
  return new Deserializer(reader, runtime).value(type);
}

function operatorName(type: TypeRef): string | undefined {
  if (type === dateTime) return 'DateTime';
  if (type === dateTimeOffset) return 'DateTimeOffset';
  if (type === guid) return 'Guid';
  if (type === timeSpan) return 'TimeSpan';
  return type === uri ? 'Uri' : undefined;
}

/** `JsonConvert.DeserializeObject<T>(text)`, in static form. */
export function deserializeText(text: string, type: TypeRef, runtime: Runtime): unknown {
  const reader = new JsonReader(text, runtime);
  const deserializer = new Deserializer(reader, runtime);
  if (!deserializer.next(type)) {
    const nullable = defaultValue(type) === null;
    if (!nullable)
      reader.failSerialization(`No JSON content found and type '${reflectionName(type)}' is not nullable.`);
    return null;
  }
  const value = deserializer.value(type);
  while (reader.read()) {
    if (reader.tokenType !== 'Comment')
      reader.failSerialization('Additional text found in JSON string after finishing deserializing object.');
  }
  return value;
}

class Deserializer {
  readonly reader: ValueReader & Partial<JsonReader>;
  readonly runtime: Runtime;
  constructor(reader: ValueReader, runtime: Runtime) {
    this.reader = reader as ValueReader & Partial<JsonReader>;
    this.runtime = runtime;
  }

  /** Whether the reader was asked for the current value as a certain type. */
  typed = false;

  /** Moves to the next value, which will be read as `type`. */
  next(type: TypeRef): boolean {
    const typed = this.reader.isText && isTyped(underlyingNullable(type) ?? type);
    this.typed = typed;
    if (typed) this.reader.typedRead?.(true);
    try {
      let more = this.reader.read();
      while (more && this.reader.tokenType === 'Comment') more = this.reader.read();
      return more;
    } finally {
      if (typed) this.reader.typedRead?.(false);
    }
  }

  value(type: TypeRef): unknown {
    this.runtime.charge(1);
    if (type.kind === 'named' && (type === tokenType || inherits(type, tokenType))) return this.token(type);
    if (isByteArray(type)) return this.bytes();
    switch (this.reader.tokenType) {
      case 'StartObject':
        return this.object(type);
      case 'StartArray':
        return this.array(type);
      case 'Null':
      case 'Undefined':
        if (type === T.object) return null;
        if (underlyingNullable(type) || defaultValue(type) === null) return null;
        return this.reader.failSerialization(`Error converting value {null} to type '${reflectionName(type)}'.`);
      default:
        return this.primitive(underlyingNullable(type) ?? type, type);
    }
  }

  /** `byte[]`: base64 text or an array of numbers. */
  bytes(): unknown {
    const { reader } = this;
    switch (reader.tokenType) {
      case 'String':
        return bytes(fromBase64(reader.raw));
      case 'Null':
        return null;
      case 'StartArray':
        return bytes(Uint8Array.from(this.items(T.int) as number[]));
      default: {
        const type = reader.tokenType;
        if (type === 'StartObject') reader.read();
        if (reader.value instanceof NetArray) return reader.value;
        return reader.fail(`Error reading bytes. Unexpected token: ${type}.`);
      }
    }
  }

  /** A token of the class asked for. */
  token(type: TypeRef): JToken | null {
    const result = this.reader.isText ? loadToken(this.reader as unknown as JsonReader) : tokenFrom(this.reader);
    if (result instanceof JValue && result.type === 'Null' && type !== tokenType) return null;
    if (!inherits(result.netType, type)) {
      this.reader.failSerialization(
        `Deserialized JSON type '${reflectionName(result.netType)}' is not compatible with expected type '${reflectionName(type)}'.`,
      );
    }
    return result;
  }

  object(type: TypeRef): unknown {
    if (type === T.object) return this.token(named('Newtonsoft.Json.Linq.JObject'));
    if (type.kind === 'named' && type.args.length === 2 && dictionaryNames.has(type.name))
      return this.dictionary(type.args[0] ?? T.string, type.args[1] ?? T.object);
    if (type.kind === 'named' && type.name === generic('KeyValuePair'))
      return this.pair(type.args[0] ?? T.object, type.args[1] ?? T.object);
    if (this.typed) this.reader.fail('Unexpected character encountered while parsing value: {.');
    this.reader.read();
    const wanted = isCollection(type) ? ARRAY : VALUE;
    return this.reader.failSerialization(
      `Cannot deserialize the current JSON object (e.g. {"name":"value"}) into type '${reflectionName(type)}' because the type requires a ${wanted} to deserialize correctly.\nTo fix this error either change the JSON to a ${wanted} or ${FIX_OBJECT}`,
    );
  }

  dictionary(keyType: TypeRef, valueType: TypeRef): Dictionary {
    const result = new Dictionary(dictionaryType(keyType, valueType));
    while (this.reader.read()) {
      if (this.reader.tokenType === 'EndObject') return result;
      if (this.reader.tokenType !== 'PropertyName') continue;
      const name = String(this.reader.value);
      const key = keyType === T.string ? name : this.convert(name, keyType);
      if (!this.next(valueType)) this.reader.failSerialization('Unexpected end when deserializing object.');
      result.put(key, this.value(valueType));
    }
    return this.reader.failSerialization('Unexpected end when deserializing object.');
  }

  pair(keyType: TypeRef, valueType: TypeRef): KeyValuePair {
    let key = defaultValue(keyType);
    let value = defaultValue(valueType);
    while (this.reader.read() && this.reader.tokenType !== 'EndObject') {
      const name = String(this.reader.value).toLowerCase();
      const type = name === 'key' ? keyType : name === 'value' ? valueType : T.object;
      this.next(type);
      const read = this.value(type);
      if (name === 'key') key = read;
      else if (name === 'value') value = read;
    }
    return new KeyValuePair(keyType, valueType, key, value);
  }

  array(type: TypeRef): unknown {
    if (type === T.object) return this.token(named('Newtonsoft.Json.Linq.JArray'));
    if (type.kind === 'array') return arrayFrom(type.element, this.items(type.element));
    if (type.kind === 'named' && type.args.length === 1) {
      const element = type.args[0] ?? T.object;
      if (listNames.has(type.name)) return new List(listType(element), this.items(element));
      if (setNames.has(type.name)) {
        const set = new HashSet(named(generic('HashSet'), element));
        for (const item of this.items(element)) set.addItem(item);
        return set;
      }
    }
    if (this.typed) this.reader.fail('Unexpected character encountered while parsing value: [.');
    const isObject = type.kind === 'named' && dictionaryNames.has(type.name);
    const wanted = isObject ? OBJECT : VALUE;
    return this.reader.failSerialization(
      `Cannot deserialize the current JSON array (e.g. [1,2,3]) into type '${reflectionName(type)}' because the type requires a ${wanted} to deserialize correctly.\nTo fix this error either change the JSON to a ${wanted} or ${FIX_ARRAY}`,
    );
  }

  items(element: TypeRef): unknown[] {
    const items: unknown[] = [];
    while (this.next(element)) {
      if (this.reader.tokenType === 'EndArray') return items;
      items.push(this.value(element));
    }
    return this.reader.failSerialization('Unexpected end when deserializing array.');
  }

  primitive(type: TypeRef, declared: TypeRef): unknown {
    const { reader } = this;
    if (type === T.object) return reader.value;
    if (type === T.string && (reader.isText || reader.tokenType === 'String')) return reader.raw;
    if (reader.isText || reader.tokenType === 'String') {
      const typed = this.typedText(type);
      if (typed !== undefined) return typed;
    }
    // An empty string stands for nothing where nothing is a value.
    if (reader.value === '' && type !== T.string && defaultValue(declared) === null) return null;
    return this.convert(reader.value, type, declared);
  }

  /** The conversions that a text reader makes itself, with its own messages. */
  typedText(type: TypeRef): unknown {
    const { reader } = this;
    const { raw } = reader;
    const isString = reader.tokenType === 'String' || reader.tokenType === 'Date';
    if (type === T.int) {
      const result = parseInteger(raw, 32, true, NumberStyles.Integer, invariantCulture);
      if (result.ok) return Number(result.value);
      if (isString) reader.fail(`Could not convert string to integer: ${raw}.`);
      if (reader.tokenType === 'Boolean')
        reader.fail(`Unexpected character encountered while parsing value: ${raw[0]}.`);
      if (reader.tokenType === 'Integer') reader.fail(`JSON integer ${raw} is too large or small for an Int32.`);
      return reader.fail(`Input string '${raw}' is not a valid integer.`);
    }
    if (type === T.double) {
      const result = parseFloatingPoint(raw, false, NumberStyles.Float | NumberStyles.AllowThousands, invariantCulture);
      if (result.ok) return result.value;
      return reader.fail(
        isString ? `Could not convert string to double: ${raw}.` : `Input string '${raw}' is not a valid double.`,
      );
    }
    if (type === T.decimal) {
      const result = parseDecimal(raw, isString ? NumberStyles.Number : NumberStyles.Float, invariantCulture);
      if (result.ok) return result.value;
      return reader.fail(
        isString ? `Could not convert string to decimal: ${raw}.` : `Input string '${raw}' is not a valid decimal.`,
      );
    }
    if (type === T.bool && isString) {
      const word = raw.trim().toLowerCase();
      if (word === 'true' || word === 'false') return word === 'true';
      return reader.fail(`Could not convert string to boolean: ${raw}.`);
    }
    if (type === dateTime && reader.tokenType === 'String') {
      const result = tryConvert(() => convertTo(raw, dateTime, this.runtime, invariantCulture));
      return result ? result.value : reader.fail(`Could not convert string to DateTime: ${raw}.`);
    }
    if (type === dateTimeOffset && isString) {
      const call: CallInfo = { typeArgs: [], receiver: dateTimeOffset, runtime: this.runtime };
      const result = tryConvert(() => parseOffset(raw, invariantCulture, 0, call));
      return result ? result.value : reader.fail(`Could not convert string to DateTimeOffset: ${raw}.`);
    }
    return undefined;
  }

  /** ConvertUtils.ConvertOrCast. @param value in `object` form */
  convert(value: unknown, type: TypeRef, declared = type): unknown {
    const result = tryConvert(() => this.tryConvertValue(value, type));
    if (result) return result.value;
    const shown = typeof value === 'string' ? `"${value}"` : toText(value, this.runtime);
    return this.reader.failSerialization(`Error converting value ${shown} to type '${reflectionName(declared)}'.`);
  }

  tryConvertValue(value: unknown, type: TypeRef): unknown {
    if (universe().isEnum(type)) {
      if (typeof value === 'string') return parseEnum(type, value, true);
      if (value instanceof Boxed) return new EnumValue(type, Number(value.value));
    }
    if (type === T.string) return convertTo(value, T.string, this.runtime, invariantCulture);
    if (type === guid && typeof value === 'string') return tryParseGuid(value) ?? argument('guid');
    if (type === guid && value instanceof Guid) return value;
    if (type === timeSpan && typeof value === 'string') {
      const ticks = parseTimeSpan(value, invariantCulture);
      return typeof ticks === 'bigint' ? new TimeSpan(ticks) : argument('span');
    }
    if (type === uri && typeof value === 'string') {
      const parts = parseAbsolute(value, this.runtime.platform);
      return new Uri(value, typeof parts === 'string' ? undefined : parts);
    }
    if (type === dateTimeOffset) {
      if (value instanceof DateTimeOffset) return value;
      const moment = convertTo(value, dateTime, this.runtime, invariantCulture) as DateTime;
      return new DateTimeOffset(moment.ticks, 0);
    }
    if (type.kind === 'array' && type.element === T.byte && typeof value === 'string') return bytes(fromBase64(value));
    const known =
      integerTypes.has(type) || [T.bool, T.char, T.double, T.float, T.decimal].includes(type as typeof T.bool);
    if ((known || type === dateTime) && isConvertible(value))
      return convertTo(value, type, this.runtime, invariantCulture);
    if (value instanceof DateTime && inherits(value.netType, type)) return value;
    return argument('type');
  }
}

function tryConvert(convert: () => unknown): { value: unknown } | undefined {
  try {
    return { value: convert() };
  } catch (error) {
    if (error instanceof NetThrow) return undefined;
    throw error;
  }
}

/** Types for which a text reader has a typed read of its own. */
function isTyped(type: TypeRef): boolean {
  return (
    type === T.int ||
    type === T.string ||
    type === T.double ||
    type === T.decimal ||
    type === T.bool ||
    type === dateTime
  );
}

const isByteArray = (type: TypeRef): boolean => type.kind === 'array' && type.element === T.byte;

function isCollection(type: TypeRef): boolean {
  return type.kind === 'array' || (type.kind === 'named' && (listNames.has(type.name) || setNames.has(type.name)));
}

/** The token on which a token reader stands, as a tree of its own. */
function tokenFrom(reader: ValueReader): JToken {
  switch (reader.tokenType) {
    case 'StartObject': {
      const object = new JObject();
      for (let more = reader.read(); more && !reader.tokenType.startsWith('End'); more = reader.read()) {
        const name = String(reader.value);
        reader.read();
        object.add(new JProperty(name, tokenFrom(reader)));
      }
      return object;
    }
    case 'StartArray':
    case 'StartConstructor': {
      const list = reader.tokenType === 'StartArray' ? new JArray() : new JConstructor(String(reader.value));
      while (reader.read() && !reader.tokenType.startsWith('End')) list.add(tokenFrom(reader));
      return list;
    }
    case 'Null':
      return JValue.null();
    case 'Undefined':
      return new JValue(null, 'Undefined');
    default:
      return JValue.of(reader.value);
  }
}
