import { ExpressionSyntaxError } from '../compile-error.ts';
import { lexInterpolated } from './lex-interpolated.ts';
import { lexNumber } from './lex-number.ts';
import { lexChar, lexString, lexVerbatimString } from './lex-string.ts';
import { isKeyword, type Token } from './tokens.ts';

const IDENTIFIER = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]*/uy;
/** What nearly all identifiers are made of; the full pattern is asked only where other letters follow. */
const ASCII_IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;
const LINE_END = /[\n\r\u0085\u2028\u2029]/g;
/** Longest first. `>>` is two tokens: only the parser knows whether it closes type arguments. */
const PUNCTUATION: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  '<<= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= << -> :: ..'.split(' '),
  (each) => each[0] as string,
);
const SINGLE = '(){}[];,.:?=<>+-*/%&|^!~';

/** Whether a UTF-16 unit ends a line. */
function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** Whether a UTF-16 unit is white space that ends no line. */
function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || code === 9 || code === 11 || code === 12;
  return (
    code === 0xa0 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/**
 * Splits `text[from, to)` into tokens, the last of which is `end`.
 * @throws ExpressionSyntaxError at the first thing that is no C# token, with the compiler's wording
 */
export function tokenize(text: string, from: number, to: number): Token[] {
  const tokens: Token[] = [];
  let at = from;
  for (;;) {
    const skipped = skipTrivia(text, at, to);
    at = skipped.at;
    if (at >= to) {
      tokens.push({ kind: 'end', text: '', start: to, end: to, afterNewline: skipped.newline });
      return tokens;
    }
    const token = lexToken(text, at, to, skipped.newline);
    tokens.push(token);
    at = token.end;
  }
}

function skipTrivia(text: string, from: number, to: number): { at: number; newline: boolean } {
  let at = from;
  let newline = false;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isLineEnd(code)) newline = true;
    else if (code === 47 && text[at + 1] === '/') {
      at = lineEnd(text, at, to);
      continue;
    } else if (code === 47 && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      if (close < 0 || close + 2 > to) {
        throw new ExpressionSyntaxError('CS1035', "End-of-file found, '*/' expected", at, at);
      }
      if (lineEnd(text, at, close) < close) newline = true;
      at = close + 2;
      continue;
    } else if (code === 35) {
      at = skipDirective(text, at, to);
      continue;
    } else if (!isSpace(code)) break;
    at++;
  }
  return { at, newline };
}

/** Where the line that holds `from` ends, or `to`. */
function lineEnd(text: string, from: number, to: number): number {
  LINE_END.lastIndex = from;
  const match = LINE_END.exec(text);
  return match && match.index < to ? match.index : to;
}

/** `#region`, `#endregion` and `#pragma` mean nothing here; every other directive is refused. */
function skipDirective(text: string, start: number, to: number): number {
  const end = lineEnd(text, start, to);
  if (/^#\s*(region|endregion|pragma)\b/.test(text.slice(start, end))) return end;
  throw new ExpressionSyntaxError('CS1024', 'Preprocessor directive expected', start, start + 1);
}

function lexToken(text: string, start: number, to: number, afterNewline: boolean): Token {
  const char = text[start] ?? '';
  const next = text[start + 1] ?? '';
  if (char === '"') return lexString(text, start, to, afterNewline);
  if (char === "'") return lexChar(text, start, to, afterNewline);
  if (char === '$' && (next === '"' || (next === '@' && text[start + 2] === '"'))) {
    return lexInterpolated(text, start, to, afterNewline);
  }
  if (char === '@') {
    if (next === '"') return lexVerbatimString(text, start, to, afterNewline);
    if (next === '$' && text[start + 2] === '"') {
      const message =
        "To use '@$' instead of '$@' for an interpolated verbatim string, please use language version '8.0' or greater.";
      throw new ExpressionSyntaxError('CS8401', message, start, start + 3);
    }
  }
  if ((char >= '0' && char <= '9') || (char === '.' && next >= '0' && next <= '9')) {
    return lexNumber(text, start, to, afterNewline);
  }
  const word = identifier(text, char === '@' ? start + 1 : start, to);
  if (word) {
    const verbatim = char === '@';
    const end = start + word.length + (verbatim ? 1 : 0);
    if (verbatim) return { kind: 'identifier', text: `@${word}`, start, end, afterNewline };
    return { kind: isKeyword(word) ? 'keyword' : 'identifier', text: word, start, end, afterNewline };
  }
  const spaced = char === '?' ? spacedAccess(text, start, to) : undefined;
  if (spaced !== undefined) return { kind: 'punctuation', text: '?.', start, end: spaced, afterNewline };
  for (const punctuation of PUNCTUATION.get(char) ?? []) {
    if (text.startsWith(punctuation, start) && start + punctuation.length <= to) {
      // `a ?.5 : b` is a conditional with a real number.
      const afterwards = text[start + 2] ?? '';
      if (punctuation === '?.' && afterwards >= '0' && afterwards <= '9') continue;
      const end = start + punctuation.length;
      return { kind: 'punctuation', text: punctuation, start, end, afterNewline };
    }
  }
  if (SINGLE.includes(char)) return { kind: 'punctuation', text: char, start, end: start + 1, afterNewline };
  throw new ExpressionSyntaxError('CS1056', `Unexpected character '${char}'`, start, start + 1);
}

/** `a ? .B`: white space may stand between the two characters. @returns the end of both; undefined for anything else */
function spacedAccess(text: string, start: number, to: number): number | undefined {
  SPACED_ACCESS.lastIndex = start;
  return SPACED_ACCESS.test(text) && SPACED_ACCESS.lastIndex <= to ? SPACED_ACCESS.lastIndex : undefined;
}

const SPACED_ACCESS = /\?[ \t\r\n]+\.(?![0-9.])/y;

function identifier(text: string, start: number, to: number): string | undefined {
  ASCII_IDENTIFIER.lastIndex = start;
  let word = ASCII_IDENTIFIER.exec(text)?.[0];
  if (text.charCodeAt(start + (word?.length ?? 0)) > 127) {
    IDENTIFIER.lastIndex = start;
    word = IDENTIFIER.exec(text)?.[0];
  }
  return word && start + word.length <= to ? word : undefined;
}
