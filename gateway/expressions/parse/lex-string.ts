import { ExpressionSyntaxError } from '../compile-error.ts';
import type { Token } from './tokens.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '\\': '\\',
  '0': '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Ends a line inside a regular string, which C# does not allow. */
export function isNewline(char: string | undefined): boolean {
  return char === '\n' || char === '\r' || char === '\u0085' || char === '\u2028' || char === '\u2029';
}

/**
 * Reads the escape sequence at `at` (a backslash).
 * @throws ExpressionSyntaxError CS1009
 */
export function readEscape(text: string, at: number, to: number): { value: string; end: number } {
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined && at + 1 < to) return { value: simple, end: at + 2 };
  const pattern = letter === 'u' ? /[0-9a-fA-F]{4}/y : letter === 'U' ? /[0-9a-fA-F]{8}/y : /[0-9a-fA-F]{1,4}/y;
  if (letter === 'u' || letter === 'U' || letter === 'x') {
    pattern.lastIndex = at + 2;
    const hex = pattern.exec(text)?.[0];
    const code = hex ? Number.parseInt(hex, 16) : -1;
    if (hex && code <= 0x10ffff) return { value: String.fromCodePoint(code), end: at + 2 + hex.length };
    let end = at + 2;
    while (end < to && /[0-9a-fA-F]/.test(text[end] ?? '')) end++;
    throw new ExpressionSyntaxError('CS1009', 'Unrecognized escape sequence', at, end);
  }
  throw new ExpressionSyntaxError('CS1009', 'Unrecognized escape sequence', at, Math.min(at + 2, to));
}

/** Reads `"…"`. */
export function lexString(text: string, start: number, to: number, afterNewline: boolean): Token {
  if (text.startsWith('"""', start)) {
    const message =
      "Feature 'raw string literals' is not available in C# 7.3. Please use language version 11.0 or greater.";
    throw new ExpressionSyntaxError('CS8370', message, start, start + 3);
  }
  // Nearly all strings hold neither escapes nor line ends and end at the next quote.
  const quote = text.indexOf('"', start + 1);
  const plain = quote >= 0 && quote < to ? text.slice(start + 1, quote) : undefined;
  if (plain !== undefined && !/[\\\n\r\u0085\u2028\u2029]/.test(plain)) {
    return { kind: 'string', text: '', start, end: quote + 1, afterNewline, value: plain };
  }
  let value = '';
  let at = start + 1;
  while (at < to && text[at] !== '"') {
    const char = text[at] ?? '';
    if (isNewline(char)) throw new ExpressionSyntaxError('CS1010', 'Newline in constant', start, start);
    if (char === '\\') {
      const sequence = readEscape(text, at, to);
      value += sequence.value;
      at = sequence.end;
    } else {
      value += char;
      at++;
    }
  }
  if (at >= to) throw new ExpressionSyntaxError('CS1010', 'Newline in constant', start, start);
  return { kind: 'string', text: '', start, end: at + 1, afterNewline, value };
}

/** Reads `@"…"`, where `""` is a quote. */
export function lexVerbatimString(text: string, start: number, to: number, afterNewline: boolean): Token {
  let value = '';
  let at = start + 2;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote >= to) {
      throw new ExpressionSyntaxError('CS1039', 'Unterminated string literal', start, start);
    }
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"' || quote + 1 >= to) {
      return { kind: 'string', text: '', start, end: quote + 1, afterNewline, value };
    }
    value += '"';
    at = quote + 2;
  }
}

/** Reads `'x'`. The value of the token is the UTF-16 code unit. */
export function lexChar(text: string, start: number, to: number, afterNewline: boolean): Token {
  let at = start + 1;
  const first = text[at] ?? '';
  if (at >= to || isNewline(first)) throw new ExpressionSyntaxError('CS1010', 'Newline in constant', start, start);
  if (first === "'") throw new ExpressionSyntaxError('CS1011', 'Empty character literal', start, start);
  let value = first;
  if (first === '\\') {
    const sequence = readEscape(text, at, to);
    value = sequence.value;
    at = sequence.end;
  } else at++;
  if (value.length !== 1 || text[at] !== "'" || at >= to) {
    const close = text.indexOf("'", at);
    const line = text.slice(at, close < 0 ? to : close);
    const closed = close >= 0 && close < to && ![...line].some(isNewline);
    if (!closed) throw new ExpressionSyntaxError('CS1010', 'Newline in constant', start, start);
    throw new ExpressionSyntaxError('CS1012', 'Too many characters in character literal', start, start);
  }
  return { kind: 'char', text: '', start, end: at + 1, afterNewline, value: value.charCodeAt(0) };
}
