import { createHash, createHmac, createSecretKey, type Hash, type Hmac, type KeyObject } from 'node:crypto';
import { type CallInfo, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { atMost, nonNegative, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { byteRange } from './byte-range.ts';
import { disposed } from './failure.ts';
import { hashFactories } from './hash-registry.ts';

const namespace = 'System.Security.Cryptography';

/** The reference to a type of the namespace. */
export const cryptoType = (name: string): TypeRef => named(`${namespace}.${name}`);

/** What is fixed about a hash: its name in .NET and node:crypto, its size, and the block of its HMAC in bytes. */
export interface HashFamily {
  readonly name: string;
  readonly algorithm: string;
  readonly bits: number;
  readonly block: number;
}

/** A hash or keyed hash. */
export class NetHash extends NetObject {
  readonly type: TypeRef;
  readonly family: HashFamily;
  /** Full name of the class that .NET makes, where it is not that of the type. */
  readonly className: string;
  #key: Uint8Array | undefined;
  /** The same as node takes it several times faster than bytes. */
  #secret: KeyObject | undefined;
  #running: Hash | Hmac | undefined;
  #last: Uint8Array | undefined;
  #disposed = false;

  constructor(className: string, type: string, family: HashFamily, key?: Uint8Array) {
    super();
    this.className = `${namespace}.${className}`;
    this.type = cryptoType(type);
    this.family = family;
    if (key) this.key = key;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  toText(): string {
    return this.className;
  }
  get key(): Uint8Array | undefined {
    return this.#key;
  }
  /** A key longer than the block is replaced by its hash (RFC 2104), which `Key` then shows. */
  set key(value: Uint8Array) {
    this.#key =
      value.length > this.family.block
        ? new Uint8Array(createHash(this.family.algorithm).update(value).digest())
        : Uint8Array.from(value);
    this.#secret = undefined;
    this.#running = undefined;
  }
  /** @throws ObjectDisposedException */
  alive(): this {
    return this.#disposed ? disposed(this.className) : this;
  }
  dispose(): void {
    this.#disposed = true;
    this.#key = undefined;
    this.#secret = undefined;
  }
  initialize(): void {
    this.#running = undefined;
  }
  update(data: Uint8Array): void {
    this.#running ??= this.#start();
    this.#running.update(data);
  }
  #start(): Hash | Hmac {
    const { algorithm } = this.family;
    return this.#key ? createHmac(algorithm, this.#keyObject(this.#key)) : createHash(algorithm);
  }
  #keyObject(key: Uint8Array): KeyObject {
    this.#secret ??= createSecretKey(key);
    return this.#secret;
  }
  finish(): Uint8Array {
    const digest = (this.#running ?? this.#start()).digest();
    this.#last = new Uint8Array(digest.buffer, digest.byteOffset, digest.byteLength);
    this.#running = undefined;
    return this.#last;
  }
  compute(data: Uint8Array): Uint8Array {
    this.#running = undefined;
    this.update(data);
    return this.finish();
  }
  /** Result of the last computation. */
  get last(): Uint8Array | undefined {
    if (this.#running) {
      throwNet(
        `${namespace}.CryptographicUnexpectedOperationException`,
        'Hash must be finalized before the hash value is retrieved.',
      );
    }
    return this.#last;
  }
}

const input: [string, string] = ['inputBuffer', 'inputOffset'];

defineType({
  name: `${namespace}.HashAlgorithm`,
  kind: 'class',
  interfaces: ['IDisposable', `${namespace}.ICryptoTransform`],
  members: {
    ...hashFactories(`${namespace}.HashAlgorithm`),
    'byte[] ComputeHash(byte[] buffer)': (self: NetHash, buffer: NetArray | null, call: CallInfo) => {
      const data = bytesOf(required(self.alive() && buffer, 'buffer'));
      call.runtime.charge(data.length);
      return bytes(Uint8Array.from(self.alive().compute(data)));
    },
    'byte[] ComputeHash(byte[] buffer, int offset, int count)': (
      self: NetHash,
      buffer: NetArray | null,
      offset: number,
      count: number,
      call: CallInfo,
    ) => {
      const data = byteRange(buffer, offset, count);
      call.runtime.charge(data.length);
      return bytes(Uint8Array.from(self.alive().compute(data)));
    },
    'int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)': (
      self: NetHash,
      inputBuffer: NetArray | null,
      inputOffset: number,
      inputCount: number,
      outputBuffer: NetArray | null,
      outputOffset: number,
      call: CallInfo,
    ) => {
      const data = byteRange(inputBuffer, inputOffset, inputCount, input);
      call.runtime.charge(data.length);
      self.alive().update(data);
      if (outputBuffer) copy(data, outputBuffer, outputOffset);
      return data.length;
    },
    'byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)': (
      self: NetHash,
      inputBuffer: NetArray | null,
      inputOffset: number,
      inputCount: number,
      call: CallInfo,
    ) => {
      const data = byteRange(inputBuffer, inputOffset, inputCount, input);
      call.runtime.charge(data.length);
      self.alive().update(data);
      self.finish();
      return bytes(Uint8Array.from(data));
    },
    'int HashSize { get; }': (self: NetHash) => self.family.bits,
    'int InputBlockSize { get; }': () => 1,
    'int OutputBlockSize { get; }': () => 1,
    'bool CanReuseTransform { get; }': () => true,
    'bool CanTransformMultipleBlocks { get; }': () => true,
    'byte[] Hash { get; }': (self: NetHash) => {
      const { last } = self.alive();
      return last ? bytes(Uint8Array.from(last)) : null;
    },
    'void Initialize()': (self: NetHash) => self.alive().initialize(),
    'void Clear()': (self: NetHash) => self.dispose(),
    'void Dispose()': (self: NetHash) => self.dispose(),
  },
});

function copy(data: Uint8Array, { items }: NetArray, offset: number): void {
  nonNegative(offset, 'outputOffset');
  atMost(data.length, items.length - offset, 'length');
  for (let i = 0; i < data.length; i++) items[offset + i] = data[i] ?? 0;
}

defineType({
  name: `${namespace}.KeyedHashAlgorithm`,
  kind: 'class',
  base: `${namespace}.HashAlgorithm`,
  members: {
    ...hashFactories(`${namespace}.KeyedHashAlgorithm`),
    'byte[] Key { get; set; }': {
      get: (self: NetHash) => (self.key ? bytes(Uint8Array.from(self.key)) : null),
      set: (self: NetHash, value: NetArray | null) => {
        self.key = bytesOf(required(value, 'value'));
      },
    },
  },
});
