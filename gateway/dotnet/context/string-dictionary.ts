import { defineType } from '../core/define.ts';
import { type NamedType, T, type TypeRef } from '../core/type-ref.ts';
import type { MapHost } from './host.ts';
import { contextType, fullName } from './names.ts';
import { dictionaryMembers, ReadOnlyDictionary } from './read-only-dictionary.ts';

const type = contextType('StringDictionary');

/** Matched parameters: IReadOnlyDictionary<string, string>. */
export class StringDictionary extends ReadOnlyDictionary {
  readonly #host: MapHost;
  constructor(host: MapHost) {
    super();
    this.#host = host;
  }
  override get netType(): NamedType {
    return type;
  }
  override get valueType(): TypeRef {
    return T.string;
  }
  override keys(): Iterable<string> {
    return this.#host.names();
  }
  override find(key: string): string | undefined {
    return this.#host.value(key);
  }
}

defineType({
  name: fullName('StringDictionary'),
  kind: 'class',
  interfaces: ['IReadOnlyDictionary<string, string>'],
  members: {
    ...dictionaryMembers('string'),
    'string GetValueOrDefault(string key)': (self: StringDictionary, key: string) => self.find(key) ?? null,
    'string GetValueOrDefault(string key, string defaultValue)': (
      self: StringDictionary,
      key: string,
      fallback: string | null,
    ) => self.find(key) ?? fallback,
  },
});
