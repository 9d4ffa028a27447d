import { ExpressionSyntaxError } from '../compile-error.ts';
import type { Argument, ArrayInitializer, Block, Expression, Pattern, Span, Statement, TypeSyntax } from './syntax.ts';
import { identifierName, type Token } from './tokens.ts';

/** Nested constructs that are read; a deeper text is refused before it can exhaust the stack. */
const MAX_NESTING = 200;
/** Links of one chain (`a.b.c…`, `a + b + c…`) that are read. */
export const MAX_CHAIN = 1000;

/** The rules that call each other across files; grammar.ts fills it in. */
export interface Grammar {
  expression(p: Cursor): Expression;
  /** An expression, or `throw` in its place. */
  expressionOrThrow(p: Cursor): Expression;
  /** An operand of `is` and of relational operators. */
  shift(p: Cursor): Expression;
  block(p: Cursor): Block;
  statement(p: Cursor): Statement;
  type(p: Cursor, mode?: TypeMode): TypeSyntax;
  pattern(p: Cursor): Pattern;
  arrayInitializer(p: Cursor): ArrayInitializer;
  arguments(p: Cursor): Argument[];
  indexArguments(p: Cursor): Argument[];
  /** Reads a part of the same text on its own: the hole of an interpolated string. */
  nested(p: Cursor, start: number, end: number): Cursor;
}

/** After `is` and `as` a `?` may start a conditional instead of belonging to the type. */
export type TypeMode = 'plain' | 'afterIs' | 'new';

/** A place in the token list. All parsing functions take it first and leave it behind what they read. */
export class Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly grammar: Grammar;
  at = 0;
  depth: number;

  constructor(text: string, tokens: readonly Token[], grammar: Grammar, depth = 0) {
    this.text = text;
    this.tokens = tokens;
    this.grammar = grammar;
    this.depth = depth;
  }

  /** The token `ahead` places on; the end token once the list is used up. */
  peek(ahead = 0): Token {
    return this.token(this.at + ahead);
  }

  token(index: number): Token {
    const last = this.tokens.length - 1;
    return this.tokens[index < last ? index : last] as Token;
  }

  next(): Token {
    const token = this.peek();
    if (this.at < this.tokens.length - 1) this.at++;
    return token;
  }

  is(text: string, ahead = 0): boolean {
    return this.peek(ahead).text === text;
  }

  isIdentifier(ahead = 0): boolean {
    return this.peek(ahead).kind === 'identifier';
  }

  take(text: string): boolean {
    if (this.peek().text !== text) return false;
    this.next();
    return true;
  }

  /** End of the token just read. */
  get previousEnd(): number {
    return this.at === 0 ? (this.tokens[0]?.start ?? 0) : this.token(this.at - 1).end;
  }

  /** Where the compiler reports something missing: the current token, or the end of the line before it. */
  missingSpan(): Span {
    const token = this.peek();
    if (this.at > 0 && token.afterNewline) return { start: this.previousEnd, end: this.previousEnd };
    return token;
  }

  fail(code: string, message: string, span: Span = this.missingSpan()): never {
    throw new ExpressionSyntaxError(code, message, span.start, span.end);
  }

  /** Requires a punctuation or keyword, reported as the C# compiler does when it is missing. */
  expect(text: string): Token {
    if (this.peek().text === text) return this.next();
    const code = MISSING[text];
    if (code) this.fail(code, `${text} expected`);
    this.fail('CS1003', `Syntax error, '${text}' expected`);
  }

  identifier(): Span & { readonly text: string } {
    const token = this.peek();
    if (token.kind !== 'identifier') {
      if (token.kind === 'keyword' && !token.afterNewline) {
        const message = `Identifier expected; '${token.text}' is a keyword`;
        this.fail('CS1041', message, token);
      }
      this.fail('CS1001', 'Identifier expected');
    }
    this.next();
    return { text: identifierName(token), start: token.start, end: token.end };
  }

  /** A feature newer than C# 7.3. */
  newer(feature: string, version: string, span: Span = this.peek()): never {
    const message = `Feature '${feature}' is not available in C# 7.3. Please use language version ${version} or greater.`;
    this.fail('CS8370', message, span);
  }

  /** Runs `read` one level deeper. */
  nest<T>(read: () => T): T {
    if (++this.depth > MAX_NESTING) this.tooComplex();
    const result = read();
    this.depth--;
    return result;
  }

  tooComplex(): never {
    return this.fail('CS8078', 'An expression is too long or complex to compile', this.peek());
  }
}

const MISSING: Readonly<Record<string, string>> = {
  ';': 'CS1002',
  ')': 'CS1026',
  '}': 'CS1513',
  '{': 'CS1514',
};
