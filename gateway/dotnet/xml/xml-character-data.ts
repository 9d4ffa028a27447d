/** Character data and attribute values: line ends made uniform, references resolved, characters checked. */
import { NAME_CHAR, NAME_START } from './names.ts';
import { hex, type XmlCursor } from './xml-cursor.ts';

const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Character data with line ends made uniform and references resolved. @param offset where it begins in the text */
export function decode(cursor: XmlCursor, raw: string, offset: number, attribute = false): string {
  const bad = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/u.exec(raw);
  if (bad && !(bad[0] >= '\u007f' && bad[0] <= '\u009f'))
    cursor.fail(`'${bad[0]}', hexadecimal value ${hex(bad[0])}, is an invalid character.`, offset + bad.index);
  if (!raw.includes('&')) return normalise(raw, attribute);
  let out = '';
  let from = 0;
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', from)) {
    out += normalise(raw.slice(from, at), attribute);
    const [value, length] = reference(cursor, raw, at, offset + at);
    out += value;
    from = at + length;
  }
  return out + normalise(raw.slice(from), attribute);
}

/** A reference at `at`. @returns what it stands for and its length */
function reference(cursor: XmlCursor, raw: string, at: number, offset: number): [string, number] {
  if (raw[at + 1] === '#') return characterReference(cursor, raw, at, offset);
  if (offset + 1 === cursor.text.length) cursor.fail('Unexpected end of file has occurred.', offset);
  if (!NAME_START.test(raw[at + 1] ?? '')) cursor.fail('An error occurred while parsing EntityName.', offset + 1);
  let end = at + 1;
  while (end < raw.length && (NAME_CHAR.test(raw[end] as string) || raw[end] === ':')) end++;
  if (raw[end] !== ';') {
    const found = cursor.text[offset + end - at];
    if (found === undefined) cursor.fail('An error occurred while parsing EntityName.', offset + 1);
    cursor.fail(`'${found}' is an unexpected token. The expected token is ';'.`, offset + end - at);
  }
  const name = raw.slice(at + 1, end);
  const value = predefined[name] ?? cursor.fail(`Reference to undeclared entity '${name}'.`, offset + 1);
  return [value, end + 1 - at];
}

function characterReference(cursor: XmlCursor, raw: string, at: number, offset: number): [string, number] {
  const isHex = raw[at + 2] === 'x';
  const digits = (isHex ? /^[0-9a-fA-F]+/ : /^[0-9]+/).exec(raw.slice(at + (isHex ? 3 : 2)))?.[0] ?? '';
  const end = at + (isHex ? 3 : 2) + digits.length;
  if (digits === '' || raw[end] !== ';') {
    const kind = isHex ? 'hexadecimal' : 'decimal';
    cursor.fail(`Invalid syntax for a ${kind} numeric entity reference.`, offset + end - at);
  }
  const code = Number.parseInt(digits, isHex ? 16 : 10);
  const valid =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 32 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0x10ffff && (code & 0xfffe) !== 0xfffe);
  if (!valid) {
    const shown = code === 0 ? '.' : code <= 0xffff ? String.fromCharCode(code) : '\ufffd';
    const value = `0x${code.toString(16).toUpperCase().padStart(2, '0')}`;
    cursor.fail(`'${shown}', hexadecimal value ${value}, is an invalid character.`, offset + (isHex ? 3 : 2));
  }
  return [String.fromCodePoint(code), end + 1 - at];
}

/** Line ends become `\n`; in attributes every white space becomes a space. */
export function normalise(text: string, attribute: boolean): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return attribute ? lines.replace(/[\n\t]/g, ' ') : lines;
}
