import { type CallInfo, defineType } from '../core/define.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { cryptoType } from './hash-algorithm.ts';

class NetRandomNumberGenerator extends NetObject {
  override get netType(): TypeRef {
    return cryptoType('RNGCryptoServiceProvider');
  }
}

function fill(data: NetArray | null, call: CallInfo, next: () => Uint8Array): void {
  const { items } = required(data, 'data');
  call.runtime.charge(items.length);
  const random = next();
  for (let i = 0; i < items.length; i++) items[i] = random[i] ?? 0;
}

/** System.Security.Cryptography.RNGCryptoServiceProvider. */
defineType({
  name: 'System.Security.Cryptography.RNGCryptoServiceProvider',
  kind: 'class',
  interfaces: ['IDisposable'],
  members: {
    'RNGCryptoServiceProvider()': () => new NetRandomNumberGenerator(),
    'void GetBytes(byte[] data)': (_self: unknown, data: NetArray | null, call: CallInfo) =>
      fill(data, call, () => call.runtime.randomBytes(data?.items.length ?? 0)),
    'void GetNonZeroBytes(byte[] data)': (_self: unknown, data: NetArray | null, call: CallInfo) =>
      fill(data, call, () => {
        const wanted = data?.items.length ?? 0;
        const result: number[] = [];
        while (result.length < wanted) result.push(...call.runtime.randomBytes(wanted).filter((byte) => byte !== 0));
        return Uint8Array.from(result.slice(0, wanted));
      }),
    'void Dispose()': () => undefined,
  },
});
