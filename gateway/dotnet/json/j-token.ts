import { Sequence } from '../collections/sequence.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { isInstance } from '../core/runtime-type.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { Boxed, EnumValue, NetObject } from '../core/values.ts';
import { argument, argumentNull, invalidOperation, required } from '../primitives/argument-errors.ts';
import { stringHash } from '../primitives/hash.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import { keyText, toText } from '../primitives/virtual.ts';
import { deserializeToken } from './deserialize.ts';
import { parseToken } from './json-loader.ts';
import { parsePath } from './json-path.ts';
import { descendants, evaluatePath } from './json-path-filter.ts';
import { quote } from './json-text.ts';
import { toToken } from './serializer.ts';
import { tokenAs } from './token-as.ts';
import { conversionOperators } from './token-conversion.ts';
import { JArray } from './tree/array.ts';
import { JConstructor } from './tree/constructor.ts';
import type { JContainer } from './tree/container.ts';
import { JObject } from './tree/object.ts';
import { JProperty } from './tree/property.ts';
import { JToken } from './tree/token.ts';
import { TokenType } from './tree/token-type.ts';

const tokenType = named('Newtonsoft.Json.Linq.JToken');
const typeEnum = named('Newtonsoft.Json.Linq.JTokenType');

/** A lazy sequence of tokens. */
export function tokens(make: () => Iterable<JToken>): Sequence {
  return new Sequence(tokenType, () => make()[Symbol.iterator]());
}

/** A `JEnumerable<JToken>`. */
function jEnumerable(make: () => Iterable<JToken>): Sequence {
  return new Sequence(tokenType, () => make()[Symbol.iterator](), named('Newtonsoft.Json.Linq.JEnumerable', tokenType));
}

/** The line break of the machine when indented, else null. */
export function newLineFor(formatting: EnumValue, call: CallInfo): string | null {
  if (formatting.value !== 1) return null;
  return call.runtime.platform === 'windows' ? '\r\n' : '\n';
}

const describeKey = (key: unknown, call: CallInfo): string =>
  typeof key === 'string' ? quote(key) : key === null ? '{null}' : toText(key, call.runtime);

function integerKey(key: unknown): number | undefined {
  return key instanceof Boxed && key.type === T.int ? Number(key.value) : undefined;
}

/** `token[key]` of any token. */
export function getChild(self: JToken, key: unknown, call: CallInfo): JToken | null {
  if (self instanceof JObject) {
    if (typeof key === 'string') return self.get(key);
    if (key === null) argumentNull('key');
    argument(
      `Accessed JObject values with invalid key value: ${describeKey(key, call)}. Object property name expected.`,
    );
  }
  if (self instanceof JArray || self instanceof JConstructor) {
    const index = integerKey(key);
    if (index !== undefined) return itemAt(self, index);
    if (key === null) argumentNull('key');
    argument(
      `Accessed ${self.className} values with invalid key value: ${describeKey(key, call)}. ${self instanceof JArray ? 'Int32 array index' : 'Argument position index'} expected.`,
    );
  }
  return invalidOperation(`Cannot access child value on ${reflectionName(self.netType)}.`);
}

/** `token[key] = value` of any token. */
export function setChild(self: JToken, key: unknown, value: JToken | null, call: CallInfo): void {
  if (self instanceof JObject) {
    if (typeof key === 'string') {
      self.set(key, value);
      return;
    }
    if (key === null) argumentNull('key');
    argument(`Set JObject values with invalid key value: ${describeKey(key, call)}. Object property name expected.`);
  }
  if (self instanceof JArray || self instanceof JConstructor) {
    const index = integerKey(key);
    if (index !== undefined) {
      setItemAt(self, index, value);
      return;
    }
    if (key === null) argumentNull('key');
    argument(
      `Set ${self.className} values with invalid key value: ${describeKey(key, call)}. ${self instanceof JArray ? 'Int32 array index' : 'Argument position index'} expected.`,
    );
  }
  invalidOperation(`Cannot set child value on ${reflectionName(self.netType)}.`);
}

/** Item of an array by index. */
export function itemAt(self: JContainer, index: number): JToken {
  return (
    self.children[index] ??
    throwNet(
      'System.ArgumentOutOfRangeException',
      "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
    )
  );
}

/** Replaces an item of an array by index. */
export function setItemAt(self: JContainer, index: number, value: JToken | null): void {
  if (index < 0) throwNet('System.ArgumentOutOfRangeException', "Index is less than 0. (Parameter 'index')");
  if (index >= self.children.length)
    throwNet('System.ArgumentOutOfRangeException', "Index is equal to or greater than Count. (Parameter 'index')");
  const token = self.adopt(value);
  const old = self.children[index] as JToken;
  if (old === token) return;
  self.accepts(token, old);
  self.setAt(index, token);
}

