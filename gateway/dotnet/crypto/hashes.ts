/** MD5 and the SHA family, with and without a key. */
import { type CallInfo, defineType } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { cryptographic } from './failure.ts';
import { cryptoType, NetHash } from './hash-algorithm.ts';

/** Name in .NET, name in node:crypto, bits of the hash, bytes of a random HMAC key, old classes beside it. */
const families = [
  { name: 'MD5', algorithm: 'md5', bits: 128, keyBytes: 64, managed: ['MD5CryptoServiceProvider'] },
  { name: 'SHA1', algorithm: 'sha1', bits: 160, keyBytes: 64, managed: ['SHA1Managed', 'SHA1CryptoServiceProvider'] },
  { name: 'SHA256', algorithm: 'sha256', bits: 256, keyBytes: 64, managed: ['SHA256Managed'] },
  { name: 'SHA384', algorithm: 'sha384', bits: 384, keyBytes: 128, managed: ['SHA384Managed'] },
  { name: 'SHA512', algorithm: 'sha512', bits: 512, keyBytes: 128, managed: ['SHA512Managed'] },
] as const;

const prefix = 'System.Security.Cryptography.';

for (const { name, algorithm, bits, keyBytes, managed } of families) {
  const create = (type: string) => (): NetHash => new NetHash(cryptoType(type), algorithm, bits);
  defineType({
    name: prefix + name,
    kind: 'class',
    base: `${prefix}HashAlgorithm`,
    members: {
      [`static ${name} Create()`]: create(name),
      'static byte[] HashData(byte[] source)': (source: NetArray | null, call: CallInfo) => {
        const data = bytesOf(required(source, 'source'));
        call.runtime.charge(data.length);
        return bytes(create(name)().compute(data));
      },
    },
  });
  for (const type of managed) {
    defineType({ name: prefix + type, kind: 'class', base: prefix + name, members: { [`${type}()`]: create(type) } });
  }

  const keyed = `HMAC${name}`;
  const withKey = (key: Uint8Array): NetHash => new NetHash(cryptoType(keyed), algorithm, bits, key);
  defineType({
    name: prefix + keyed,
    kind: 'class',
    base: `${prefix}HMAC`,
    members: {
      [`${keyed}()`]: (call: CallInfo) => withKey(call.runtime.randomBytes(keyBytes)),
      [`${keyed}(byte[] key)`]: (key: NetArray | null) => withKey(Uint8Array.from(bytesOf(required(key, 'key')))),
      'static byte[] HashData(byte[] key, byte[] source)': (
        key: NetArray | null,
        source: NetArray | null,
        call: CallInfo,
      ) => {
        const data = bytesOf(required(source, 'source'));
        call.runtime.charge(data.length);
        return bytes(withKey(bytesOf(required(key, 'key'))).compute(data));
      },
    },
  });
}

defineType({
  name: `${prefix}HMAC`,
  kind: 'class',
  base: `${prefix}KeyedHashAlgorithm`,
  members: {
    'string HashName { get; }': (self: NetHash) => self.algorithm.toUpperCase(),
    'static HMAC Create(string algorithmName)': (algorithmName: string | null, call: CallInfo) =>
      keyedByName(required(algorithmName, 'algorithmName'), call),
  },
});

function keyedByName(text: string, call: CallInfo): NetHash | null {
  const wanted = text.replace(/^System\.Security\.Cryptography\./i, '').toUpperCase();
  const family = families.find(({ name }) => `HMAC${name}` === wanted);
  if (!family) return null;
  const key = call.runtime.randomBytes(family.keyBytes);
  return new NetHash(cryptoType(`HMAC${family.name}`), family.algorithm, family.bits, key);
}

/** A hash by the name that HashAlgorithmName carries. Throws CryptographicException for others. */
export function nodeHashName(name: string | null): string {
  const family = families.find((known) => known.name === name);
  return family?.algorithm ?? cryptographic(`'${name ?? ''}' is not a known hash algorithm.`);
}
