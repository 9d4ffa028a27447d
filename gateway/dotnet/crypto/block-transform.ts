import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { type CallInfo, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { nonNegative, outOfRange, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { pad, removesPadding, unpad } from './block-padding.ts';
import type { CipherFamily } from './cipher-family.ts';
import { cryptographic } from './failure.ts';
import { cryptoType, NetHash } from './hash-algorithm.ts';

/** CipherMode by its .NET value. */
export const MODE = { cbc: 1, ecb: 2, cfb: 4 } as const;

/** Everything a transform needs to know. */
export interface TransformSettings {
  readonly family: CipherFamily;
  readonly encrypt: boolean;
  readonly key: Uint8Array;
  /** null where the mode uses none. */
  readonly iv: Uint8Array | null;
  readonly mode: number;
  readonly padding: number;
  /** Bits that CFB feeds back. */
  readonly feedback: number;
}

const outside =
  'Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.';

function range(buffer: NetArray | null, offset: number, count: number): Uint8Array {
  const data = bytesOf(required(buffer, 'inputBuffer'));
  nonNegative(offset, 'inputOffset');
  if (offset > data.length) outOfRange('inputOffset', outside);
  if (count < 0 || count > data.length - offset) outOfRange('inputCount', outside);
  return data.subarray(offset, offset + count);
}

/** A transform made by CreateEncryptor or CreateDecryptor. After TransformFinalBlock it starts anew. */
export class BlockTransform extends NetObject {
  readonly settings: TransformSettings;
  #cipher: ReturnType<typeof createCipheriv> | ReturnType<typeof createDecipheriv> | undefined;
  /** A decrypted block that may turn out to be the last, and so to hold padding. */
  #held = new Uint8Array();

  constructor(settings: TransformSettings) {
    super();
    this.settings = settings;
    this.#start();
  }
  override get netType(): TypeRef {
    return cryptoType('ICryptoTransform');
  }
  toText(): string {
    return `System.Security.Cryptography.UniversalCrypto${this.settings.encrypt ? 'Encryptor' : 'Decryptor'}`;
  }
  /** Bytes that are worked on at a time. */
  get size(): number {
    const { mode, feedback, family } = this.settings;
    return mode === MODE.cfb ? feedback / 8 : family.block;
  }
  #name(): string {
    const { family, key, mode, feedback } = this.settings;
    if (mode === MODE.cbc) return family.cipherName(key.length, 'cbc');
    if (mode === MODE.ecb) return family.cipherName(key.length, 'ecb').replace('des-ede3-ecb', 'des-ede3');
    if (feedback === 8) return family.cipherName(key.length, 'cfb8');
    if (feedback === family.block * 8) return family.cipherName(key.length, 'cfb');
    return cryptographic(`The specified feedback size '${feedback}' for CipherMode 'CFB' is not supported.`);
  }
  #start(): ReturnType<typeof createCipheriv> | ReturnType<typeof createDecipheriv> {
    const { family, key, iv, encrypt } = this.settings;
    const create = encrypt ? createCipheriv : createDecipheriv;
    this.#cipher = create(this.#name(), createSecretKey(family.opensslKey(key)), iv);
    this.#cipher.setAutoPadding(false);
    return this.#cipher;
  }
  #run(data: Uint8Array): Uint8Array {
    return new Uint8Array((this.#cipher ?? this.#start()).update(data));
  }
  /** Whole blocks; of decryption that removes padding, the last block comes out with the next call. */
  block(data: Uint8Array): Uint8Array {
    const { encrypt, padding } = this.settings;
    const result = this.#run(data);
    if (encrypt || !removesPadding(padding)) return result;
    const all = joined(this.#held, result);
    this.#held = all.slice(all.length - this.size);
    return all.subarray(0, all.length - this.size);
  }
  /** The rest. @throws CryptographicException for incomplete blocks and wrong padding */
  final(data: Uint8Array, random: (count: number) => Uint8Array): Uint8Array {
    const { encrypt, padding } = this.settings;
    try {
      if (encrypt) return this.#run(pad(data, this.size, padding, random));
      if (data.length % this.size !== 0) cryptographic('The input data is not a complete block.');
      return unpad(joined(this.#held, this.#run(data)), this.size, padding);
    } finally {
      this.#cipher = undefined;
      this.#held = new Uint8Array();
    }
  }
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const all = new Uint8Array(left.length + right.length);
  all.set(left);
  all.set(right, left.length);
  return all;
}

const transform = (self: NetObject): BlockTransform =>
  self instanceof BlockTransform
    ? self
    : throwNet('System.NotSupportedException', 'Specified method is not supported.');

defineType({
  name: 'System.Security.Cryptography.ICryptoTransform',
  kind: 'interface',
  interfaces: ['IDisposable'],
  members: {
    'int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)': (
      self: BlockTransform,
      inputBuffer: NetArray | null,
      inputOffset: number,
      inputCount: number,
      outputBuffer: NetArray | null,
      outputOffset: number,
      call: CallInfo,
    ) => {
      const { size } = transform(self);
      const data = range(inputBuffer, inputOffset, inputCount);
      if (data.length === 0) outOfRange('inputCount', 'Must be a positive value.');
      if (data.length % size !== 0) {
        outOfRange('inputCount', 'TransformBlock may only process bytes in block sized increments.');
      }
      const { items } = required(outputBuffer, 'outputBuffer');
      if (outputOffset < 0 || data.length > items.length - outputOffset) outOfRange('outputOffset', outside);
      call.runtime.charge(data.length);
      const result = self.block(data);
      for (let i = 0; i < result.length; i++) items[outputOffset + i] = result[i] ?? 0;
      return result.length;
    },
    'byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)': (
      self: BlockTransform,
      inputBuffer: NetArray | null,
      inputOffset: number,
      inputCount: number,
      call: CallInfo,
    ) => {
      const data = range(inputBuffer, inputOffset, inputCount);
      call.runtime.charge(data.length);
      return bytes(Uint8Array.from(transform(self).final(data, (count) => call.runtime.randomBytes(count))));
    },
    'int InputBlockSize { get; }': (self: BlockTransform | NetHash) => (self instanceof NetHash ? 1 : self.size),
    'int OutputBlockSize { get; }': (self: BlockTransform | NetHash) => (self instanceof NetHash ? 1 : self.size),
    'bool CanReuseTransform { get; }': () => true,
    'bool CanTransformMultipleBlocks { get; }': () => true,
    'void Dispose()': () => undefined,
  },
});
