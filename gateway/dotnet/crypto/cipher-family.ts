/** Block ciphers that SymmetricAlgorithm.Create makes. DES is triple DES with one key three times over. */
export interface CipherFamily {
  /** The abstract class: Aes, Rijndael, TripleDES, DES. */
  readonly name: string;
  /** Bytes of a block. */
  readonly block: number;
  /** Sizes of keys in bytes; the last is the default. */
  readonly keys: readonly number[];
  /** Bits that CFB feeds back unless told. */
  readonly feedback: number;
  /** Name of the cipher in OpenSSL for a mode: cbc, ecb, cfb (whole block) or cfb8. */
  cipherName(keyLength: number, mode: string): string;
  /** The key as OpenSSL wants it. */
  opensslKey(key: Uint8Array): Uint8Array;
  /** What makes a key too weak to be used, in the words of the error; undefined for a good one. */
  weakness(key: Uint8Array): string | undefined;
}

const aes = {
  block: 16,
  keys: [16, 24, 32],
  cipherName: (keyLength: number, mode: string) => `aes-${keyLength * 8}-${mode}`,
  opensslKey: (key: Uint8Array) => key,
  weakness: () => undefined,
};

/** DES keys ignore the lowest bit of each byte. */
const ignoringParity = (key: Uint8Array): string => Buffer.from(key.map((byte) => byte & 0xfe)).toString('hex');

const weakDes = new Set(['0000000000000000', 'fefefefefefefefe', '1e1e1e1e0e0e0e0e', 'e0e0e0e0f0f0f0f0']);

const semiWeakDes = new Set([
  '00fe00fe00fe00fe',
  'fe00fe00fe00fe00',
  '1ee01ee00ef00ef0',
  'e01ee01ef00ef00e',
  '00e000e000f000f0',
  'e000e000f000f000',
  '1efe1efe0efe0efe',
  'fe1efe1efe0efe0e',
  '001e001e000e000e',
  '1e001e000e000e00',
  'e0fee0fef0fef0fe',
  'fee0fee0fef0fef0',
]);

const tripleDes = {
  block: 8,
  cipherName: (_keyLength: number, mode: string) => (mode === 'cfb' ? 'des-ede3-cfb' : `des-ede3-${mode}`),
};

const families = {
  aes: { name: 'Aes', feedback: 8, ...aes },
  rijndael: { name: 'Rijndael', feedback: 128, ...aes },
  tripleDes: {
    name: 'TripleDES',
    keys: [16, 24],
    feedback: 8,
    ...tripleDes,
    opensslKey: (key: Uint8Array) => (key.length === 24 ? key : Uint8Array.from([...key, ...key.subarray(0, 8)])),
    weakness: (key: Uint8Array) => {
      const part = (index: number) => ignoringParity(key.subarray(index * 8, index * 8 + 8));
      return part(0) === part(1) || (key.length === 24 && part(1) === part(2)) ? 'weak' : undefined;
    },
  },
  des: {
    name: 'DES',
    keys: [8],
    feedback: 8,
    ...tripleDes,
    opensslKey: (key: Uint8Array) => Uint8Array.from([...key, ...key, ...key]),
    weakness: (key: Uint8Array) => {
      const bare = ignoringParity(key);
      return weakDes.has(bare) ? 'weak' : semiWeakDes.has(bare) ? 'semi-weak' : undefined;
    },
  },
} satisfies Record<string, CipherFamily>;

const prefix = 'System.Security.Cryptography.';
const xmlEncryption = 'http://www.w3.org/2001/04/xmlenc#';

/** A class that a name makes. */
export interface RegisteredCipher {
  readonly className: string;
  readonly family: CipherFamily;
}

const classes: readonly (RegisteredCipher & { readonly names: readonly string[] })[] = [
  { className: 'AesCryptoServiceProvider', family: families.aes, names: ['AES', 'AesCryptoServiceProvider'] },
  { className: 'AesManaged', family: families.aes, names: ['AesManaged'] },
  {
    className: 'RijndaelManaged',
    family: families.rijndael,
    names: [
      'Rijndael',
      `${prefix}Rijndael`,
      `${prefix}SymmetricAlgorithm`,
      ...[128, 192, 256].map((bits) => `${xmlEncryption}aes${bits}-cbc`),
    ],
  },
  {
    className: 'TripleDESCryptoServiceProvider',
    family: families.tripleDes,
    names: ['3DES', 'TripleDES', 'Triple DES', `${prefix}TripleDES`, `${xmlEncryption}tripledes-cbc`],
  },
  {
    className: 'DESCryptoServiceProvider',
    family: families.des,
    names: ['DES', `${prefix}DES`, `${xmlEncryption}des-cbc`],
  },
];

const byName = new Map(
  classes.flatMap((made) =>
    [...made.names, prefix + made.className].map((name): [string, RegisteredCipher] => [name.toLowerCase(), made]),
  ),
);

/** What CryptoConfig makes for a name, whatever its case; undefined for one it does not know. */
export const cipherByName = (name: string): RegisteredCipher | undefined => byName.get(name.toLowerCase());

/** Every class above and the abstract ones they derive from. */
export const cipherClasses = { concrete: classes, abstract: Object.values(families).map(({ name }) => name) };
