import { privateDecrypt, publicEncrypt, sign, verify } from 'node:crypto';
import { type CallInfo, defineType, type Runtime } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import { atMost, nonNegative, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { cryptographic } from './failure.ts';
import type { HashAlgorithmName } from './hash-algorithm-name.ts';
import { nodeHashName } from './hashes.ts';
import { hashLength, signHashPkcs1, signHashPss, verifyHashPkcs1, verifyHashPss } from './rsa-hash-signature.ts';
import { NetRsa } from './rsa-key.ts';
import { encryptionOptions, type NetPadding, signatureOptions } from './rsa-padding.ts';
import { rsaFromXml, rsaToXml } from './rsa-xml.ts';

const prefix = 'System.Security.Cryptography.';

/** Units of work of one operation with the private key; the public one is cheap. */
const PRIVATE_COST = 10_000;
const PUBLIC_COST = 1_000;

/** OpenSSL names its errors, Windows has one for all of them. */
const refused = (runtime: Runtime, openssl: string): never =>
  cryptographic(runtime.platform === 'windows' ? 'The parameter is incorrect.' : openssl);

/** An algorithm name by what node calls it, or the error of a name that is absent or unknown. */
const hashOf = (algorithm: HashAlgorithmName | null): string => nodeHashName(algorithm?.name ?? null);

function signed(
  self: NetRsa,
  data: Uint8Array,
  hash: HashAlgorithmName | null,
  padding: NetPadding | null,
  { runtime }: CallInfo,
): NetArray {
  const algorithm = hashOf(hash);
  const options = signatureOptions(required(padding, 'padding'));
  runtime.charge(data.length + PRIVATE_COST);
  const key = self.privateKey(runtime) ?? refused(runtime, 'error:1C880004:Provider routines::RSA lib');
  try {
    return bytes(new Uint8Array(sign(algorithm, data, { key, ...options })));
  } catch {
    return refused(runtime, 'error:1C880004:Provider routines::RSA lib');
  }
}

function verified(
  self: NetRsa,
  data: Uint8Array,
  signature: NetArray | null,
  hash: HashAlgorithmName | null,
  padding: NetPadding | null,
  { runtime }: CallInfo,
): boolean {
  const presented = bytesOf(required(signature, 'signature'));
  const algorithm = hashOf(hash);
  const options = signatureOptions(required(padding, 'padding'));
  runtime.charge(data.length + PUBLIC_COST);
  try {
    return verify(algorithm, data, { key: self.publicKey(runtime), ...options }, presented);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function part(data: NetArray | null, offset: number, count: number): Uint8Array {
  const content = bytesOf(required(data, 'data'));
  nonNegative(offset, 'offset');
  atMost(offset, content.length, 'offset');
  nonNegative(count, 'count');
  atMost(count, content.length - offset, 'count');
  return content.subarray(offset, offset + count);
}

defineType({
  name: `${prefix}AsymmetricAlgorithm`,
  kind: 'class',
  interfaces: ['IDisposable'],
  members: {
    'int KeySize { get; set; }': {
      get: (self: NetRsa) => self.bits,
      set: (self: NetRsa, value: number) => {
        self.bits = value;
      },
    },
    'string SignatureAlgorithm { get; }': () => 'RSA',
    'string KeyExchangeAlgorithm { get; }': () => 'RSA',
    'string ToXmlString(bool includePrivateParameters)': rsaToXml,
    'void FromXmlString(string xmlString)': rsaFromXml,
    'void Clear()': (self: NetRsa) => self.dispose(),
    'void Dispose()': (self: NetRsa) => self.dispose(),
  },
});

defineType({
  name: `${prefix}RSA`,
  kind: 'class',
  base: `${prefix}AsymmetricAlgorithm`,
  members: {
    'static RSA Create()': () => NetRsa.ofSize(2048),
    'static RSA Create(int keySizeInBits)': (bits: number) => NetRsa.ofSize(bits),
    'byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      hash: HashAlgorithmName | null,
      padding: NetPadding | null,
      call: CallInfo,
    ) => signed(self, bytesOf(required(data, 'data')), hash, padding, call),
    'byte[] SignData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)':
      (
        self: NetRsa,
        data: NetArray | null,
        offset: number,
        count: number,
        hash: HashAlgorithmName | null,
        padding: NetPadding | null,
        call: CallInfo,
      ) => signed(self, part(data, offset, count), hash, padding, call),
    'bool VerifyData(byte[] data, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      signature: NetArray | null,
      hash: HashAlgorithmName | null,
      padding: NetPadding | null,
      call: CallInfo,
    ) => verified(self, bytesOf(required(data, 'data')), signature, hash, padding, call),
    'bool VerifyData(byte[] data, int offset, int count, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)':
      (
        self: NetRsa,
        data: NetArray | null,
        offset: number,
        count: number,
        signature: NetArray | null,
        hash: HashAlgorithmName | null,
        padding: NetPadding | null,
        call: CallInfo,
      ) => verified(self, part(data, offset, count), signature, hash, padding, call),
    'byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)': (
      self: NetRsa,
      hash: NetArray | null,
      algorithm: HashAlgorithmName,
      padding: NetPadding | null,
      { runtime }: CallInfo,
    ) => {
      const digest = bytesOf(required(hash, 'hash'));
      const name = hashOf(algorithm);
      const { isPss } = required(padding, 'padding');
      runtime.charge(PRIVATE_COST);
      if (digest.length !== hashLength(name))
        refused(runtime, 'error:1C8000A6:Provider routines::invalid digest length');
      const key = self.privateKey(runtime) ?? refused(runtime, 'error:1C880004:Provider routines::RSA lib');
      const random = (count: number) => runtime.randomBytes(count);
      try {
        return bytes(isPss ? signHashPss(key, name, digest, random) : signHashPkcs1(key, name, digest));
      } catch {
        return refused(runtime, 'error:1C880004:Provider routines::RSA lib');
      }
    },
    'bool VerifyHash(byte[] hash, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)': (
      self: NetRsa,
      hash: NetArray | null,
      signature: NetArray | null,
      algorithm: HashAlgorithmName,
      padding: NetPadding | null,
      { runtime }: CallInfo,
    ) => {
      const digest = bytesOf(required(hash, 'hash'));
      const presented = bytesOf(required(signature, 'signature'));
      const name = hashOf(algorithm);
      const { isPss } = required(padding, 'padding');
      runtime.charge(PUBLIC_COST);
      if (digest.length !== hashLength(name)) return false;
      return (isPss ? verifyHashPss : verifyHashPkcs1)(self.publicKey(runtime), name, digest, presented);
    },
    'byte[] Encrypt(byte[] data, RSAEncryptionPadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      padding: NetPadding | null,
      { runtime }: CallInfo,
    ) => {
      const content = bytesOf(required(data, 'data'));
      const options = encryptionOptions(required(padding, 'padding'));
      runtime.charge(PUBLIC_COST);
      const key = self.publicKey(runtime);
      try {
        return bytes(new Uint8Array(publicEncrypt({ key, ...options }, content)));
      } catch {
        return refused(runtime, 'error:0200006E:rsa routines::data too large for key size');
      }
    },
    'byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      padding: NetPadding | null,
      { runtime }: CallInfo,
    ) => {
      const content = bytesOf(required(data, 'data'));
      const options = encryptionOptions(required(padding, 'padding'));
      runtime.charge(PRIVATE_COST);
      const key = self.privateKey(runtime) ?? refused(runtime, 'error:020000B3:rsa routines::missing private key');
      if (content.length !== Math.ceil(self.bits / 8)) {
        cryptographic('The length of the data to decrypt is not valid for the size of this key.');
      }
      try {
        return bytes(new Uint8Array(privateDecrypt({ key, ...options }, content)));
      } catch {
        const oaep = 'error:02000079:rsa routines::oaep decoding error';
        return refused(runtime, padding?.hash ? oaep : 'error:02000072:rsa routines::padding check failed');
      }
    },
  },
});
