import { constants } from 'node:crypto';
import { defineEnum, defineType } from '../core/define.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { EnumValue, NetObject } from '../core/values.ts';
import { argumentNull } from '../primitives/argument-errors.ts';
import { cryptoType } from './hash-algorithm.ts';
import { HashAlgorithmName } from './hash-algorithm-name.ts';
import { nodeHashName } from './hashes.ts';

const prefix = 'System.Security.Cryptography.';

/** A padding of RSA signatures or encryption: Pkcs1, or Pss or OAEP, whose hash is then set. */
export class NetPadding extends NetObject {
  readonly typeName: string;
  readonly mode: EnumValue;
  readonly hash: string | null;
  constructor(typeName: string, mode: number, hash: string | null = null) {
    super();
    this.typeName = typeName;
    this.mode = new EnumValue(cryptoType(`${typeName}Mode`), mode);
    this.hash = hash;
  }
  override get netType(): TypeRef {
    return cryptoType(this.typeName);
  }
  get isPss(): boolean {
    return this.hash === null && this.mode.value === pss;
  }
  toText(): string {
    if (this.hash) return `Oaep${this.hash}`;
    return this.isPss ? 'Pss' : 'Pkcs1';
  }
  equalityKey(): string {
    return `${this.typeName}:${this.toText()}`;
  }
}

const pkcs1 = 0;
const pss = 1;
const oaep = 1;

/** What node:crypto needs for a signature. The salt of PSS is as long as the hash, as in .NET. */
export const signatureOptions = (padding: NetPadding) =>
  padding.isPss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING };

/** What node:crypto needs for encryption. */
export const encryptionOptions = (padding: NetPadding) =>
  padding.hash === null
    ? { padding: constants.RSA_PKCS1_PADDING }
    : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: nodeHashName(padding.hash) };

const equal = (left: NetPadding | null, right: NetPadding | null): boolean =>
  left && right ? left.equalityKey() === right.equalityKey() : left === right;

/** What both kinds of padding share: the known ones as static properties, Mode, equality. */
const shared = (typeName: string, known: Readonly<Record<string, NetPadding>>) => ({
  ...Object.fromEntries(
    Object.entries(known).map(([name, padding]) => [`static ${typeName} ${name} { get; }`, () => padding]),
  ),
  [`${typeName}Mode Mode { get; }`]: (self: NetPadding) => self.mode,
  [`static bool operator ==(${typeName} left, ${typeName} right)`]: equal,
  [`static bool operator !=(${typeName} left, ${typeName} right)`]: (
    left: NetPadding | null,
    right: NetPadding | null,
  ) => !equal(left, right),
});

defineEnum({ name: `${prefix}RSASignaturePaddingMode`, values: { Pkcs1: pkcs1, Pss: pss } });
defineType({
  name: `${prefix}RSASignaturePadding`,
  kind: 'class',
  members: shared('RSASignaturePadding', {
    Pkcs1: new NetPadding('RSASignaturePadding', pkcs1),
    Pss: new NetPadding('RSASignaturePadding', pss),
  }),
});

const withHash = (hash: string): NetPadding => new NetPadding('RSAEncryptionPadding', oaep, hash);

defineEnum({ name: `${prefix}RSAEncryptionPaddingMode`, values: { Pkcs1: pkcs1, Oaep: oaep } });
defineType({
  name: `${prefix}RSAEncryptionPadding`,
  kind: 'class',
  members: {
    ...shared('RSAEncryptionPadding', {
      Pkcs1: new NetPadding('RSAEncryptionPadding', pkcs1),
      ...Object.fromEntries(['SHA1', 'SHA256', 'SHA384', 'SHA512'].map((hash) => [`Oaep${hash}`, withHash(hash)])),
    }),
    'HashAlgorithmName OaepHashAlgorithm { get; }': (self: NetPadding) => new HashAlgorithmName(self.hash),
    'static RSAEncryptionPadding CreateOaep(HashAlgorithmName hashAlgorithm)': ({ name }: HashAlgorithmName) =>
      name ? withHash(name) : argumentNull('hashAlgorithm'),
  },
});
