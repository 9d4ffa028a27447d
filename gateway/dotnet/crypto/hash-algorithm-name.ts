import { defineType } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';

const type = named('System.Security.Cryptography.HashAlgorithmName');

/** System.Security.Cryptography.HashAlgorithmName. */
export class HashAlgorithmName extends NetObject {
  readonly name: string | null;
  constructor(name: string | null) {
    super();
    this.name = name;
  }
  override get netType(): TypeRef {
    return type;
  }
  toText(): string {
    return this.name ?? '';
  }
  equalityKey(): string {
    return `hash-name:${this.name ?? ''}`;
  }
}

const same = (left: HashAlgorithmName, right: HashAlgorithmName): boolean => left.name === right.name;

/** Static properties and the names they carry. */
const known = {
  MD5: 'MD5',
  SHA1: 'SHA1',
  SHA256: 'SHA256',
  SHA384: 'SHA384',
  SHA512: 'SHA512',
  SHA3_256: 'SHA3-256',
  SHA3_384: 'SHA3-384',
  SHA3_512: 'SHA3-512',
};

defineType({
  name: 'System.Security.Cryptography.HashAlgorithmName',
  kind: 'struct',
  members: {
    'HashAlgorithmName()': () => new HashAlgorithmName(null),
    'HashAlgorithmName(string name)': (name: string | null) => new HashAlgorithmName(name),
    ...Object.fromEntries(
      Object.entries(known).map(([property, name]) => [
        `static HashAlgorithmName ${property} { get; }`,
        () => new HashAlgorithmName(name),
      ]),
    ),
    'string Name { get; }': (self: HashAlgorithmName) => self.name,
    'bool Equals(HashAlgorithmName other)': same,
    'static bool operator ==(HashAlgorithmName left, HashAlgorithmName right)': same,
    'static bool operator !=(HashAlgorithmName left, HashAlgorithmName right)': (
      left: HashAlgorithmName,
      right: HashAlgorithmName,
    ) => !same(left, right),
  },
});
