import { ExpressionSyntaxError } from '../compile-error.ts';
import { closingParenthesis } from './closing-parenthesis.ts';
import { parseNew } from './creations.ts';
import { type Cursor, MAX_CHAIN } from './cursor.ts';
import { parseDesignation } from './patterns.ts';
import type { Argument, Expression, InterpolationPart, LiteralValue, Span, TypeSyntax } from './syntax.ts';
import { type InterpolatedPart, PREDEFINED_TYPES, type Token } from './tokens.ts';
import { parseName, parseType, scanType } from './types.ts';

/** Reads a primary expression with everything that is attached to it: members, calls, indexers, `++`, `?.`. */
export function parsePrimary(p: Cursor): Expression {
  return parsePostfix(p, parseAtom(p));
}

function parsePostfix(p: Cursor, start: Expression): Expression {
  let target = start;
  for (let links = 0; links < MAX_CHAIN; links++) {
    const token = p.peek();
    const next = postfix(p, target, token);
    if (next === target) return target;
    target = next;
  }
  return p.tooComplex();
}

function postfix(p: Cursor, target: Expression, token: Token): Expression {
  const start = target.start;
  switch (token.text) {
    case '.': {
      p.next();
      const name = parseName(p);
      return { kind: 'member', target, name, start, end: name.end };
    }
    case '(': {
      const args = parseArguments(p, '(', ')');
      return { kind: 'call', target, args, start, end: p.previousEnd };
    }
    case '[': {
      const args = parseArguments(p, '[', ']');
      return { kind: 'index', target, args, start, end: p.previousEnd };
    }
    case '++':
    case '--':
      p.next();
      return { kind: 'increment', op: token.text, prefix: false, operand: target, start, end: token.end };
    case '?.':
      return conditionalAccess(p, target);
    case '?':
      return p.is('[', 1) ? conditionalAccess(p, target) : target;
    case '!':
      if (['=', '=='].includes(p.peek(1).text)) return target;
      return p.newer('nullable reference types', '8.0');
    case '->':
      return p.fail('CS0214', 'Pointers and fixed size buffers may only be used in an unsafe context', token);
    default:
      return target;
  }
}

function conditionalAccess(p: Cursor, target: Expression): Expression {
  return p.nest(() => {
    const token = p.next();
    const receiver: Expression = { kind: 'receiver', start: token.start, end: token.end };
    let first: Expression;
    if (token.text === '?.') {
      const name = parseName(p);
      first = { kind: 'member', target: receiver, name, start: token.start, end: name.end };
    } else {
      const args = parseArguments(p, '[', ']');
      first = { kind: 'index', target: receiver, args, start: token.start, end: p.previousEnd };
    }
    // The rest of the chain belongs to the access: it is skipped as a whole when the target is null.
    const whenPresent = parsePostfix(p, first);
    return { kind: 'conditionalAccess', target, whenPresent, start: target.start, end: whenPresent.end };
  });
}

function parseAtom(p: Cursor): Expression {
  const token = p.peek();
  const span: Span = { start: token.start, end: token.end };
  switch (token.kind) {
    case 'number':
      p.next();
      return { kind: 'literal', value: token.value as LiteralValue, ...span };
    case 'string':
      p.next();
      return { kind: 'literal', value: { kind: 'string', value: token.value as string }, ...span };
    case 'char':
      p.next();
      return { kind: 'literal', value: { kind: 'char', value: token.value as number }, ...span };
    case 'interpolated':
      return parseInterpolated(p);
    case 'identifier':
      return parseIdentifier(p);
    case 'keyword':
      return parseKeyword(p, token, span);
    default:
      if (token.text === '(') return parseParenthesized(p);
      if (token.text === '[') p.newer('collection expressions', '12.0');
      return invalidTerm(p, token);
  }
}

function invalidTerm(p: Cursor, token: Token): never {
  if (token.kind === 'end') p.fail('CS1733', 'Expected expression');
  const span = token.kind === 'punctuation' || token.kind === 'keyword' ? p.missingSpan() : token;
  return p.fail('CS1525', `Invalid expression term '${token.text}'`, span);
}

function parseIdentifier(p: Cursor): Expression {
  if (p.is('global') && p.is('::', 1)) {
    p.next();
    p.next();
  }
  const declaration = parseVarDeclaration(p);
  if (declaration) return declaration;
  return { kind: 'name', ...parseName(p) };
}

/** `var (x, y)` on the left of a deconstruction. */
function parseVarDeclaration(p: Cursor): Expression | undefined {
  if (!p.is('var') || !p.is('(', 1)) return undefined;
  const close = closingParenthesis(p, p.at + 1);
  if (close < 0 || p.token(close + 1).text !== '=') return undefined;
  for (let i = p.at + 1; i <= close; i++) {
    const token = p.token(i);
    if (token.kind !== 'identifier' && !['(', ')', ','].includes(token.text)) return undefined;
  }
  const start = p.next().start;
  const designation = parseDesignation(p);
  return { kind: 'declaration', type: undefined, designation, start, end: p.previousEnd };
}

