/** Replacement patterns: `$1`, `${name}`, `$&` and their relatives. */
import type { Match } from './match-value.ts';

/** The text that a replacement pattern stands for after `match`. */
export function expandReplacement(pattern: string, match: Match): string {
  if (!pattern.includes('$')) return pattern;
  let out = '';
  for (let i = 0; i < pattern.length; ) {
    if (pattern[i] !== '$' || i + 1 >= pattern.length) {
      out += pattern[i++];
      continue;
    }
    const rest = pattern.slice(i + 1);
    const part = substitute(rest, match);
    if (part) {
      out += part.text;
      i += 1 + part.length;
    } else {
      out += '$';
      i++;
    }
  }
  return out;
}

function substitute(rest: string, match: Match): { text: string; length: number } | null {
  switch (rest[0]) {
    case '$':
      return { text: '$', length: 1 };
    case '&':
      return { text: match.value, length: 1 };
    case '`':
      return { text: match.input.slice(0, match.start), length: 1 };
    case "'":
      return { text: match.input.slice(match.end), length: 1 };
    case '_':
      return { text: match.input, length: 1 };
    case '+':
      return { text: match.group(match.numbers.at(-1) ?? 0).value, length: 1 };
    case '{':
      return braced(rest, match);
    default:
      return numbered(rest, match);
  }
}

function braced(rest: string, match: Match): { text: string; length: number } | null {
  const found = /^\{([\p{L}\p{Mn}\p{Nd}\p{Pc}]+)\}/u.exec(rest);
  if (!found) return null;
  const name = found[1] ?? '';
  const number = /^\d+$/.test(name) ? Number(name) : (match.regex?.groupNumber(name) ?? -1);
  return match.numbers.includes(number) ? { text: match.group(number).value, length: found[0].length } : null;
}

function numbered(rest: string, match: Match): { text: string; length: number } | null {
  const digits = /^\d+/.exec(rest)?.[0];
  if (digits === undefined) return null;
  // Under ECMAScript the longest number that is a group would count; otherwise all digits do.
  const number = Number(digits);
  return match.numbers.includes(number) ? { text: match.group(number).value, length: digits.length } : null;
}
