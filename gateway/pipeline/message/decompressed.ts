/** Content-Encoding undone, for what reads bodies (RFC 9110, 8.4). */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

type Decoder = (content: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

/** `deflate` is a zlib stream; some senders leave its wrapping out. */
const inflate: Decoder = (content, options) => {
  try {
    return inflateSync(content, options);
  } catch {
    return inflateRawSync(content, options);
  }
};

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflate,
  br: brotliDecompressSync,
};

/**
 * The content without its encodings, the last one first.
 * @param encoding value of Content-Encoding @param limit bytes that may come out
 * @returns the content as it is when an encoding is unknown, the content is malformed, or it would grow beyond the limit
 */
export function decompressed(content: Uint8Array, encoding: string, limit: number): Uint8Array {
  let current = content;
  for (const name of encoding.split(',').reverse()) {
    const lower = name.trim().toLowerCase();
    if (lower === 'identity' || lower === '') continue;
    const decode = Object.hasOwn(decoders, lower) ? decoders[lower] : undefined;
    if (!decode) return content;
    try {
      current = decode(current, { maxOutputLength: limit });
    } catch {
      return content;
    }
  }
  return current;
}