function parseKeyword(p: Cursor, token: Token, span: Span): Expression {
  switch (token.text) {
    case 'true':
    case 'false':
      p.next();
      return { kind: 'literal', value: { kind: 'bool', value: token.text === 'true' }, ...span };
    case 'null':
      p.next();
      return { kind: 'literal', value: { kind: 'null' }, ...span };
    case 'new':
      return parseNew(p);
    case 'typeof': {
      p.next();
      p.expect('(');
      const type = parseType(p);
      p.expect(')');
      return { kind: 'typeof', type, start: span.start, end: p.previousEnd };
    }
    case 'default': {
      p.next();
      if (!p.take('(')) return { kind: 'default', type: undefined, ...span };
      const type = parseType(p);
      p.expect(')');
      return { kind: 'default', type, start: span.start, end: p.previousEnd };
    }
    case 'checked':
    case 'unchecked': {
      p.next();
      p.expect('(');
      const value = p.grammar.expression(p);
      p.expect(')');
      return { kind: 'checked', isChecked: token.text === 'checked', value, start: span.start, end: p.previousEnd };
    }
    case 'this':
      return p.fail(
        'CS0026',
        "Keyword 'this' is not valid in a static property, static method, or static field initializer",
        token,
      );
    case 'base':
      return p.fail('CS1511', "Keyword 'base' is not available in a static method", token);
    case 'stackalloc':
      return p.newer('stackalloc in nested expressions', '8.0');
    case 'sizeof': {
      p.next();
      p.expect('(');
      const type = parseType(p);
      p.expect(')');
      return { kind: 'sizeof', type, start: span.start, end: p.previousEnd };
    }
    case 'ref':
      return p.fail('APIM', 'ref locals and returns are not supported in policy expressions', token);
  }
  if (PREDEFINED_TYPES.has(token.text) && p.is('.', 1)) {
    p.next();
    return { kind: 'predefined', name: token.text, ...span };
  }
  return invalidTerm(p, token);
}

function parseParenthesized(p: Cursor): Expression {
  return p.nest(() => {
    const start = p.expect('(').start;
    if (p.is(')')) invalidTerm(p, p.peek());
    const elements = [parseTupleElement(p)];
    while (p.take(',')) elements.push(parseTupleElement(p));
    p.expect(')');
    const [only] = elements;
    if (elements.length === 1 && only && only.name === undefined) {
      return { kind: 'parenthesized', value: only.value, start, end: p.previousEnd };
    }
    return { kind: 'tuple', elements, start, end: p.previousEnd };
  });
}

function parseTupleElement(p: Cursor): { name: string | undefined; value: Expression } {
  if (p.isIdentifier() && p.is(':', 1)) {
    const name = p.identifier().text;
    p.next();
    return { name, value: p.grammar.expression(p) };
  }
  return { name: undefined, value: parseDeclarationOr(p, [',', ')']) };
}

/** Reads `int x` or `var x` when one of `followers` comes behind it, else an expression. */
function parseDeclarationOr(p: Cursor, followers: readonly string[]): Expression {
  const start = p.peek().start;
  const end = scanType(p, p.at);
  if (end >= 0 && p.token(end).kind === 'identifier' && followers.includes(p.token(end + 1).text)) {
    const type = parseVarOrType(p);
    const designation = parseDesignation(p);
    return { kind: 'declaration', type, designation, start, end: p.previousEnd };
  }
  return p.grammar.expression(p);
}

/** Reads a type; `var` by itself gives undefined. */
export function parseVarOrType(p: Cursor): TypeSyntax | undefined {
  if (!p.is('var') || ['.', '<', '[', '?'].some((text) => p.is(text, 1))) return parseType(p);
  p.next();
  return undefined;
}

/** Reads `(a, out b, name: c)` or the same in brackets. */
export function parseArguments(p: Cursor, open: '(' | '[', close: ')' | ']'): Argument[] {
  return p.nest(() => {
    p.expect(open);
    const args: Argument[] = [];
    if (open === '(' && p.take(close)) return args;
    if (p.is(']')) p.fail('CS0443', 'Syntax error; value expected');
    do {
      if (p.is(',')) p.fail('CS0839', 'Argument missing');
      args.push(parseArgument(p));
    } while (p.take(','));
    p.expect(close);
    return args;
  });
}

function parseArgument(p: Cursor): Argument {
  const start = p.peek().start;
  let name: Argument['name'];
  if (p.isIdentifier() && p.is(':', 1)) {
    name = p.identifier();
    p.next();
  }
  const word = p.peek().text;
  const modifier = word === 'ref' || word === 'out' || word === 'in' ? word : '';
  if (modifier) p.next();
  const value = modifier === 'out' ? parseDeclarationOr(p, [',', ')', ']']) : p.grammar.expression(p);
  return { name, modifier, value, start, end: p.previousEnd };
}

function parseInterpolated(p: Cursor): Expression {
  const token = p.next();
  const parts: InterpolationPart[] = [];
  for (const part of token.value as readonly InterpolatedPart[]) {
    if (part.kind === 'text') parts.push(part);
    else parts.push(p.nest(() => parseHole(p, part)));
  }
  return { kind: 'interpolated', parts, start: token.start, end: token.end };
}

function parseHole(p: Cursor, part: InterpolatedPart & { kind: 'hole' }): InterpolationPart {
  const hole = p.grammar.nested(p, part.start, part.end);
  if (hole.peek().kind === 'end') hole.fail('CS1733', 'Expected expression', { start: part.end, end: part.end });
  let value: Expression;
  try {
    value = hole.grammar.expression(hole);
  } catch (error) {
    const cut = error instanceof ExpressionSyntaxError && error.code === 'CS1003' && hole.peek().kind === 'end';
    if (!cut || part.format === undefined) throw error;
    const message =
      "A conditional expression cannot be used directly in a string interpolation because the ':' ends the interpolation. Parenthesize the conditional expression.";
    throw new ExpressionSyntaxError('CS8361', message, part.start, part.end);
  }
  const alignment = hole.take(',') ? hole.grammar.expression(hole) : undefined;
  const rest = hole.peek();
  if (rest.kind !== 'end') hole.fail('CS1073', `Unexpected token '${p.text.slice(rest.start, rest.end)}'`, rest);
  return { kind: 'hole', value, alignment, format: part.format, start: part.start, end: part.end };
}
