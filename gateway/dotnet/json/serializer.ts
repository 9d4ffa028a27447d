/** What JsonSerializer writes for a value of any type, as a token tree. */

import { elements, elementType, isEnumerable } from '../collections/enumerate.ts';
import { KeyValuePair } from '../collections/key-value-pair.ts';
import { NetAnonymous } from '../core/anonymous.ts';
import { box } from '../core/box.ts';
import type { CallInfo, Runtime } from '../core/define.ts';
import { NetException, throwNet } from '../core/exception.ts';
import { baseChain, findConstruction } from '../core/hierarchy.ts';
import { substitute, typeArguments } from '../core/substitute.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { universe } from '../core/universe.ts';
import { Boxed, EnumValue, NetArray, NetObject } from '../core/values.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import { Tuple } from '../primitives/tuple.ts';
import { toText } from '../primitives/virtual.ts';
import { DateTime, DateTimeOffset } from '../time/date-time-value.ts';
import { writeDateTime, writeDateTimeOffset } from './json-date.ts';
import { writePrimitive } from './json-text.ts';
import { JArray } from './tree/array.ts';
import { JObject } from './tree/object.ts';
import { JProperty } from './tree/property.ts';
import { JToken } from './tree/token.ts';
import { JValue } from './tree/value.ts';

const MAX_DEPTH = 128;
const dictionaries = ['System.Collections.Generic.IDictionary', 'System.Collections.Generic.IReadOnlyDictionary'];

/** A class with its own JSON form. */
export interface JsonSerializable {
  toJsonToken(runtime: Runtime): JToken;
}

/** A value in `object` form as a token. Throws JsonSerializationException for nesting without end. */
export function toToken(value: unknown, runtime: Runtime): JToken {
  return convert(value, runtime, 0);
}

function convert(value: unknown, runtime: Runtime, depth: number): JToken {
  runtime.charge(1);
  if (depth > MAX_DEPTH)
    throwNet(
      'Newtonsoft.Json.JsonSerializationException',
      `Self referencing loop detected with type '${describe(value)}'.`,
    );
  if (value === null || value === undefined) return JValue.null();
  if (value instanceof JToken) return value.clone();
  if (value instanceof EnumValue) return JValue.of(new Boxed(T.int, value.value));
  if (value instanceof Boxed && value.type === T.char) return new JValue(value, 'String');
  if (writePrimitive(value) !== undefined) return JValue.of(value);
  if (value instanceof NetAnonymous) {
    return object(
      value.properties.map(({ name, type, value: content }) => [name, box(content, type)]),
      runtime,
      depth,
    );
  }
  const custom = value as Partial<JsonSerializable>;
  if (custom.toJsonToken) return custom.toJsonToken(runtime);
  if (value instanceof NetObject && isDictionary(value)) return dictionary(value, runtime, depth);
  if (isEnumerable(value)) return array(value, runtime, depth);
  if (value instanceof KeyValuePair) {
    const entries: [string, unknown][] = [
      ['Key', box(value.key, value.keyType)],
      ['Value', box(value.value, value.valueType)],
    ];
    return object(entries, runtime, depth);
  }
  if (value instanceof Tuple)
    return object(
      value.boxed().map((item, index) => [`Item${index + 1}`, item]),
      runtime,
      depth,
    );
  if (value instanceof NetException) return exception(value, runtime, depth);
  return value instanceof NetObject ? properties(value, runtime, depth) : JValue.of(toText(value, runtime));
}

function describe(value: unknown): string {
  return value instanceof NetObject ? reflectionName(value.netType) : 'System.Object';
}

function object(entries: Iterable<readonly [string, unknown]>, runtime: Runtime, depth: number): JObject {
  const result = new JObject();
  for (const [name, content] of entries) {
    const token = convert(content, runtime, depth + 1);
    const property = new JProperty(name, token);
    if (result.property(name)) result.set(name, token);
    else result.insertAt(result.children.length, property);
  }
  return result;
}

function isDictionary(value: NetObject): boolean {
  return dictionaries.some((name) => findConstruction(value.netType, name, 2).length > 0);
}

/** A dictionary key as a property name: the invariant text, dates in ISO form. @param key in `object` form */
function keyName(key: unknown, runtime: Runtime): string {
  if (key instanceof DateTime) return writeDateTime(key);
  if (key instanceof DateTimeOffset) return writeDateTimeOffset(key);
  return toText(key, {
    platform: 'linux',
    now: () => runtime.now(),
    randomBytes: (count) => runtime.randomBytes(count),
    charge: (units) => runtime.charge(units),
  });
}

function dictionary(value: NetObject, runtime: Runtime, depth: number): JObject {
  const entries: [string, unknown][] = [];
  for (const pair of elements(value)) {
    const { key, keyType, value: content, valueType } = pair as KeyValuePair;
    entries.push([keyName(box(key, keyType), runtime), box(content, valueType)]);
  }
  return object(entries, runtime, depth);
}

function array(value: unknown, runtime: Runtime, depth: number): JArray {
  const result = new JArray();
  const type = value instanceof NetArray && value.type.kind === 'array' ? value.type.element : elementType(value);
  for (const item of elements(value)) {
    const token = convert(box(item, type), runtime, depth + 1);
    result.insertAt(result.children.length, token);
  }
  return result;
}

/** Public properties of a class without a form of its own, in order of declaration, those of the class itself first. */
function properties(value: NetObject, runtime: Runtime, depth: number): JObject {
  const entries: [string, unknown][] = [];
  const seen = new Set<string>();
  for (const type of baseChain(value.netType)) {
    if (type === T.object) continue;
    const definition = universe().definition(type);
    if (!definition) continue;
    const map = typeArguments(definition, type);
    const call: CallInfo = { typeArgs: [], receiver: type, runtime };
    for (const name of definition.memberNames()) {
      const member = definition.members(name)[0];
      if (member?.kind !== 'property' || member.isStatic || !member.get || seen.has(name)) continue;
      seen.add(name);
      const propertyType: TypeRef = substitute(member.type, map);
      entries.push([name, box(member.get(value, call), propertyType)]);
    }
  }
  return object(entries, runtime, depth);
}

/** Exceptions serialise through ISerializable, with these fields. */
function exception(value: NetException, runtime: Runtime, depth: number): JObject {
  const inner = value.inner ? exception(value.inner, runtime, depth + 1) : null;
  return object(
    [
      ['ClassName', reflectionName(value.type)],
      ['Message', value.message],
      ['Data', null],
      ['InnerException', inner],
      ['HelpURL', null],
      ['StackTraceString', null],
      ['RemoteStackTraceString', null],
      ['RemoteStackIndex', new Boxed(T.int, 0)],
      ['ExceptionMethod', null],
      ['HResult', new Boxed(T.int, -2146233088)],
      ['Source', null],
      ['WatsonBuckets', null],
    ],
    runtime,
    depth,
  );
}
