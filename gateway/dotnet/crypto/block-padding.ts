import { cryptographic } from './failure.ts';

/** PaddingMode by its .NET value. */
export const PADDING = { none: 1, pkcs7: 2, zeros: 3, ansiX923: 4, iso10126: 5 } as const;

/**
 * Fills the last block.
 * @param size bytes of a block, or of the feedback in CFB
 * @param random bytes for ISO 10126
 * @throws CryptographicException when the mode is None and the block is not full
 */
export function pad(data: Uint8Array, size: number, mode: number, random: (count: number) => Uint8Array): Uint8Array {
  const rest = data.length % size;
  if (mode === PADDING.none && rest !== 0) cryptographic('The input data is not a complete block.');
  if (mode === PADDING.none || (mode === PADDING.zeros && rest === 0)) return data;
  const count = size - rest;
  const padded = new Uint8Array(data.length + count);
  padded.set(data);
  if (mode === PADDING.iso10126) padded.set(random(count), data.length);
  if (mode === PADDING.pkcs7) padded.fill(count, data.length);
  if (mode !== PADDING.zeros) padded[padded.length - 1] = count;
  return padded;
}

/** Whether decryption takes padding away, so that the last block has to be held back until the end. */
export const removesPadding = (mode: number): boolean => mode !== PADDING.none && mode !== PADDING.zeros;

/** Takes padding away. @throws CryptographicException when it is not what the mode puts there */
export function unpad(data: Uint8Array, size: number, mode: number): Uint8Array {
  if (!removesPadding(mode) || data.length === 0) return data;
  const count = data[data.length - 1] ?? 0;
  const start = data.length - count;
  const filler = mode === PADDING.pkcs7 ? count : 0;
  const right =
    count >= 1 &&
    count <= size &&
    start >= 0 &&
    (mode === PADDING.iso10126 || data.subarray(start, -1).every((byte) => byte === filler));
  return right ? data.subarray(0, start) : cryptographic('Padding is invalid and cannot be removed.');
}
