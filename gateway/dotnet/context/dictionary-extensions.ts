/**
 * `GetValueOrDefault` on dictionaries in general. Headers, claims and variables have forms of their own, which come
 * first; this is what `Claims.GetValueOrDefault("roles", new string[0])` and plain dictionaries use.
 */
import type { ReadOnlyDictionaryLike } from '../collections/protocols.ts';
import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType, type Implementation } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { fullName } from './names.ts';

const dictionary = (self: ReadOnlyDictionaryLike | null): ReadOnlyDictionaryLike =>
  self ?? throwNet('System.ArgumentNullException', "Value cannot be null. (Parameter 'dictionary')");

const orDefault = (self: ReadOnlyDictionaryLike | null, key: unknown, call: CallInfo): unknown =>
  dictionary(self).find(key) ?? defaultValue(call.typeArgs[1] ?? T.object);

const orGiven = (self: ReadOnlyDictionaryLike | null, key: unknown, fallback: unknown): unknown =>
  dictionary(self).find(key) ?? fallback;

const members: Record<string, Implementation> = {};
// a Dictionary is both interfaces: without a form for itself the call would be ambiguous
for (const type of ['IReadOnlyDictionary', 'IDictionary', 'Dictionary']) {
  const self = `this ${type}<TKey, TValue> dictionary`;
  members[`static TValue GetValueOrDefault<TKey, TValue>(${self}, TKey key)`] = orDefault;
  members[`static TValue GetValueOrDefault<TKey, TValue>(${self}, TKey key, TValue defaultValue)`] = orGiven;
}

defineType({ name: fullName('DictionaryExtensions'), kind: 'class', members });
