import {
  constants,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto';
import { type CallInfo, defineType } from '../core/define.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { cryptographic } from './failure.ts';
import { cryptoType } from './hash-algorithm.ts';
import type { HashAlgorithmName } from './hash-algorithm-name.ts';
import { nodeHashName } from './hashes.ts';

/** A padding of RSA signatures or encryption, by its .NET name. */
class NetPadding extends NetObject {
  readonly type: TypeRef;
  readonly name: string;
  constructor(type: TypeRef, name: string) {
    super();
    this.type = type;
    this.name = name;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  equalityKey(): string {
    return `padding:${this.name}`;
  }
  toText(): string {
    return this.name;
  }
}

function definePaddings(typeName: string, names: readonly string[]): void {
  const type = cryptoType(typeName);
  defineType({
    name: `System.Security.Cryptography.${typeName}`,
    kind: 'class',
    members: Object.fromEntries(
      names.map((name) => [`static ${typeName} ${name} { get; }`, () => new NetPadding(type, name)]),
    ),
  });
}
definePaddings('RSASignaturePadding', ['Pkcs1', 'Pss']);
definePaddings('RSAEncryptionPadding', ['Pkcs1', 'OaepSHA1', 'OaepSHA256', 'OaepSHA384', 'OaepSHA512']);

/** An RSA key: both halves, or the public one. */
export class NetRsa extends NetObject {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject | undefined;
  constructor(publicKey: KeyObject, privateKey?: KeyObject) {
    super();
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }
  override get netType(): TypeRef {
    return cryptoType('RSA');
  }
}

const signatureOptions = (padding: NetPadding) =>
  padding.name === 'Pss'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING };

const encryptionOptions = (padding: NetPadding) =>
  padding.name === 'Pkcs1'
    ? { padding: constants.RSA_PKCS1_PADDING }
    : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: nodeHashName(padding.name.slice(4)) };

const secret = (self: NetRsa): KeyObject => self.privateKey ?? cryptographic('The key does not exist.');

defineType({
  name: 'System.Security.Cryptography.AsymmetricAlgorithm',
  kind: 'class',
  interfaces: ['IDisposable'],
  members: {
    'int KeySize { get; }': (self: NetRsa) => self.publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
    'void Clear()': () => undefined,
    'void Dispose()': () => undefined,
  },
});

defineType({
  name: 'System.Security.Cryptography.RSA',
  kind: 'class',
  base: 'System.Security.Cryptography.AsymmetricAlgorithm',
  members: {
    'static RSA Create()': (call: CallInfo) => {
      call.runtime.charge(100_000);
      const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return new NetRsa(pair.publicKey, pair.privateKey);
    },
    'byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      hash: HashAlgorithmName,
      padding: NetPadding | null,
      call: CallInfo,
    ) => {
      const content = bytesOf(required(data, 'data'));
      call.runtime.charge(content.length + 10_000);
      const key = { key: secret(self), ...signatureOptions(required(padding, 'padding')) };
      return bytes(new Uint8Array(sign(nodeHashName(hash.name), content, key)));
    },
    'bool VerifyData(byte[] data, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      signature: NetArray | null,
      hash: HashAlgorithmName,
      padding: NetPadding | null,
      call: CallInfo,
    ) => {
      const content = bytesOf(required(data, 'data'));
      call.runtime.charge(content.length + 1_000);
      const key = { key: self.publicKey, ...signatureOptions(required(padding, 'padding')) };
      return verify(nodeHashName(hash.name), content, key, bytesOf(required(signature, 'signature')));
    },
    'byte[] Encrypt(byte[] data, RSAEncryptionPadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      padding: NetPadding | null,
    ) => {
      const key = { key: self.publicKey, ...encryptionOptions(required(padding, 'padding')) };
      return bytes(new Uint8Array(publicEncrypt(key, bytesOf(required(data, 'data')))));
    },
    'byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)': (
      self: NetRsa,
      data: NetArray | null,
      padding: NetPadding | null,
      call: CallInfo,
    ) => {
      call.runtime.charge(10_000);
      const key = { key: secret(self), ...encryptionOptions(required(padding, 'padding')) };
      try {
        return bytes(new Uint8Array(privateDecrypt(key, bytesOf(required(data, 'data')))));
      } catch {
        return cryptographic('The parameter is incorrect.');
      }
    },
  },
});
