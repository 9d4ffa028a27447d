/** HTML encoding as System.Net.WebUtility does it. */
import entities from './html-entities.json' with { type: 'json' };

const names: ReadonlyMap<string, number> = new Map(Object.entries(entities));
const escapes: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '&': '&amp;',
};

/** Escapes markup, Latin-1 letters and characters beyond the BMP; lone surrogates become U+FFFD. */
export function encodeHtml(text: string): string {
  return text.toWellFormed().replace(/[<>"'&\u00a0-\u00ff\u{10000}-\u{10ffff}]/gu, escapeChar);
}

function escapeChar(char: string): string {
  return escapes[char] ?? `&#${char.codePointAt(0)};`;
}

/** The character of an entity between `&` and `;`, or undefined when it is none. */
function entity(name: string): string | undefined {
  if (!name.startsWith('#')) {
    const code = names.get(name);
    return code === undefined ? undefined : String.fromCodePoint(code);
  }
  const hex = name[1] === 'x' || name[1] === 'X';
  const digits = name.slice(hex ? 2 : 1);
  if (!(hex ? /^[0-9a-f]+$/i : /^[0-9]+$/).test(digits)) return undefined;
  const code = Number.parseInt(digits, hex ? 16 : 10);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
}

/** Replaces entities that end with `;`; what is none stays as it is. */
export function decodeHtml(text: string): string {
  return text.replace(/&([^;&]*);/g, (whole: string, name: string) => entity(name) ?? whole);
}
