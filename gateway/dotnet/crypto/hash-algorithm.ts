import { createHash, createHmac } from 'node:crypto';
import { type CallInfo, defineType } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { outOfRange, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';

/** A hash or keyed hash. */
export class NetHash extends NetObject {
  readonly type: TypeRef;
  /** Name as node:crypto knows it. */
  readonly algorithm: string;
  readonly bits: number;
  /** Key of an HMAC. */
  key: Uint8Array | undefined;
  /** Result of the last computation. */
  last: Uint8Array | undefined;
  constructor(type: TypeRef, algorithm: string, bits: number, key?: Uint8Array) {
    super();
    this.type = type;
    this.algorithm = algorithm;
    this.bits = bits;
    this.key = key;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  compute(data: Uint8Array): Uint8Array {
    const hash = this.key ? createHmac(this.algorithm, this.key) : createHash(this.algorithm);
    this.last = new Uint8Array(hash.update(data).digest());
    return this.last;
  }
}

/** The part of an array that offset and count name, with .NET's errors for what lies outside. */
export function part(buffer: NetArray | null, offset: number, count: number): Uint8Array {
  const data = bytesOf(required(buffer, 'buffer'));
  if (offset < 0) outOfRange('offset', 'Non-negative number required.');
  if (count < 0 || count > data.length) outOfRange('count', 'Value was invalid.');
  return data.subarray(offset, offset + count);
}

defineType({
  name: 'System.Security.Cryptography.HashAlgorithm',
  kind: 'class',
  interfaces: ['IDisposable', 'System.Security.Cryptography.ICryptoTransform'],
  members: {
    'byte[] ComputeHash(byte[] buffer)': (self: NetHash, buffer: NetArray | null, call: CallInfo) => {
      const data = bytesOf(required(buffer, 'buffer'));
      call.runtime.charge(data.length);
      return bytes(self.compute(data));
    },
    'byte[] ComputeHash(byte[] buffer, int offset, int count)': (
      self: NetHash,
      buffer: NetArray | null,
      offset: number,
      count: number,
      call: CallInfo,
    ) => {
      call.runtime.charge(Math.max(0, count));
      return bytes(self.compute(part(buffer, offset, count)));
    },
    'int HashSize { get; }': (self: NetHash) => self.bits,
    'byte[] Hash { get; }': (self: NetHash) => (self.last ? bytes(Uint8Array.from(self.last)) : null),
    'void Initialize()': () => undefined,
    'void Clear()': () => undefined,
    'void Dispose()': () => undefined,
  },
});

defineType({
  name: 'System.Security.Cryptography.KeyedHashAlgorithm',
  kind: 'class',
  base: 'System.Security.Cryptography.HashAlgorithm',
  members: {
    'byte[] Key { get; set; }': {
      get: (self: NetHash) => bytes(Uint8Array.from(self.key ?? [])),
      set: (self: NetHash, value: NetArray | null) => {
        self.key = Uint8Array.from(bytesOf(required(value, 'value')));
      },
    },
  },
});

/** The reference to a type of the namespace. */
export const cryptoType = (name: string): TypeRef => named(`System.Security.Cryptography.${name}`);
