/** What headers, query parameters, claims, variables and certificates have in common: a read-only dictionary by name. */
import { missingKey } from '../collections/dictionary.ts';
import { KeyValuePair, pairType } from '../collections/key-value-pair.ts';
import type { Members, Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { arrayOf, type NamedType, T, type TypeRef } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';

/** A dictionary whose keys are strings. Values are in the static form of its value type. */
export abstract class ReadOnlyDictionary extends NetObject {
  abstract override get netType(): NamedType;
  abstract get valueType(): TypeRef;
  abstract keys(): Iterable<string>;
  /** Undefined when the key is absent. */
  abstract find(key: string): unknown;

  get elementType(): TypeRef {
    return pairType(T.string, this.valueType);
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (const key of this.keys()) yield new KeyValuePair(T.string, this.valueType, key, this.find(key) ?? null);
  }
}

const required = (key: string | null): string =>
  key ?? throwNet('System.ArgumentNullException', "Value cannot be null. (Parameter 'key')");

/**
 * The members of IReadOnlyDictionary<string, V>.
 * @param value V as C# writes it @param missing what the indexer gives for an absent key; throws unless told
 */
export function dictionaryMembers(
  value: string,
  missing: (key: string, self: ReadOnlyDictionary) => unknown = missingKey,
): Members {
  return {
    [`${value} this[string key] { get; }`]: (self: ReadOnlyDictionary, key: string | null) => {
      const name = required(key);
      const found = self.find(name);
      return found === undefined ? missing(name, self) : found;
    },
    'bool ContainsKey(string key)': (self: ReadOnlyDictionary, key: string | null) =>
      self.find(required(key)) !== undefined,
    [`bool TryGetValue(string key, out ${value} value)`]: (self: ReadOnlyDictionary, key: string | null, out: Ref) => {
      const found = self.find(required(key));
      out.value = found ?? null;
      return found !== undefined;
    },
    'int Count { get; }': (self: ReadOnlyDictionary) => [...self.keys()].length,
    'IEnumerable<string> Keys { get; }': (self: ReadOnlyDictionary) =>
      new NetArray(arrayOf(T.string), [...self.keys()]),
    [`IEnumerable<${value}> Values { get; }`]: (self: ReadOnlyDictionary) =>
      new NetArray(
        arrayOf(self.valueType),
        Array.from(self.keys(), (key) => self.find(key) ?? null),
      ),
  };
}
