import { ExpressionSyntaxError } from '../compile-error.ts';
import { lexInterpolated } from './lex-interpolated.ts';
import { lexNumber } from './lex-number.ts';
import { lexChar, lexString, lexVerbatimString } from './lex-string.ts';
import { isKeyword, type Token } from './tokens.ts';

const IDENTIFIER = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]*/uy;
const NEWLINE = /[\n\r\u0085\u2028\u2029]/;
const SPACE = /[ \t\v\f\u00a0\ufeff\u1680\u2000-\u200a\u202f\u205f\u3000]/;
/** Longest first. `>>` is two tokens: only the parser knows whether it closes type arguments. */
const PUNCTUATION = '<<= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= << -> :: ..'.split(' ');
const SINGLE = '(){}[];,.:?=<>+-*/%&|^!~';

/** A position in the text and what follows it. Lexing functions take the start and return the token. */
export type LexFunction = (text: string, start: number, limit: number, afterNewline: boolean) => Token;

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
    const char = text[at] ?? '';
    if (NEWLINE.test(char)) newline = true;
    else if (char === '/' && text[at + 1] === '/') {
      while (at < to && !NEWLINE.test(text[at] ?? '')) at++;
      continue;
    } else if (char === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      if (close < 0 || close + 2 > to) {
        throw new ExpressionSyntaxError('CS1035', "End-of-file found, '*/' expected", at, at);
      }
      if (NEWLINE.test(text.slice(at, close))) newline = true;
      at = close + 2;
      continue;
    } else if (char === '#') {
      at = skipDirective(text, at, to);
      continue;
    } else if (!SPACE.test(char)) break;
    at++;
  }
  return { at, newline };
}

/** `#region`, `#endregion` and `#pragma` mean nothing here; every other directive is refused. */
function skipDirective(text: string, start: number, to: number): number {
  let end = start;
  while (end < to && !NEWLINE.test(text[end] ?? '')) end++;
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
  for (const punctuation of PUNCTUATION) {
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

function identifier(text: string, start: number, to: number): string | undefined {
  IDENTIFIER.lastIndex = start;
  const word = IDENTIFIER.exec(text)?.[0];
  return word && start + word.length <= to ? word : undefined;
}
