import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type CallInfo, defineEnum, defineType } from '../core/define.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { EnumValue, type NetArray, NetObject } from '../core/values.ts';
import { argument, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { cryptographic } from './failure.ts';
import { cryptoType, part } from './hash-algorithm.ts';

const modeType = cryptoType('CipherMode');
const paddingType = cryptoType('PaddingMode');
const cbc = 1;
const ecb = 2;
const pkcs7 = 2;

defineEnum({
  name: 'System.Security.Cryptography.CipherMode',
  values: { CBC: cbc, ECB: ecb, OFB: 3, CFB: 4, CTS: 5 },
});
defineEnum({
  name: 'System.Security.Cryptography.PaddingMode',
  values: { None: 1, PKCS7: pkcs7, Zeros: 3, ANSIX923: 4, ISO10126: 5 },
});

/** Block ciphers by name: what SymmetricAlgorithm.Create and the policy extensions accept. */
const ciphers: Readonly<Record<string, { type: string; node: string; block: number; keys: readonly number[] }>> = {
  aes: { type: 'Aes', node: 'aes', block: 16, keys: [16, 24, 32] },
  aesmanaged: { type: 'Aes', node: 'aes', block: 16, keys: [16, 24, 32] },
  aescryptoserviceprovider: { type: 'Aes', node: 'aes', block: 16, keys: [16, 24, 32] },
  rijndael: { type: 'Aes', node: 'aes', block: 16, keys: [16, 24, 32] },
  rijndaelmanaged: { type: 'Aes', node: 'aes', block: 16, keys: [16, 24, 32] },
  tripledes: { type: 'TripleDES', node: 'des-ede', block: 8, keys: [16, 24] },
  '3des': { type: 'TripleDES', node: 'des-ede', block: 8, keys: [16, 24] },
};

/** A symmetric cipher with its settings: PKCS7 padding and CBC unless told, as in .NET. */
export class NetSymmetric extends NetObject {
  readonly type: TypeRef;
  readonly cipher: { node: string; block: number; keys: readonly number[] };
  key: Uint8Array | undefined;
  iv: Uint8Array | undefined;
  keySize: number;
  mode = cbc;
  padding = pkcs7;
  private constructor(type: TypeRef, cipher: { node: string; block: number; keys: readonly number[] }) {
    super();
    this.type = type;
    this.cipher = cipher;
    this.keySize = (cipher.keys.at(-1) ?? 0) * 8;
  }
  /** @returns null for a name that .NET does not know either */
  static byName(name: string): NetSymmetric | null {
    const cipher = ciphers[name.replace(/^System\.Security\.Cryptography\./i, '').toLowerCase()];
    return cipher ? new NetSymmetric(cryptoType(cipher.type), cipher) : null;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  keyOr(call: CallInfo): Uint8Array {
    this.key ??= call.runtime.randomBytes(this.keySize / 8);
    return this.key;
  }
  ivOr(call: CallInfo): Uint8Array {
    this.iv ??= call.runtime.randomBytes(this.cipher.block);
    return this.iv;
  }
  /** One-shot encryption or decryption. */
  transform(encrypt: boolean, key: Uint8Array, iv: Uint8Array | null, data: Uint8Array): Uint8Array {
    const { node, block, keys } = this.cipher;
    if (!keys.includes(key.length)) argument(`Specified key is not a valid size for this algorithm.`, 'rgbKey');
    if (this.mode !== ecb && (iv === null || iv.length !== block)) {
      argument('Specified initialization vector (IV) does not match the block size for this algorithm.', 'rgbIV');
    }
    const mode = this.mode === ecb ? 'ecb' : this.mode === cbc ? 'cbc' : undefined;
    if (!mode) cryptographic('Specified cipher mode is not valid for this algorithm.');
    const name =
      node === 'aes' ? `aes-${key.length * 8}-${mode}` : key.length === 16 ? `des-ede-${mode}` : `des-ede3-${mode}`;
    const vector = this.mode === ecb ? null : iv;
    const padded = this.padding === pkcs7;
    if (!encrypt && data.length % block !== 0) cryptographic('The input data is not a complete block.');
    if (!encrypt && data.length === 0) return new Uint8Array();
    const transform = encrypt ? createCipheriv(name, key, vector) : createDecipheriv(name, key, vector);
    transform.setAutoPadding(padded);
    const input = encrypt && this.padding === 3 ? zeroPadded(data, block) : data;
    if (encrypt && this.padding === 1 && data.length % block !== 0) {
      cryptographic('The input data is not a complete block.');
    }
    try {
      return new Uint8Array(Buffer.concat([transform.update(input), transform.final()]));
    } catch {
      return cryptographic('Padding is invalid and cannot be removed.');
    }
  }
}

function zeroPadded(data: Uint8Array, block: number): Uint8Array {
  const result = new Uint8Array(Math.ceil(data.length / block) * block);
  result.set(data);
  return result;
}

/** A transform made by CreateEncryptor or CreateDecryptor. */
class NetTransform extends NetObject {
  readonly run: (data: Uint8Array) => Uint8Array;
  constructor(run: (data: Uint8Array) => Uint8Array) {
    super();
    this.run = run;
  }
  override get netType(): TypeRef {
    return cryptoType('ICryptoTransform');
  }
}

defineType({
  name: 'System.Security.Cryptography.ICryptoTransform',
  kind: 'interface',
  interfaces: ['IDisposable'],
  members: {
    'byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)': (
      self: NetTransform,
      buffer: NetArray | null,
      offset: number,
      count: number,
      call: CallInfo,
    ) => {
      call.runtime.charge(Math.max(0, count));
      return bytes(self.run(part(buffer, offset, count)));
    },
  },
});

const transformOf = (encrypt: boolean) => (self: NetSymmetric, call: CallInfo) => {
  const key = self.keyOr(call);
  const iv = self.ivOr(call);
  return new NetTransform((data) => self.transform(encrypt, key, iv, data));
};

const transformWith =
  (encrypt: boolean) =>
  (self: NetSymmetric, rgbKey: NetArray | null, rgbIV: NetArray | null): NetTransform => {
    const key = bytesOf(required(rgbKey, 'rgbKey'));
    const iv = rgbIV && bytesOf(rgbIV);
    return new NetTransform((data) => self.transform(encrypt, key, iv, data));
  };

defineType({
  name: 'System.Security.Cryptography.SymmetricAlgorithm',
  kind: 'class',
  interfaces: ['IDisposable'],
  members: {
    'static SymmetricAlgorithm Create(string algName)': (name: string | null) =>
      NetSymmetric.byName(required(name, 'algName')),
    'byte[] Key { get; set; }': {
      get: (self: NetSymmetric, call: CallInfo) => bytes(Uint8Array.from(self.keyOr(call))),
      set: (self: NetSymmetric, value: NetArray | null) => {
        const key = Uint8Array.from(bytesOf(required(value, 'value')));
        if (!self.cipher.keys.includes(key.length)) {
          cryptographic('Specified key is not a valid size for this algorithm.');
        }
        self.key = key;
        self.keySize = key.length * 8;
      },
    },
    'byte[] IV { get; set; }': {
      get: (self: NetSymmetric, call: CallInfo) => bytes(Uint8Array.from(self.ivOr(call))),
      set: (self: NetSymmetric, value: NetArray | null) => {
        const iv = Uint8Array.from(bytesOf(required(value, 'value')));
        if (iv.length !== self.cipher.block) {
          cryptographic('Specified initialization vector (IV) does not match the block size for this algorithm.');
        }
        self.iv = iv;
      },
    },
    'CipherMode Mode { get; set; }': {
      get: (self: NetSymmetric) => new EnumValue(modeType, self.mode),
      set: (self: NetSymmetric, value: EnumValue) => {
        self.mode = value.value;
      },
    },
    'PaddingMode Padding { get; set; }': {
      get: (self: NetSymmetric) => new EnumValue(paddingType, self.padding),
      set: (self: NetSymmetric, value: EnumValue) => {
        self.padding = value.value;
      },
    },
    'int KeySize { get; set; }': {
      get: (self: NetSymmetric) => self.keySize,
      set: (self: NetSymmetric, value: number) => {
        if (!self.cipher.keys.includes(value / 8)) {
          cryptographic('Specified key is not a valid size for this algorithm.');
        }
        self.keySize = value;
        self.key = undefined;
      },
    },
    'int BlockSize { get; }': (self: NetSymmetric) => self.cipher.block * 8,
    'void GenerateKey()': (self: NetSymmetric, call: CallInfo) => {
      self.key = call.runtime.randomBytes(self.keySize / 8);
    },
    'void GenerateIV()': (self: NetSymmetric, call: CallInfo) => {
      self.iv = call.runtime.randomBytes(self.cipher.block);
    },
    'ICryptoTransform CreateEncryptor()': transformOf(true),
    'ICryptoTransform CreateDecryptor()': transformOf(false),
    'ICryptoTransform CreateEncryptor(byte[] rgbKey, byte[] rgbIV)': transformWith(true),
    'ICryptoTransform CreateDecryptor(byte[] rgbKey, byte[] rgbIV)': transformWith(false),
    'void Clear()': () => undefined,
    'void Dispose()': () => undefined,
  },
});

for (const name of ['Aes', 'TripleDES']) {
  defineType({
    name: `System.Security.Cryptography.${name}`,
    kind: 'class',
    base: 'System.Security.Cryptography.SymmetricAlgorithm',
    members: {},
  });
}
