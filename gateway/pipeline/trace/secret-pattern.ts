/** A secret as it may stand in text: as it is, or as policies encode it on its way into URLs, bodies and headers. */

/** Shorter values are hidden only where they stand alone: they are parts of ordinary words. */
const shortest = 8;
/** Longer ones, such as private keys, are found encoded as a whole: a character each way would take its time. */
const longest = 256;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const hexadecimal = (number: number, digits: number): string =>
  number
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

const names: Readonly<Record<string, string>> = { '"': 'quot', '&': 'amp', '<': 'lt', '>': 'gt', "'": 'apos' };
const shorthand: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', '\n': 'n', '\r': 'r', '\t': 't' };

/** One character as itself, percent-encoded, in a form, in JSON and in HTML. */
function character(text: string): string {
  const units = Array.from({ length: text.length }, (_unit, index) => text.charCodeAt(index));
  const forms = [
    escaped(text),
    [...Buffer.from(text, 'utf8')].map((byte) => `%${hexadecimal(byte, 2)}`).join(''),
    units.map((unit) => `\\\\u${hexadecimal(unit, 4)}`).join(''),
    `&#0*${text.codePointAt(0)};`,
    `&#[xX]0*${hexadecimal(text.codePointAt(0) ?? 0, 1)};`,
  ];
  if (text === ' ') forms.push('\\+');
  if (names[text]) forms.push(`&${names[text]};`);
  if (shorthand[text]) forms.push(`\\\\${escaped(shorthand[text])}`);
  return `(?:${forms.join('|')})`;
}

const whole = (secret: string): string =>
  [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)].map(escaped).join('|');

/** The bytes in base64 or base64url, wherever they begin in what was encoded: three ways, without what others share. */
function base64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const core = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return core.length < 5 ? [] : [escaped(core).replaceAll('\\+', '[+-]').replaceAll('\\/', '[/_]')];
  });
}

/**
 * Finds `secret` in text, encoded or not.
 * @param secret at least one character that is no space
 */
export function secretPattern(secret: string): RegExp {
  const plain = secret.length > longest ? whole(secret) : [...secret].map(character).join('');
  const alone = secret.length < shortest ? `(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])` : plain;
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.length < 3 ? [] : [[...bytes].map((byte) => hexadecimal(byte, 2)).join('-?')];
  return new RegExp([alone, ...base64(bytes), ...hex].join('|'), 'gu');
}
