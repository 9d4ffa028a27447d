const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const utf16le = new TextDecoder('utf-16le', { ignoreBOM: true });
const utf16be = new TextDecoder('utf-16be', { ignoreBOM: true });

/**
 * The text of a file: UTF-8, or UTF-16 where its byte order mark says so, as editors on Windows write.
 * @returns undefined for what is no text: it holds a NUL
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const decoder = first === 0xff && second === 0xfe ? utf16le : first === 0xfe && second === 0xff ? utf16be : utf8;
  const text = decoder.decode(bytes);
  return text.includes('\0') ? undefined : text;
}
