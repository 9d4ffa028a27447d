import { defineEnum, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { type EnumValue, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { cryptographic } from './failure.ts';
import { cryptoType } from './hash-algorithm.ts';
import names from './oids.json' with { type: 'json' };

/** Friendly names that .NET and OpenSSL know, by value (observed with .NET 10 on Linux). */
const friendlyNames: Readonly<Record<string, string>> = names;

const values = new Map(Object.entries(friendlyNames).map(([value, name]) => [name.toLowerCase(), value]));
for (const [alias, value] of [
  ['nistP256', '1.2.840.10045.3.1.7'],
  ['nistP384', '1.3.132.0.34'],
  ['nistP521', '1.3.132.0.35'],
] as const) {
  values.set(alias.toLowerCase(), value);
}

/** The name that .NET shows for an object identifier; null when it knows none. */
const friendlyName = (value: string): string | null => friendlyNames[value] ?? null;

const oidOf = (name: string): string | null => values.get(name.toLowerCase()) ?? null;

const fixed = (what: string): never =>
  throwNet('System.PlatformNotSupportedException', `The OID ${what} cannot be changed from its current value.`);

/** System.Security.Cryptography.Oid. */
export class NetOid extends NetObject {
  #value: string | null;
  #name: string | null;
  constructor(value: string | null, name: string | null) {
    super();
    this.#value = value;
    this.#name = name;
  }
  /** From a dotted value. */
  static of(value: string): NetOid {
    return new NetOid(value, friendlyName(value));
  }
  override get netType(): TypeRef {
    return cryptoType('Oid');
  }
  get value(): string | null {
    return this.#value;
  }
  set value(value: string | null) {
    if (this.#value !== null && this.#value !== value) fixed('value');
    this.#value = value;
  }
  get name(): string | null {
    this.#name ??= this.#value === null ? null : friendlyName(this.#value);
    return this.#name;
  }
  set name(name: string | null) {
    if (this.#name !== null && this.#name !== name) fixed('friendly name');
    this.#name = name;
    this.#value ??= name === null ? null : oidOf(name);
  }
}

defineEnum({
  name: 'System.Security.Cryptography.OidGroup',
  values: {
    All: 0,
    HashAlgorithm: 1,
    EncryptionAlgorithm: 2,
    PublicKeyAlgorithm: 3,
    SignatureAlgorithm: 4,
    Attribute: 5,
    ExtensionOrAttribute: 6,
    EnhancedKeyUsage: 7,
    Policy: 8,
    Template: 9,
    KeyDerivationFunction: 10,
  },
});

/** Groups narrow the search on Windows only; the names are unique enough to do without. */
defineType({
  name: 'System.Security.Cryptography.Oid',
  kind: 'class',
  members: {
    'Oid()': () => new NetOid(null, null),
    'Oid(string oid)': (oid: string | null) => {
      const value = oidOf(required(oid, 'friendlyName')) ?? oid;
      return new NetOid(value, value === null ? null : friendlyName(value));
    },
    'Oid(string value, string friendlyName)': (value: string | null, name: string | null) => new NetOid(value, name),
    'Oid(Oid oid)': (oid: NetOid | null) => {
      const { value, name } = required(oid, 'oid');
      return new NetOid(value, name);
    },
    'string Value { get; set; }': {
      get: (self: NetOid) => self.value,
      set: (self: NetOid, value: string | null) => {
        self.value = value;
      },
    },
    'string FriendlyName { get; set; }': {
      get: (self: NetOid) => self.name,
      set: (self: NetOid, value: string | null) => {
        self.name = value;
      },
    },
    'static Oid FromFriendlyName(string friendlyName, OidGroup group)': (name: string | null, _group: EnumValue) => {
      const value = oidOf(required(name, 'friendlyName')) ?? cryptographic('No OID value matches this name.');
      return new NetOid(value, name);
    },
    'static Oid FromOidValue(string oidValue, OidGroup group)': (value: string | null, _group: EnumValue) => {
      const name = friendlyName(required(value, 'oidValue')) ?? cryptographic('The OID value is invalid.');
      return new NetOid(value, name);
    },
  },
});
