import { defineType } from '../core/define.ts';
import { NetObject } from '../core/values.ts';
import { cryptoType } from './hash-algorithm.ts';

const type = cryptoType('HashAlgorithmName');

/** System.Security.Cryptography.HashAlgorithmName. */
export class HashAlgorithmName extends NetObject {
  readonly name: string | null;
  constructor(name: string | null) {
    super();
    this.name = name;
  }
  override get netType(): typeof type {
    return type;
  }
  toText(): string {
    return this.name ?? '';
  }
  equalityKey(): string {
    return `hash-name:${this.name ?? ''}`;
  }
}

const known = ['MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512'];

defineType({
  name: 'System.Security.Cryptography.HashAlgorithmName',
  kind: 'struct',
  members: {
    'HashAlgorithmName(string name)': (name: string | null) => new HashAlgorithmName(name),
    ...Object.fromEntries(
      known.map((name) => [`static HashAlgorithmName ${name} { get; }`, () => new HashAlgorithmName(name)]),
    ),
    'string Name { get; }': (self: HashAlgorithmName) => self.name,
    'static bool operator ==(HashAlgorithmName left, HashAlgorithmName right)': (
      left: HashAlgorithmName,
      right: HashAlgorithmName,
    ) => left.name === right.name,
    'static bool operator !=(HashAlgorithmName left, HashAlgorithmName right)': (
      left: HashAlgorithmName,
      right: HashAlgorithmName,
    ) => left.name !== right.name,
  },
});