function select(self: JToken, path: string | null, strict: boolean, call: CallInfo): Iterable<JToken> {
  const filters = parsePath(path);
  call.runtime.charge(path?.length ?? 0);
  return evaluatePath(filters, self, { root: self, runtime: call.runtime, strict });
}

function selectOne(self: JToken, path: string | null, strict: boolean, call: CallInfo): JToken | null {
  let found: JToken | null = null;
  for (const token of select(self, path, strict, call)) {
    if (found) throwNet('Newtonsoft.Json.JsonException', 'Path returned multiple tokens.');
    found = token;
  }
  return found;
}

function* ancestors(self: JToken | null): Iterable<JToken> {
  for (let token = self; token; token = token.parent) yield token;
}

function siblings(self: JToken, after: boolean): JToken[] {
  const list = self.parent?.children ?? [];
  return after ? list.slice(self.index + 1) : list.slice(0, Math.max(self.index, 0));
}

/** Tokens that are of the type argument, in its static form. */
function ofType(source: Iterable<JToken>, type: TypeRef): Sequence {
  return new Sequence(type, () => [...source].filter((token) => isInstance(token, type))[Symbol.iterator]());
}

const typeArg = (call: CallInfo): TypeRef => call.typeArgs[0] ?? T.object;

/** The same text for tokens that are deeply equal: the order of properties does not count. */
function canonicalText(token: JToken): string {
  if (token instanceof JProperty) return `${quote(token.name)}:${canonicalText(token.value)}`;
  if (token.children.length === 0) return `${token.type}:${token.toJson(null)}`;
  const parts = token.children.map(canonicalText);
  return `${token.type}(${(token instanceof JObject ? parts.toSorted() : parts).join(',')})`;
}

/** JToken.EqualityComparer. */
class TokenComparer extends NetObject {
  override get netType(): TypeRef {
    return named('Newtonsoft.Json.Linq.JTokenEqualityComparer');
  }
  keyOf(value: unknown): unknown {
    return value instanceof JToken ? canonicalText(value) : keyText(value);
  }
}

const text = (self: JToken, formatting: EnumValue, call: CallInfo): string => {
  const result = self.toJson(newLineFor(formatting, call));
  call.runtime.charge(result.length);
  return result;
};

defineType({
  name: 'Newtonsoft.Json.Linq.JToken',
  kind: 'class',
  interfaces: ['IJEnumerable<JToken>'],
  members: {
    ...conversionOperators,
    'JTokenType Type { get; }': (self: JToken) => new EnumValue(typeEnum, TokenType[self.type]),
    'bool HasValues { get; }': (self: JToken) => self.hasValues,
    'JContainer Parent { get; }': (self: JToken) => self.parent,
    'JToken Root { get; }': (self: JToken) => self.root,
    'JToken Next { get; }': (self: JToken) => self.parent?.children[self.index + 1] ?? null,
    'JToken Previous { get; }': (self: JToken) => self.parent?.children[self.index - 1] ?? null,
    'JToken First { get; }': (self: JToken) => firstOrLast(self, 0),
    'JToken Last { get; }': (self: JToken) => firstOrLast(self, self.children.length - 1),
    'string Path { get; }': (self: JToken) => self.path,
    'JToken this[object key] { get; set; }': { get: getChild, set: setChild },
    'JEnumerable<JToken> Children()': (self: JToken) =>
      jEnumerable(() => self as Iterable<unknown> as Iterable<JToken>),
    'JEnumerable<T> Children<T>()': (self: JToken, call: CallInfo) => ofType(self.children, typeArg(call)),
    'IEnumerable<JToken> Ancestors()': (self: JToken) => tokens(() => ancestors(self.parent)),
    'IEnumerable<JToken> AncestorsAndSelf()': (self: JToken) => tokens(() => ancestors(self)),
    'IEnumerable<JToken> AfterSelf()': (self: JToken) => tokens(() => siblings(self, true)),
    'IEnumerable<JToken> BeforeSelf()': (self: JToken) => tokens(() => siblings(self, false)),
    'T Value<T>(object key)': (self: JToken, key: unknown, call: CallInfo) =>
      tokenAs(getChild(self, key, call), typeArg(call), call.runtime),
    'IEnumerable<T> Values<T>()': (self: JToken, call: CallInfo) => {
      const type = typeArg(call);
      if (!self.children.length && !(self instanceof JArray || self instanceof JObject))
        invalidOperation(`Cannot access child value on ${reflectionName(self.netType)}.`);
      return new Sequence(type, () =>
        self.children.map((child) => tokenAs(child, type, call.runtime))[Symbol.iterator](),
      );
    },
    'void Add(object content)': (self: JContainer, content: unknown, call: CallInfo) => {
      call.runtime.charge(1);
      self.add(content);
    },
    'void Remove()': (self: JToken) => self.requireParent().removeChild(self),
    'void Replace(JToken value)': (self: JToken, value: JToken | null) =>
      self.requireParent().replaceChild(self, required(value, 'value')),
    'void AddAfterSelf(object content)': (self: JToken, content: unknown) =>
      self.requireParent().add(content, self.index + 1),
    'void AddBeforeSelf(object content)': (self: JToken, content: unknown) =>
      self.requireParent().add(content, self.index),
    'JToken SelectToken(string path)': (self: JToken, path: string | null, call: CallInfo) =>
      selectOne(self, path, false, call),
    'JToken SelectToken(string path, bool errorWhenNoMatch)': selectOne,
    'IEnumerable<JToken> SelectTokens(string path)': (self: JToken, path: string | null, call: CallInfo) => {
      const found = select(self, path, false, call);
      return tokens(() => found);
    },
    'IEnumerable<JToken> SelectTokens(string path, bool errorWhenNoMatch)': (
      self: JToken,
      path: string | null,
      strict: boolean,
      call: CallInfo,
    ) => {
      const found = [...select(self, path, strict, call)];
      return tokens(() => found);
    },
    'JToken DeepClone()': (self: JToken, call: CallInfo) => {
      for (const _ of descendants(self)) call.runtime.charge(1);
      return self.clone();
    },
    'T ToObject<T>()': (self: JToken, call: CallInfo) => deserializeToken(self, typeArg(call), call.runtime),
    'string ToString()': (self: JToken, call: CallInfo) => self.toText(call.runtime),
    'string ToString(Formatting formatting)': text,
    'string ToString(Formatting formatting, params JsonConverter[] converters)': (
      self: JToken,
      formatting: EnumValue,
      _converters: unknown,
      call: CallInfo,
    ) => text(self, formatting, call),
    'bool Equals(object obj)': (self: unknown, other: unknown) => sameToken(self, other),
    'static JToken Parse(string json)': (json: string | null, call: CallInfo) => parseToken(json, call.runtime),
    'static JToken FromObject(object o)': (value: unknown, call: CallInfo) =>
      value === null ? argumentNull('o') : toToken(value, call.runtime),
    'static bool DeepEquals(JToken t1, JToken t2)': (a: JToken | null, b: JToken | null) =>
      a === b || (a !== null && b !== null && a.deepEquals(b)),
    'static JTokenEqualityComparer EqualityComparer { get; }': () => new TokenComparer(),
  },
});

