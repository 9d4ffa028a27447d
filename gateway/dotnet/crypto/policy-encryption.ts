/**
 * `byte[].Encrypt` and `byte[].Decrypt`, which API Management adds (policy expressions reference, "Context variable").
 * Mode and padding of the named form are not documented; deployed brokers decrypt what they encrypted, and .NET's
 * defaults are CBC with PKCS7.
 */
import { type CallInfo, defineType } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import type { BlockTransform } from './block-transform.ts';
import { cryptographic } from './failure.ts';
import { NetSymmetric } from './symmetric-algorithm.ts';

function run(input: NetArray | null, transform: () => BlockTransform, call: CallInfo): NetArray {
  const data = bytesOf(required(input, 'input'));
  call.runtime.charge(data.length);
  return bytes(Uint8Array.from(transform().final(data, (count) => call.runtime.randomBytes(count))));
}

function named(encrypt: boolean) {
  return (input: NetArray | null, alg: string | null, key: NetArray | null, iv: NetArray | null, call: CallInfo) => {
    const name = required(alg, 'alg');
    const algorithm = NetSymmetric.byName(name) ?? cryptographic(`'${name}' is not a known symmetric algorithm.`);
    return withKey(encrypt)(input, algorithm, key, iv, call);
  };
}

function withKey(encrypt: boolean) {
  return (
    input: NetArray | null,
    alg: NetSymmetric | null,
    key: NetArray | null,
    iv: NetArray | null,
    call: CallInfo,
  ): NetArray => {
    const secret = () => bytesOf(required(key, 'key'));
    const vector = () => bytesOf(required(iv, 'iv'));
    return run(input, () => required(alg, 'alg').transform(encrypt, secret(), vector()), call);
  };
}

function withAlgorithm(encrypt: boolean) {
  return (input: NetArray | null, alg: NetSymmetric | null, call: CallInfo): NetArray => {
    const algorithm = required(alg, 'alg');
    return run(input, () => algorithm.transform(encrypt, algorithm.keyOr(call), algorithm.ivOr(call)), call);
  };
}

defineType({
  name: 'Microsoft.Azure.ApiManagement.EncryptionExtensions',
  kind: 'class',
  members: {
    'static byte[] Encrypt(this byte[] input, string alg, byte[] key, byte[] iv)': named(true),
    'static byte[] Decrypt(this byte[] input, string alg, byte[] key, byte[] iv)': named(false),
    'static byte[] Encrypt(this byte[] input, SymmetricAlgorithm alg)': withAlgorithm(true),
    'static byte[] Decrypt(this byte[] input, SymmetricAlgorithm alg)': withAlgorithm(false),
    'static byte[] Encrypt(this byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)': withKey(true),
    'static byte[] Decrypt(this byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)': withKey(false),
  },
});
