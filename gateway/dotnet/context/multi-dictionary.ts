import { defineType } from '../core/define.ts';
import { arrayOf, type NamedType, T, type TypeRef } from '../core/type-ref.ts';
import { NetArray } from '../core/values.ts';
import type { MultiMapHost } from './host.ts';
import { contextType, fullName } from './names.ts';
import { dictionaryMembers, ReadOnlyDictionary } from './read-only-dictionary.ts';

const type = contextType('MultiValueDictionary');
const strings = arrayOf(T.string);

/** Headers, query parameters and claims: IReadOnlyDictionary<string, string[]>. */
export class MultiDictionary extends ReadOnlyDictionary {
  readonly #host: MultiMapHost;
  constructor(host: MultiMapHost) {
    super();
    this.#host = host;
  }
  override get netType(): NamedType {
    return type;
  }
  override get valueType(): TypeRef {
    return strings;
  }
  override keys(): Iterable<string> {
    return this.#host.names();
  }
  override find(key: string): NetArray | undefined {
    const values = this.#host.values(key);
    return values && new NetArray(strings, [...values]);
  }
  /** The values joined with commas, as GetValueOrDefault gives them. */
  joined(key: string): string | undefined {
    return this.#host.values(key)?.join(',');
  }
}

defineType({
  name: fullName('MultiValueDictionary'),
  kind: 'class',
  interfaces: ['IReadOnlyDictionary<string, string[]>'],
  members: {
    ...dictionaryMembers('string[]'),
    'string GetValueOrDefault(string key)': (self: MultiDictionary, key: string) => self.joined(key) ?? null,
    'string GetValueOrDefault(string key, string defaultValue)': (
      self: MultiDictionary,
      key: string,
      fallback: string | null,
    ) => self.joined(key) ?? fallback,
  },
});
