/** Signatures over a hash that is already computed, which node:crypto does not offer (RFC 8017 sections 8 and 9). */
import { constants, createHash, type KeyObject, privateEncrypt, publicDecrypt, timingSafeEqual } from 'node:crypto';

/** DER of the DigestInfo before the hash (RFC 8017 section 9.2, note 1). */
const digestInfo: Readonly<Record<string, string>> = {
  md5: '3020300c06082a864886f70d020505000410',
  sha1: '3021300906052b0e03021a05000414',
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

const digested = (algorithm: string, ...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Bytes of a hash. */
export const hashLength = (algorithm: string): number => digested(algorithm).length;

const encoded = (algorithm: string, hash: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(digestInfo[algorithm] ?? '', 'hex'), hash]);

/** RSASSA-PKCS1-v1_5. @throws when the key is too short for the hash */
export function signHashPkcs1(key: KeyObject, algorithm: string, hash: Uint8Array): Uint8Array {
  const padding = constants.RSA_PKCS1_PADDING;
  return new Uint8Array(privateEncrypt({ key, padding }, encoded(algorithm, hash)));
}

/** Verifies a PKCS #1 v1.5 signature over `hash` (RFC 8017 8.2.2). */
export function verifyHashPkcs1(key: KeyObject, algorithm: string, hash: Uint8Array, signature: Uint8Array): boolean {
  try {
    const content = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    const expected = encoded(algorithm, hash);
    return content.length === expected.length && timingSafeEqual(content, expected);
  } catch {
    return false;
  }
}

/** MGF1 (appendix B.2.1). */
function mask(algorithm: string, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0; blocks.length * hashLength(algorithm) < length; counter++) {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(counter);
    blocks.push(digested(algorithm, seed, octets));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((octet, index) => octet ^ (b[index] ?? 0)));

const modulusBits = (key: KeyObject): number => key.asymmetricKeyDetails?.modulusLength ?? 0;

/** RSASSA-PSS with MGF1 of the same hash and a salt as long as the hash. @throws RangeError for too short a key */
export function signHashPss(
  key: KeyObject,
  algorithm: string,
  hash: Uint8Array,
  random: (count: number) => Uint8Array,
): Uint8Array {
  const bits = modulusBits(key) - 1;
  const size = Math.ceil(bits / 8);
  const blockLength = size - hash.length - 1;
  if (blockLength < hash.length + 2) throw new RangeError('The key is too short for the hash.');
  const salt = random(hash.length);
  const inner = digested(algorithm, new Uint8Array(8), hash, salt);
  const block = Buffer.alloc(blockLength);
  block[blockLength - salt.length - 1] = 1;
  block.set(salt, blockLength - salt.length);
  const masked = xor(block, mask(algorithm, inner, blockLength));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * size - bits));
  const message = Buffer.concat([masked, inner, Buffer.of(0xbc)]);
  const whole = Buffer.alloc(Math.ceil(modulusBits(key) / 8));
  whole.set(message, whole.length - message.length);
  return new Uint8Array(privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, whole));
}

/** Verifies a PSS signature over `hash` (RFC 8017 8.1.2). */
export function verifyHashPss(key: KeyObject, algorithm: string, hash: Uint8Array, signature: Uint8Array): boolean {
  const bits = modulusBits(key) - 1;
  const size = Math.ceil(bits / 8);
  const blockLength = size - hash.length - 1;
  const zeros = blockLength - hash.length - 1;
  if (zeros < 1) return false;
  let message: Buffer;
  try {
    message = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return false;
  }
  message = message.subarray(message.length - size);
  const masked = message.subarray(0, blockLength);
  const inner = message.subarray(blockLength, size - 1);
  const block = xor(masked, mask(algorithm, inner, blockLength));
  block[0] = (block[0] ?? 0) & (0xff >> (8 * size - bits));
  const padded = block.subarray(0, zeros).every((octet) => octet === 0) && block[zeros] === 1;
  const expected = digested(algorithm, new Uint8Array(8), hash, block.subarray(zeros + 1));
  return padded && message[size - 1] === 0xbc && timingSafeEqual(inner, expected);
}
