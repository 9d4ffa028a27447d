/** MD5 and the SHA family, with and without a key, and the factories that find them by name. */
import { type CallInfo, defineType } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import { argumentNull, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { cryptographic } from './failure.ts';
import { type HashFamily, NetHash } from './hash-algorithm.ts';
import { hashByName, hashFactories, registerHash } from './hash-registry.ts';

/** `registered` is the class that CryptoConfig makes for the name; `classes` are those with a public constructor. */
interface Registered extends HashFamily {
  readonly registered: string;
  readonly classes: readonly string[];
  readonly names: readonly string[];
}

const prefix = 'System.Security.Cryptography.';

const families: readonly Registered[] = [
  {
    name: 'MD5',
    algorithm: 'md5',
    bits: 128,
    block: 64,
    registered: 'MD5CryptoServiceProvider',
    classes: ['MD5CryptoServiceProvider'],
    names: ['MD5'],
  },
  {
    name: 'SHA1',
    algorithm: 'sha1',
    bits: 160,
    block: 64,
    registered: 'SHA1CryptoServiceProvider',
    classes: ['SHA1Managed', 'SHA1CryptoServiceProvider'],
    names: ['SHA', 'SHA1', `${prefix}HashAlgorithm`, 'http://www.w3.org/2000/09/xmldsig#sha1'],
  },
  {
    name: 'SHA256',
    algorithm: 'sha256',
    bits: 256,
    block: 64,
    registered: 'SHA256Managed',
    classes: ['SHA256Managed'],
    names: ['SHA256', 'SHA-256', 'http://www.w3.org/2001/04/xmlenc#sha256'],
  },
  {
    name: 'SHA384',
    algorithm: 'sha384',
    bits: 384,
    block: 128,
    registered: 'SHA384Managed',
    classes: ['SHA384Managed'],
    names: ['SHA384', 'SHA-384', 'http://www.w3.org/2001/04/xmldsig-more#sha384'],
  },
  {
    name: 'SHA512',
    algorithm: 'sha512',
    bits: 512,
    block: 128,
    registered: 'SHA512Managed',
    classes: ['SHA512Managed'],
    names: ['SHA512', 'SHA-512', 'http://www.w3.org/2001/04/xmlenc#sha512'],
  },
];

for (const family of families) {
  const { name, registered, classes, names } = family;
  const managed = (): NetHash => new NetHash(registered, registered, family);
  for (const known of [...names, prefix + name]) registerHash(known, managed);
  for (const type of classes) registerHash(prefix + type, () => new NetHash(type, type, family));

  const keyed = `HMAC${name}`;
  const withKey = (key: Uint8Array): NetHash => new NetHash(keyed, keyed, family, key);
  const withRandomKey = (call: CallInfo): NetHash => withKey(call.runtime.randomBytes(family.block));
  for (const known of [keyed, prefix + keyed]) registerHash(known, withRandomKey);

  defineType({
    name: prefix + name,
    kind: 'class',
    base: `${prefix}HashAlgorithm`,
    members: {
      [`static ${name} Create()`]: () => new NetHash(`${name}+Implementation`, name, family),
      [`static ${name} Create(string hashName)`]: (hashName: string | null, call: CallInfo) =>
        hashByName(prefix + name, hashName, call),
      'static byte[] HashData(byte[] source)': (source: NetArray | null, call: CallInfo) => {
        const data = bytesOf(required(source, 'source'));
        call.runtime.charge(data.length);
        return bytes(new NetHash(name, name, family).compute(data));
      },
    },
  });
  for (const type of classes) {
    defineType({
      name: prefix + type,
      kind: 'class',
      base: prefix + name,
      members: { [`${type}()`]: () => new NetHash(type, type, family) },
    });
  }
  defineType({
    name: prefix + keyed,
    kind: 'class',
    base: `${prefix}HMAC`,
    members: {
      [`${keyed}()`]: withRandomKey,
      [`${keyed}(byte[] key)`]: (key: NetArray | null) => withKey(bytesOf(required(key, 'key'))),
      // Whether managed code computes it shows in nothing.
      ...(name === 'SHA1' && {
        [`${keyed}(byte[] key, bool useManagedSha1)`]: (key: NetArray | null, _managed: boolean) =>
          withKey(bytesOf(required(key, 'key'))),
      }),
      'static byte[] HashData(byte[] key, byte[] source)': (
        key: NetArray | null,
        source: NetArray | null,
        call: CallInfo,
      ) => {
        const secret = bytesOf(required(key, 'key'));
        const data = bytesOf(required(source, 'source'));
        call.runtime.charge(data.length);
        return bytes(withKey(secret).compute(data));
      },
    },
  });
}

defineType({
  name: `${prefix}HMAC`,
  kind: 'class',
  base: `${prefix}KeyedHashAlgorithm`,
  members: {
    ...hashFactories(`${prefix}HMAC`),
    'string HashName { get; }': (self: NetHash) => self.family.name,
  },
});

/** The name of a hash in node:crypto for what a HashAlgorithmName carries. @throws CryptographicException for others */
export function nodeHashName(name: string | null): string {
  if (!name) return argumentNull('hashAlgorithm');
  const family = families.find((known) => known.name === name);
  return family?.algorithm ?? cryptographic(`'${name}' is not a known hash algorithm.`);
}