function sameToken(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const left = a as { equalityKey?: () => string };
  const right = b as { equalityKey?: () => string } | null;
  return left.equalityKey !== undefined && right?.equalityKey?.() === left.equalityKey();
}

function firstOrLast(self: JToken, index: number): JToken | null {
  if (self.type !== 'Object' && self.children.length === 0 && !['Array', 'Property', 'Constructor'].includes(self.type))
    invalidOperation(`Cannot access child value on ${reflectionName(self.netType)}.`);
  return self.children[index] ?? null;
}

defineType({
  name: 'Newtonsoft.Json.Linq.JTokenEqualityComparer',
  kind: 'class',
  interfaces: ['IEqualityComparer<JToken>'],
  members: {
    'JTokenEqualityComparer()': () => new TokenComparer(),
    'bool Equals(JToken x, JToken y)': (_self: unknown, a: JToken | null, b: JToken | null) =>
      a === b || (a !== null && b !== null && a.deepEquals(b)),
    'int GetHashCode(JToken obj)': (self: TokenComparer, token: JToken | null) =>
      token === null ? 0 : stringHash(String(self.keyOf(token))),
  },
});
defineType({ name: 'Newtonsoft.Json.JsonConverter', kind: 'class', members: {} });
defineType({
  name: 'Newtonsoft.Json.Linq.IJEnumerable<T>',
  kind: 'interface',
  interfaces: ['IEnumerable<T>'],
  members: {
    'IJEnumerable<JToken> this[object key] { get; }': (self: Iterable<JToken>, key: unknown, call: CallInfo) =>
      valuesOf(self, key, call),
  },
});
defineType({
  name: 'Newtonsoft.Json.Linq.JEnumerable<T>',
  kind: 'struct',
  interfaces: ['IJEnumerable<T>'],
  members: {
    'IJEnumerable<JToken> this[object key] { get; }': (self: Iterable<JToken>, key: unknown, call: CallInfo) =>
      valuesOf(self, key, call),
  },
});

/** The children of every token, or what they hold under a key. */
export function valuesOf(source: Iterable<JToken>, key: unknown, call: CallInfo): Sequence {
  return jEnumerable(function* () {
    for (const token of source) {
      call.runtime.charge(1);
      if (key === null) yield* token.children;
      else {
        const value = getChild(token, key, call);
        if (value) yield value;
      }
    }
  });
}
