import { box } from '../core/box.ts';
import { defineType } from '../core/define.ts';
import { type NamedType, T, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { contextType, fullName } from './names.ts';
import { dictionaryMembers, ReadOnlyDictionary } from './read-only-dictionary.ts';

const type = contextType('Authorization');
const claimsType = contextType('ObjectDictionary');

/** A JSON value as an `object`. */
function boxed(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? box(BigInt(value), T.long) : box(value, T.double);
  }
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** `Authorization.Claims`: IReadOnlyDictionary<string, object>. */
class ObjectDictionary extends ReadOnlyDictionary {
  readonly #values: Readonly<Record<string, unknown>>;
  constructor(values: Readonly<Record<string, unknown>>) {
    super();
    this.#values = values;
  }
  override get netType(): NamedType {
    return claimsType;
  }
  override get valueType(): TypeRef {
    return T.object;
  }
  override keys(): Iterable<string> {
    return Object.keys(this.#values);
  }
  override find(key: string): unknown {
    return Object.hasOwn(this.#values, key) ? boxed(this.#values[key]) : undefined;
  }
}

/** `Authorization`: what get-authorization-context puts into a variable. */
export class NetAuthorization extends NetObject {
  readonly accessToken: string;
  readonly claims: ReadOnlyDictionary;
  constructor(accessToken: string, claims: Readonly<Record<string, unknown>>) {
    super();
    this.accessToken = accessToken;
    this.claims = new ObjectDictionary(claims);
  }
  override get netType(): NamedType {
    return type;
  }
}

defineType({
  name: fullName('ObjectDictionary'),
  kind: 'class',
  interfaces: ['IReadOnlyDictionary<string, object>'],
  members: {
    ...dictionaryMembers('object'),
    'object GetValueOrDefault(string key)': (self: ObjectDictionary, key: string) => self.find(key) ?? null,
  },
});

defineType({
  name: fullName('Authorization'),
  kind: 'class',
  members: {
    'string AccessToken { get; }': (self: NetAuthorization) => self.accessToken,
    'ObjectDictionary Claims { get; }': (self: NetAuthorization) => self.claims,
  },
});
