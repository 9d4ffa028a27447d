/** The five text forms of a Guid, with the messages that .NET gives for what is none of them. */

const LENGTH = 'Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).';
const DASHES = 'Dashes are in the wrong position for GUID parsing.';
const HEX = 'Guid string should only contain hexadecimal characters.';
const UNRECOGNIZED = 'Unrecognized Guid format.';
const BRACES = 'Expected {0xdddddddd, etc}.';
const PREFIX = 'Expected 0x prefix.';
const COMMA =
  "Could not find a comma, or the length between the previous token and the comma was zero (i.e., '0x,'etc.).";
const LAST_BRACE =
  "Could not find a brace, or the length between the previous token and the brace was zero (i.e., '0x,'etc.).";
const END_BRACE = 'Could not find the ending brace.';
const JUNK = 'Additional non-parsable characters are at the end of the string.';

/** The 32 hexadecimal digits, or why there are none. */
export type ParsedGuid = { readonly digits: string } | { readonly fault: string };

const fault = (message: string): ParsedGuid => ({ fault: message });

/** One group of the form with dashes: .NET takes `0x` and `+` there, and so fewer digits than there is room for. */
function group(text: string): string | undefined {
  const digits = text.replace(/^\+?(?:0x)?/i, '');
  return /^[0-9a-f]*$/i.test(digits) ? digits.padStart(text.length, '0') : undefined;
}

function dashed(text: string): ParsedGuid {
  if (text.length !== 36) return fault(LENGTH);
  if ([8, 13, 18, 23].some((at) => text[at] !== '-')) return fault(DASHES);
  const groups = [text.slice(0, 8), text.slice(9, 13), text.slice(14, 18), text.slice(19, 23)];
  const digits = [...groups, text.slice(24, 28), text.slice(28, 36)].map(group);
  return digits.includes(undefined) ? fault(HEX) : { digits: digits.join('') };
}

function plain(text: string): ParsedGuid {
  if (text.length !== 32) return fault(LENGTH);
  return /^[0-9a-fA-F]{32}$/.test(text) ? { digits: text } : fault(HEX);
}

function enclosed(text: string, open: string, close: string): ParsedGuid {
  if (text.length !== 38 || text[0] !== open || text[37] !== close) return fault(LENGTH);
  return dashed(text.slice(1, 37));
}

/** `{0xdddddddd,0xdddd,0xdddd,{0xdd,…}}`. */
function struct(source: string): ParsedGuid {
  const text = source.replace(/\s+/g, '');
  if (text[0] !== '{') return fault(BRACES);
  let at = 1;
  let digits = '';
  for (let index = 0; index < 11; index++) {
    if (index === 3) {
      if (text[at] !== '{') return fault(BRACES);
      at++;
    }
    if (!/^0x/i.test(text.slice(at, at + 2))) return fault(PREFIX);
    const end = text.indexOf(index === 10 ? '}' : ',', at + 2);
    if (end <= at + 2) return fault(index === 10 ? LAST_BRACE : COMMA);
    const given = text.slice(at + 2, end).replace(/^\+?(?:0x)?0*/i, '');
    if (!/^[0-9a-f]*$/i.test(given)) return fault(HEX);
    const width = index === 0 ? 8 : index < 3 ? 4 : 2;
    // What is too large is refused for the first number and for bytes, and cut for the two in between.
    if (given.length > (width === 2 ? 2 : 8)) return fault(UNRECOGNIZED);
    digits += given.padStart(width, '0').slice(-width);
    at = end + (index === 10 ? 0 : 1);
  }
  if (text[at + 1] !== '}') return fault(END_BRACE);
  return at + 2 === text.length ? { digits } : fault(JUNK);
}

/** Any of the five forms, told apart as `Guid.Parse` does. @param text without white space around it */
export function parseAnyGuid(text: string): ParsedGuid {
  if (text.length < 32) return fault(UNRECOGNIZED);
  if (text[0] === '(') return enclosed(text, '(', ')');
  if (text[0] === '{') return text[9] === '-' ? enclosed(text, '{', '}') : struct(text);
  return text[8] === '-' ? dashed(text) : plain(text);
}

/** The form that a format names; undefined when there is none of that name. @param text without white space around it */
export function parseExactGuid(text: string, format: string): ParsedGuid | undefined {
  switch (format.toUpperCase()) {
    case 'D':
      return dashed(text);
    case 'N':
      return plain(text);
    case 'B':
      return enclosed(text, '{', '}');
    case 'P':
      return enclosed(text, '(', ')');
    case 'X':
      return struct(text);
    default:
      return undefined;
  }
}
