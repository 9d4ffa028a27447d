import { ExpressionSyntaxError } from '../compile-error.ts';
import { isNewline, lexChar, lexString, lexVerbatimString, readEscape } from './lex-string.ts';
import type { InterpolatedPart, Token } from './tokens.ts';

/** Nesting of interpolated strings inside holes that is read; deeper is refused like an overlong expression. */
const MAX_NESTING = 32;

/**
 * Reads `$"…"` or `$@"…"`. Text is unescaped; holes are left as extents, which the parser reads on their own.
 * The value of the token is a list of InterpolatedPart.
 */
export function lexInterpolated(text: string, start: number, to: number, afterNewline: boolean, nesting = 0): Token {
  if (nesting > MAX_NESTING) {
    throw new ExpressionSyntaxError('CS8078', 'An expression is too long or complex to compile', start, start + 2);
  }
  const verbatim = text[start + 1] === '@';
  const parts: InterpolatedPart[] = [];
  let at = start + (verbatim ? 3 : 2);
  let piece = '';
  let pieceStart = at;
  const unterminated = (): never => {
    throw verbatim
      ? new ExpressionSyntaxError('CS1039', 'Unterminated string literal', start, start)
      : new ExpressionSyntaxError('CS1010', 'Newline in constant', start, start);
  };
  const flush = (): void => {
    if (piece !== '') parts.push({ kind: 'text', value: piece, start: pieceStart, end: at });
    piece = '';
  };
  for (;;) {
    if (at >= to) unterminated();
    const char = text[at] ?? '';
    if (char === '"') {
      if (!verbatim || text[at + 1] !== '"') break;
      piece += '"';
      at += 2;
    } else if (char === '{') {
      if (text[at + 1] === '{') {
        piece += '{';
        at += 2;
        continue;
      }
      flush();
      const hole = readHole(text, at, to, verbatim, nesting);
      parts.push(hole.part);
      at = hole.end;
      pieceStart = at;
    } else if (char === '}') {
      if (text[at + 1] !== '}') {
        const message = "A '}' character must be escaped (by doubling) in an interpolated string.";
        throw new ExpressionSyntaxError('CS8086', message, at, at + 1);
      }
      piece += '}';
      at += 2;
    } else if (!verbatim && char === '\\') {
      const sequence = readEscape(text, at, to);
      if (sequence.value === '{' || sequence.value === '}') {
        const message = `A '${sequence.value}' character may only be escaped by doubling '${sequence.value}${sequence.value}' in an interpolated string.`;
        throw new ExpressionSyntaxError('CS8087', message, at, sequence.end);
      }
      piece += sequence.value;
      at = sequence.end;
    } else {
      if (!verbatim && isNewline(char)) unterminated();
      piece += char;
      at++;
    }
  }
  flush();
  return { kind: 'interpolated', text: '', start, end: at + 1, afterNewline, value: parts };
}

function readHole(
  text: string,
  open: number,
  to: number,
  verbatim: boolean,
  nesting: number,
): { part: InterpolatedPart; end: number } {
  const start = open + 1;
  const brackets: string[] = [];
  let at = start;
  while (at < to) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (brackets.length === 0 && char === '}') {
      return { part: { kind: 'hole', start, end: at, format: undefined }, end: at + 1 };
    }
    if (brackets.length === 0 && char === ':' && next !== ':') {
      const format = readFormat(text, at + 1, to, verbatim);
      return { part: { kind: 'hole', start, end: at, format: format.value }, end: format.end + 1 };
    }
    if (!verbatim && isNewline(char)) {
      const message =
        'Newlines inside a non-verbatim interpolated string are not supported in C# 7.3. Please use language version 11.0 or greater.';
      throw new ExpressionSyntaxError('CS8967', message, at + 1, at + 2);
    }
    if (char === '"') at = lexString(text, at, to, false).end;
    else if (char === "'") at = lexChar(text, at, to, false).end;
    else if (char === '@' && next === '"') at = lexVerbatimString(text, at, to, false).end;
    else if (char === '$' && (next === '"' || (next === '@' && text[at + 2] === '"'))) {
      at = lexInterpolated(text, at, to, false, nesting + 1).end;
    } else if (char === ':' && next === ':') at += 2;
    else if (char === '/' && next === '*') {
      const close = text.indexOf('*/', at + 2);
      at = close < 0 ? to : close + 2;
    } else {
      if ('([{'.includes(char)) brackets.push(char);
      else if (')]}'.includes(char)) brackets.pop();
      at++;
    }
  }
  const message = "Missing close delimiter '}' for interpolated expression started with '{'.";
  throw new ExpressionSyntaxError('CS8076', message, open, open + 1);
}

function readFormat(text: string, start: number, to: number, verbatim: boolean): { value: string; end: number } {
  let value = '';
  let at = start;
  while (at < to) {
    const char = text[at] ?? '';
    if (char === '}') {
      if (value === '') throw new ExpressionSyntaxError('CS8089', 'Empty format specifier.', at - 1, at);
      return { value, end: at };
    }
    if (char === '{') throw new ExpressionSyntaxError('CS1056', "Unexpected character '{'", at, at + 1);
    if (char === '"') {
      if (!verbatim || text[at + 1] !== '"') break;
      value += '"';
      at += 2;
    } else if (!verbatim && char === '\\') {
      const sequence = readEscape(text, at, to);
      value += sequence.value;
      at = sequence.end;
    } else {
      if (!verbatim && isNewline(char)) break;
      value += char;
      at++;
    }
  }
  const message = "Missing close delimiter '}' for interpolated expression started with '{'.";
  throw new ExpressionSyntaxError('CS8076', message, start - 1, start);
}
