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
import type { PolicyExpressionSyntax } from './syntax.ts';
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
  const cursor = new Cursor(text, tokenize(text, start + 1, text.length), grammar);
  let result: PolicyExpressionSyntax;
  if (cursor.is('{')) result = { kind: 'body', block: parseBlock(cursor) };
  else {
    cursor.expect('(');
    const value = parseExpression(cursor);
    cursor.expect(')');
    result = { kind: 'value', value };
  }
  const rest = cursor.peek();
  if (rest.kind !== 'end') {
    cursor.fail('APIM', `Unexpected text after the end of the expression`, { start: rest.start, end: text.length });
  }
  return result;
}
