/**
 * Reads the text of a policy expression into a syntax tree: C# 7.3, by recursive descent. A hand-written parser costs
 * the first expression a millisecond instead of the seventy that a WebAssembly grammar takes to load, and places its
 * errors where the C# compiler does.
 */

import { parseArrayInitializer } from './creations.ts';
import { Cursor, type Grammar } from './cursor.ts';
import { parseExpression, parseExpressionOrThrow, parseShift } from './expressions.ts';
import { tokenize } from './lexer.ts';
import { parsePattern } from './patterns.ts';
import { parseArguments } from './primary.ts';
import { parseBlock, parseStatement } from './statements.ts';
import type { PolicyExpressionSyntax, Statement } from './syntax.ts';
import { parseType } from './types.ts';

const grammar: Grammar = {
  expression: parseExpression,
  expressionOrThrow: parseExpressionOrThrow,
  shift: parseShift,
  block: parseBlock,
  statement: parseStatement,
  type: parseType,
  pattern: parsePattern,
  arrayInitializer: parseArrayInitializer,
  arguments: (p) => parseArguments(p, '(', ')'),
  indexArguments: (p) => parseArguments(p, '[', ']'),
  nested: (p, start, end) => new Cursor(p.text, tokenize(p.text, start, end), grammar, p.depth),
};

/**
 * Reads `@(…)` or `@{…}`.
 * @param text the whole value, starting with `@`
 * @throws ExpressionSyntaxError at the first error
 */
export function parsePolicyExpression(text: string): PolicyExpressionSyntax {
  const start = text.search(/\S/);
  const p = new Cursor(text, [], grammar);
  if (start < 0 || text[start] !== '@' || (text[start + 1] !== '(' && text[start + 1] !== '{')) {
    p.fail('APIM', "A policy expression starts with '@(' or '@{'", { start: Math.max(start, 0), end: text.length });
  }
  const close = text.trimEnd().length - 1;
  const isBody = text[start + 1] === '{';
  if (text[close] !== (isBody ? '}' : ')') || close < start + 2) {
    const end = { start: text.length, end: text.length };
    p.fail(isBody ? 'CS1513' : 'CS1026', `${isBody ? '}' : ')'} expected`, end);
  }
  // The service cuts the brackets off and compiles what is between them, so that a comment may end the expression.
  const cursor = new Cursor(text, tokenize(text, start + 2, close), grammar);
  if (isBody) {
    const statements = parseStatements(cursor);
    return { kind: 'body', block: { kind: 'block', statements, start: start + 1, end: close + 1 } };
  }
  if (cursor.peek().kind === 'end') {
    p.fail('CS0126', "An object of a type convertible to 'object' is required", { start, end: start });
  }
  const value = parseExpression(cursor);
  const rest = cursor.peek();
  if (rest.text === ')') cursor.fail('CS1073', "Unexpected token ')'", rest);
  if (rest.kind !== 'end') cursor.expect(')');
  return { kind: 'value', value };
}

function parseStatements(cursor: Cursor): Statement[] {
  const statements: Statement[] = [];
  while (cursor.peek().kind !== 'end') {
    if (cursor.is('}')) cursor.fail('CS1022', 'Type or namespace definition, or end-of-file expected', cursor.peek());
    statements.push(parseStatement(cursor));
  }
  return statements;
}
