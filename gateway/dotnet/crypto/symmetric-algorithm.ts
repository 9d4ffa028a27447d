import { type CallInfo, defineEnum, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { EnumValue, type NetArray, NetObject } from '../core/values.ts';
import { argument, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { PADDING } from './block-padding.ts';
import { BlockTransform, MODE } from './block-transform.ts';
import { cipherByName, cipherClasses, type RegisteredCipher } from './cipher-family.ts';
import { cryptographic } from './failure.ts';
import { cryptoType } from './hash-algorithm.ts';

const prefix = 'System.Security.Cryptography.';
const modeType = cryptoType('CipherMode');
const paddingType = cryptoType('PaddingMode');

defineEnum({ name: `${prefix}CipherMode`, values: { CBC: MODE.cbc, ECB: MODE.ecb, OFB: 3, CFB: MODE.cfb, CTS: 5 } });
defineEnum({
  name: `${prefix}PaddingMode`,
  values: {
    None: PADDING.none,
    PKCS7: PADDING.pkcs7,
    Zeros: PADDING.zeros,
    ANSIX923: PADDING.ansiX923,
    ISO10126: PADDING.iso10126,
  },
});

const badKeySize = 'Specified key is not a valid size for this algorithm.';
const badIv = 'Specified initialization vector (IV) does not match the block size for this algorithm.';

/** A symmetric cipher with its settings: PKCS7 padding and CBC unless told, as in .NET. */
export class NetSymmetric extends NetObject {
  readonly made: RegisteredCipher;
  key: Uint8Array | undefined;
  iv: Uint8Array | undefined;
  keySize: number;
  feedback: number;
  mode: number = MODE.cbc;
  padding: number = PADDING.pkcs7;
  private constructor(made: RegisteredCipher) {
    super();
    this.made = made;
    this.keySize = (made.family.keys.at(-1) ?? 0) * 8;
    this.feedback = made.family.feedback;
  }
  /** @returns null for a name that .NET does not know either @throws NotSupportedException for RC2, which .NET knows */
  static byName(name: string): NetSymmetric | null {
    if (/^(System\.Security\.Cryptography\.)?RC2(CryptoServiceProvider)?$/i.test(name)) {
      throwNet('System.NotSupportedException', 'RC2 is not supported within expressions.');
    }
    const made = cipherByName(name);
    return made ? new NetSymmetric(made) : null;
  }
  override get netType(): TypeRef {
    return cryptoType(this.made.className);
  }
  get block(): number {
    return this.made.family.block;
  }
  fits(keyBytes: number): boolean {
    return this.made.family.keys.includes(keyBytes);
  }
  /** @throws CryptographicException for the keys that DES must not use */
  strong(key: Uint8Array): Uint8Array {
    const weakness = this.made.family.weakness(key);
    return weakness
      ? cryptographic(`Specified key is a known ${weakness} key for '${this.made.family.name}' and cannot be used.`)
      : key;
  }
  keyOr(call: CallInfo): Uint8Array {
    this.key ??= call.runtime.randomBytes(this.keySize / 8);
    return this.key;
  }
  ivOr(call: CallInfo): Uint8Array {
    this.iv ??= call.runtime.randomBytes(this.block);
    return this.iv;
  }
  /** @throws ArgumentException, CryptographicException */
  transform(encrypt: boolean, key: Uint8Array, iv: Uint8Array | null): BlockTransform {
    const { made, mode, padding, feedback } = this;
    if (!this.fits(key.length)) argument(badKeySize, 'rgbKey');
    if (iv && iv.length !== this.block) argument(badIv, 'rgbIV');
    if (!iv && mode !== MODE.ecb) {
      cryptographic('The cipher mode specified requires that an initialization vector (IV) be used.');
    }
    const { family } = made;
    return new BlockTransform({ family, encrypt, key, iv: mode === MODE.ecb ? null : iv, mode, padding, feedback });
  }
}

const transformOf = (encrypt: boolean) => (self: NetSymmetric, call: CallInfo) =>
  self.transform(encrypt, self.keyOr(call), self.ivOr(call));

const transformWith =
  (encrypt: boolean) =>
  (self: NetSymmetric, rgbKey: NetArray | null, rgbIV: NetArray | null): BlockTransform =>
    self.transform(encrypt, Uint8Array.from(bytesOf(required(rgbKey, 'rgbKey'))), rgbIV && bytesOf(rgbIV));

defineType({
  name: `${prefix}SymmetricAlgorithm`,
  kind: 'class',
  interfaces: ['IDisposable'],
  members: {
    'static SymmetricAlgorithm Create(string algName)': (name: string | null) =>
      NetSymmetric.byName(required(name, 'name')),
    'byte[] Key { get; set; }': {
      get: (self: NetSymmetric, call: CallInfo) => bytes(Uint8Array.from(self.keyOr(call))),
      set: (self: NetSymmetric, value: NetArray | null) => {
        if (!value || !self.fits(value.items.length)) {
          // DES and triple DES word it as a wrong argument.
          return self.block === 8 ? argument(badKeySize) : cryptographic(badKeySize);
        }
        self.key = self.strong(Uint8Array.from(bytesOf(value)));
        self.keySize = self.key.length * 8;
      },
    },
    'byte[] IV { get; set; }': {
      get: (self: NetSymmetric, call: CallInfo) => bytes(Uint8Array.from(self.ivOr(call))),
      set: (self: NetSymmetric, value: NetArray | null) => {
        const iv = Uint8Array.from(bytesOf(required(value, 'value')));
        self.iv = iv.length === self.block ? iv : cryptographic(badIv);
      },
    },
    'CipherMode Mode { get; set; }': {
      get: (self: NetSymmetric) => new EnumValue(modeType, self.mode),
      set: (self: NetSymmetric, { value }: EnumValue) => {
        const supported = value === MODE.cbc || value === MODE.ecb || value === MODE.cfb;
        self.mode = supported ? value : cryptographic('Specified cipher mode is not valid for this algorithm.');
      },
    },
    'PaddingMode Padding { get; set; }': {
      get: (self: NetSymmetric) => new EnumValue(paddingType, self.padding),
      set: (self: NetSymmetric, { value }: EnumValue) => {
        const known = value >= PADDING.none && value <= PADDING.iso10126;
        self.padding = known ? value : cryptographic('Specified padding mode is not valid for this algorithm.');
      },
    },
    'int KeySize { get; set; }': {
      get: (self: NetSymmetric) => self.keySize,
      set: (self: NetSymmetric, value: number) => {
        self.keySize = self.fits(value / 8) ? value : cryptographic(badKeySize);
        self.key = undefined;
      },
    },
    'int BlockSize { get; set; }': {
      get: (self: NetSymmetric) => self.block * 8,
      set: (self: NetSymmetric, value: number) => {
        if (value === self.block * 8) return;
        if (self.made.family.name === 'Rijndael') {
          throwNet('System.PlatformNotSupportedException', 'BlockSize must be 128 in this implementation.');
        }
        cryptographic('Specified block size is not valid for this algorithm.');
      },
    },
    'int FeedbackSize { get; set; }': {
      get: (self: NetSymmetric) => self.feedback,
      set: (self: NetSymmetric, value: number) => {
        const fits = value > 0 && value <= self.block * 8 && value % 8 === 0;
        self.feedback = fits ? value : cryptographic('Specified feedback size is not valid for this algorithm.');
      },
    },
    'bool ValidKeySize(int bitLength)': (self: NetSymmetric, bitLength: number) => self.fits(bitLength / 8),
    'void GenerateKey()': (self: NetSymmetric, call: CallInfo) => {
      self.key = call.runtime.randomBytes(self.keySize / 8);
    },
    'void GenerateIV()': (self: NetSymmetric, call: CallInfo) => {
      self.iv = call.runtime.randomBytes(self.block);
    },
    'ICryptoTransform CreateEncryptor()': transformOf(true),
    'ICryptoTransform CreateDecryptor()': transformOf(false),
    'ICryptoTransform CreateEncryptor(byte[] rgbKey, byte[] rgbIV)': transformWith(true),
    'ICryptoTransform CreateDecryptor(byte[] rgbKey, byte[] rgbIV)': transformWith(false),
    'void Clear()': () => undefined,
    'void Dispose()': () => undefined,
  },
});

for (const name of cipherClasses.abstract) {
  defineType({ name: prefix + name, kind: 'class', base: `${prefix}SymmetricAlgorithm`, members: {} });
}
for (const { className, family } of cipherClasses.concrete) {
  defineType({ name: prefix + className, kind: 'class', base: prefix + family.name, members: {} });
}
