/**
 * The first character that no XML document may hold (XML 1.0, 2.2): controls, U+FFFE, U+FFFF, half a surrogate pair.
 * @param from where to begin
 * @returns its offset, or undefined
 */
export function invalidCharacter(text: string, from = 0): number | undefined {
  for (let offset = from; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code >= 0x20 && code < 0xd800) continue;
    if (code < 0x20) {
      if (code !== 0x9 && code !== 0xa && code !== 0xd) return offset;
    } else if (code < 0xdc00) {
      const next = text.charCodeAt(offset + 1);
      if (!(next >= 0xdc00 && next < 0xe000)) return offset;
      offset++;
    } else if (code < 0xe000 || code >= 0xfffe) return offset;
  }
  return undefined;
}
