/** Escapes that stand for a character or a class of them. */
import { type CharTest, isWord, propertyClass } from './char-set.ts';
import { PatternCursor } from './pattern-cursor.ts';

/** A character escape at the cursor, after the backslash. @returns the code unit */
export function charEscape(cursor: PatternCursor): number {
  const ch = cursor.text[cursor.at++] as string;
  if (/[0-7]/.test(ch)) {
    const digits = /^[0-7]{1,3}/.exec(cursor.text.slice(cursor.at - 1))?.[0] ?? '0';
    cursor.at += digits.length - 1;
    return Number.parseInt(digits, 8) & 0xff;
  }
  const simple = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }[ch];
  if (simple !== undefined) return simple;
  if (ch === 'x' || ch === 'u') {
    const count = ch === 'x' ? 2 : 4;
    const digits = cursor.text.slice(cursor.at, cursor.at + count);
    if (!new RegExp(`^[0-9a-fA-F]{${count}}$`).test(digits)) cursor.fail('Insufficient or invalid hexadecimal digits.');
    cursor.at += count;
    return Number.parseInt(digits, 16);
  }
  if (ch === 'c') {
    const letter = cursor.peek();
    if (letter === undefined) return cursor.fail('Missing control character.');
    cursor.at++;
    const code = letter.toUpperCase().charCodeAt(0) - 64;
    if (code < 0 || code >= 32) cursor.fail('Unrecognized control character.');
    return code;
  }
  if (!cursor.ecma && isWord(ch.charCodeAt(0), false)) cursor.fail(`Unrecognized escape sequence \\${ch}.`);
  return ch.charCodeAt(0);
}

/** `{name}` after `\p` or `\P`. */
export function property(cursor: PatternCursor, negated: boolean): CharTest {
  if (cursor.at + 3 > cursor.text.length) cursor.fail('Incomplete \\p{X} character escape.');
  if (cursor.peek() !== '{') cursor.fail('Malformed \\p{X} character escape.');
  cursor.at++;
  const start = cursor.at;
  while (cursor.at < cursor.text.length && /[\p{L}\p{Mn}\p{Nd}\p{Pc}-]/u.test(cursor.peek() ?? '')) cursor.at++;
  const name = cursor.text.slice(start, cursor.at);
  if (cursor.peek() !== '}') cursor.fail('Incomplete \\p{X} character escape.');
  cursor.at++;
  const test = propertyClass(name, cursor.ignoreCase) ?? cursor.fail(`Unknown property '${name}'.`);
  return negated ? (unit) => !test(unit) : test;
}

/** `Regex.Unescape`. Throws RegexParseException. */
export function unescapeRegex(text: string): string {
  const cursor = new PatternCursor(text, 0);
  let out = '';
  while (cursor.at < text.length) {
    const ch = text[cursor.at++] as string;
    if (ch !== '\\') out += ch;
    else if (cursor.at >= text.length) cursor.fail('Illegal \\ at end of pattern.');
    else out += String.fromCharCode(charEscape(cursor));
  }
  return out;
}
