/**
 * Reads the `.env` of an azd environment: `NAME="value"` a line, as azd writes it. In double quotes a backslash escapes
 * what follows it; in single quotes nothing does; without quotes a value ends at ` #`. Lines of other forms are left out.
 */
export function parseDotenv(text: string): Map<string, string> {
  const values = new Map<string, string>();
  const line =
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\r\n]*))/gm;
  for (const [, name = '', quoted, single, bare = ''] of text.replace(/^\ufeff/, '').matchAll(line)) {
    values.set(name, quoted === undefined ? (single ?? bare.replace(/[ \t]#.*$/, '').trim()) : unescaped(quoted));
  }
  return values;
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

const unescaped = (text: string): string =>
  text.replace(/\\([\s\S])/g, (_whole, character: string) => controls[character] ?? character);
