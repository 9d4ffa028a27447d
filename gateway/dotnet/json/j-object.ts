import { Enumerator } from '../collections/interfaces.ts';
import { KeyValuePair, pairType } from '../collections/key-value-pair.ts';
import { listOf } from '../collections/list.ts';
import { Sequence } from '../collections/sequence.ts';
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import { named, T } from '../core/type-ref.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { argument, required } from '../primitives/argument-errors.ts';
import { comparisonOf, equalStrings } from '../text/string-comparison.ts';
import { getChild, setChild, tokens } from './j-token.ts';
import { loadObject, parseJson } from './json-loader.ts';
import { toToken } from './serializer.ts';
import { JObject } from './tree/object.ts';
import { JProperty } from './tree/property.ts';
import type { JToken } from './tree/token.ts';

const tokenType = named('Newtonsoft.Json.Linq.JToken');
const propertyType = named('Newtonsoft.Json.Linq.JProperty');

/** The properties of an object as key-value pairs, which is what it enumerates as itself. */
function* pairs(self: JObject): Generator<KeyValuePair> {
  for (const property of [...self.properties])
    yield new KeyValuePair(T.string, tokenType, property.name, property.value);
}

/** LINQ over an object asks for its pairs or for its properties, by type argument. */
Object.assign(JObject.prototype, {
  asPairs(this: JObject): Iterable<KeyValuePair> {
    return pairs(this);
  },
});

function find(self: JObject, name: string | null, comparison: EnumValue, call: CallInfo): JToken | null {
  if (name === null) return null;
  const exact = self.get(name);
  if (exact) return exact;
  const rule = comparisonOf(comparison.value, call.runtime);
  call.runtime.charge(self.children.length);
  return self.properties.find((property) => equalStrings(property.name, name, rule))?.value ?? null;
}

const add = (self: JObject, name: string | null, value: JToken | null): void =>
  self.add(new JProperty(required(name, 'name'), value ?? undefined));

function create(content: unknown): JObject {
  const object = new JObject();
  object.add(content);
  return object;
}

defineType({
  name: 'Newtonsoft.Json.Linq.JObject',
  kind: 'class',
  base: 'JContainer',
  interfaces: ['IDictionary<string, JToken>'],
  members: {
    'JObject()': () => new JObject(),
    'JObject(JObject other)': (other: JObject | null) => required(other, 'other').clone(),
    'JObject(params object[] content)': (content: NetArray | null) => create(required(content, 'content')),
    'JObject(object content)': create,
    'JToken this[object key] { get; set; }': { get: getChild, set: setChild },
    'JToken this[string propertyName] { get; set; }': {
      get: (self: JObject, name: string | null) => self.get(required(name, 'propertyName')),
      set: (self: JObject, name: string | null, value: JToken | null, call: CallInfo) => {
        call.runtime.charge(1);
        self.set(required(name, 'propertyName'), value);
      },
    },
    'void Add(string propertyName, JToken value)': (
      self: JObject,
      name: string | null,
      value: JToken | null,
      call: CallInfo,
    ) => {
      call.runtime.charge(1);
      add(self, name, value);
    },
    'bool Remove(string propertyName)': (self: JObject, name: string | null) => {
      const property = self.property(required(name, 'propertyName'));
      if (property) self.removeChild(property);
      return property !== null;
    },
    'bool ContainsKey(string propertyName)': (self: JObject, name: string | null) =>
      self.property(required(name, 'propertyName')) !== null,
    'JToken GetValue(string propertyName)': (self: JObject, name: string | null) =>
      name === null ? null : self.get(name),
    'JToken GetValue(string propertyName, StringComparison comparison)': find,
    'bool TryGetValue(string propertyName, out JToken value)': (self: JObject, name: string | null, value: Ref) => {
      value.value = name === null ? null : self.get(name);
      return value.value !== null;
    },
    'bool TryGetValue(string propertyName, StringComparison comparison, out JToken value)': (
      self: JObject,
      name: string | null,
      comparison: EnumValue,
      value: Ref,
      call: CallInfo,
    ) => {
      value.value = find(self, name, comparison, call);
      return value.value !== null;
    },
    'JProperty Property(string name)': (self: JObject, name: string | null) => self.property(name),
    'JProperty Property(string name, StringComparison comparison)': (
      self: JObject,
      name: string | null,
      comparison: EnumValue,
      call: CallInfo,
    ) => find(self, name, comparison, call)?.parent ?? null,
    'IEnumerable<JProperty> Properties()': (self: JObject) => new Sequence(propertyType, () => self[Symbol.iterator]()),
    'JEnumerable<JToken> PropertyValues()': (self: JObject) =>
      tokens(() => self.properties.map((property) => property.value)),
    'ICollection<string> Keys { get; }': (self: JObject) =>
      listOf(
        T.string,
        self.properties.map((property) => property.name),
      ),
    'IEnumerator<KeyValuePair<string, JToken>> GetEnumerator()': (self: JObject) =>
      new Enumerator(pairType(T.string, tokenType), pairs(self)),
    'JToken DeepClone()': (self: JObject) => self.clone(),
    'static JObject Parse(string json)': (json: string | null, call: CallInfo) =>
      parseJson(json, loadObject, call.runtime),
    'static JObject FromObject(object o)': (value: unknown, call: CallInfo) => {
      const token = toToken(required(value, 'o'), call.runtime);
      if (token instanceof JObject) return token;
      return argument(`Object serialized to ${token.type}. JObject instance expected.`);
    },
  },
});
