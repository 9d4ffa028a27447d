const unsendable = /[^\t\u0020-\u007e\u0080-\u00ff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is taken out
const control = /[\u0000-\u0008\u000a-\u001f\u007f]/g;

/**
 * A header value as node sends it, one character a byte: text beyond Latin-1 goes as UTF-8, control characters become
 * spaces.
 */
export function wireValue(value: string): string {
  if (!unsendable.test(value)) return value;
  const clean = value.replace(control, ' ');
  return unsendable.test(clean) ? Buffer.from(clean, 'utf8').toString('latin1') : clean;
}
