import { type Cursor, MAX_CHAIN } from './cursor.ts';
import { anonymousMethod, isLambda, parseLambda } from './lambdas.ts';
import { parsePattern, rejectNewer } from './patterns.ts';
import { parsePrimary } from './primary.ts';
import { isQuery, parseQuery } from './queries.ts';
import type { Expression } from './syntax.ts';
import { parseType, scanType } from './types.ts';

const ASSIGNMENT = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=']);

/** Binding strength of the binary operators; all associate to the left except `??`. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '|': 4,
  '^': 5,
  '&': 6,
  '==': 7,
  '!=': 7,
  '<': 8,
  '>': 8,
  '<=': 8,
  '>=': 8,
  is: 8,
  as: 8,
  '<<': 9,
  '>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
};

/** Reads an expression, assignments, lambdas and queries included. */
export function parseExpression(p: Cursor): Expression {
  return p.nest(() => {
    const token = p.peek();
    if (token.text === 'throw') p.fail('CS8115', 'A throw expression is not allowed in this context.', token);
    if (token.text === 'delegate') return anonymousMethod(p);
    if (token.text === 'async' && isLambdaAfterAsync(p)) {
      p.fail('APIM', 'Async lambda expressions are not supported in policy expressions', token);
    }
    if (isLambda(p)) return parseLambda(p);
    if (isQuery(p)) return parseQuery(p);
    const left = parseConditional(p);
    const op = assignmentOperator(p);
    if (op === undefined) return left;
    const value = parseExpression(p);
    return { kind: 'assignment', op, target: left, value, start: left.start, end: value.end };
  });
}

/** Reads an expression where `throw` may stand in its place: branches, `??`, expression bodies. */
export function parseExpressionOrThrow(p: Cursor): Expression {
  return p.nest(() => (p.is('throw') ? parseThrow(p) : parseExpression(p)));
}

function isLambdaAfterAsync(p: Cursor): boolean {
  const index = p.at;
  p.at++;
  const result = isLambda(p) || p.is('delegate');
  p.at = index;
  return result;
}

function parseThrow(p: Cursor): Expression {
  const start = p.next().start;
  const value = parseExpression(p);
  return { kind: 'throw', value, start, end: value.end };
}

function assignmentOperator(p: Cursor): string | undefined {
  const token = p.peek();
  if (ASSIGNMENT.has(token.text)) return p.next().text;
  if (token.text === '??=') p.newer('coalescing assignment', '8.0');
  const second = p.peek(1);
  if (token.text === '>' && second.text === '>=' && second.start === token.end) {
    p.next();
    p.next();
    return '>>=';
  }
  return undefined;
}

function parseConditional(p: Cursor): Expression {
  const condition = parseBinary(p, 1);
  if (!p.is('?')) return condition;
  p.next();
  const whenTrue = parseExpressionOrThrow(p);
  p.expect(':');
  const whenFalse = parseExpressionOrThrow(p);
  return { kind: 'conditional', condition, whenTrue, whenFalse, start: condition.start, end: whenFalse.end };
}

function binaryOperator(p: Cursor): string | undefined {
  const token = p.peek();
  if (token.text === '>') {
    const second = p.peek(1);
    if (second.start === token.end) {
      if (second.text === '>') return '>>';
      if (second.text === '>=') return undefined;
    }
  }
  return token.text;
}

/** Reads an operand of relational operators: shifts and what binds tighter. */
export function parseShift(p: Cursor): Expression {
  return p.nest(() => parseBinary(p, 9));
}

/** Reads operators that bind at least as strongly as `minimum`. */
function parseBinary(p: Cursor, minimum: number): Expression {
  let left = parseUnary(p);
  for (let links = 0; ; links++) {
    const op = binaryOperator(p);
    const precedence = op === undefined ? undefined : PRECEDENCE[op];
    if (op === undefined || precedence === undefined || precedence < minimum) {
      if (p.peek().text === '..') p.newer('range operator', '8.0', left);
      if (p.peek().text === 'switch') p.newer('recursive patterns', '8.0');
      return left;
    }
    if (links >= MAX_CHAIN) p.tooComplex();
    const opStart = p.next().start;
    if (op === '>>') p.next();
    const start = left.start;
    if (op === 'is') left = parseIs(p, left);
    else if (op === 'as') {
      const type = parseType(p, 'afterIs');
      left = { kind: 'as', operand: left, type, start, end: type.end };
    } else {
      const right = op === '??' ? parseCoalesceRight(p) : parseBinary(p, precedence + 1);
      left = { kind: 'binary', op, left, right, opStart, start, end: right.end };
    }
  }
}

/** `??` associates to the right, and its right side may throw. */
function parseCoalesceRight(p: Cursor): Expression {
  return p.nest(() => (p.is('throw') ? parseThrow(p) : isLambda(p) ? parseLambda(p) : parseBinary(p, 1)));
}

function parseIs(p: Cursor, operand: Expression): Expression {
  const start = operand.start;
  rejectNewer(p);
  const end = scanType(p, p.at, 'afterIs');
  const following = p.token(end);
  const isConstant = end < 0 || following.text === '.' || following.text === '(' || following.text === '<';
  if (!isConstant && following.kind !== 'identifier' && following.text !== '{' && p.peek().text !== '(') {
    const type = parseType(p, 'afterIs');
    return { kind: 'isType', operand, type, start, end: type.end };
  }
  const pattern = parsePattern(p);
  return { kind: 'isPattern', operand, pattern, start, end: pattern.end };
}

const PREFIX = new Set(['+', '-', '!', '~']);

/** Reads a unary expression: prefix operators, casts and primary expressions. */
function parseUnary(p: Cursor): Expression {
  const token = p.peek();
  const start = token.start;
  if (token.kind === 'punctuation') {
    if (PREFIX.has(token.text)) {
      return p.nest(() => {
        p.next();
        const operand = parseUnary(p);
        return { kind: 'unary', op: token.text as '+' | '-' | '!' | '~', operand, start, end: operand.end };
      });
    }
    if (token.text === '++' || token.text === '--') {
      return p.nest(() => {
        p.next();
        const operand = parseUnary(p);
        return { kind: 'increment', op: token.text as '++' | '--', prefix: true, operand, start, end: operand.end };
      });
    }
    if (token.text === '^') p.newer('index operator', '8.0', { start, end: start + 1 });
    if (token.text === '..') p.newer('range operator', '8.0');
    if (token.text === '*') p.fail('CS0193', 'The * or -> operator must be applied to a pointer', token);
    if (token.text === '&') {
      p.fail('CS0214', 'Pointers and fixed size buffers may only be used in an unsafe context', token);
    }
    if (token.text === '(' && isCast(p)) {
      return p.nest(() => {
        p.next();
        const type = parseType(p);
        p.expect(')');
        const operand = parseUnary(p);
        return { kind: 'cast', type, operand, start, end: operand.end };
      });
    }
  }
  if (token.text === 'await' && p.isIdentifier(1) && !p.peek(1).afterNewline) {
    const message =
      "The 'await' operator can only be used within an async method. Consider marking this method with the 'async' modifier and changing its return type to 'Task<object>'.";
    p.fail('CS4032', message, token);
  }
  return parsePrimary(p);
}

const AFTER_CAST_PUNCTUATION = new Set(['~', '!', '(']);
const NOT_AFTER_CAST = new Set(['is', 'as', 'in', 'out', 'ref']);

/** Whether the `(` opens a cast: a type in parentheses, followed by what can only be an operand (C# spec 12.9.7). */
function isCast(p: Cursor): boolean {
  const first = p.peek(1);
  const end = scanType(p, p.at + 1);
  if (end < 0 || p.token(end).text !== ')') return false;
  const following = p.token(end + 1);
  const beforeClose = p.token(end - 1);
  // `int`, `x[]`, `x?` and tuples cannot be expressions, so whatever follows is the operand.
  const onlyType =
    (first.kind === 'keyword' && end === p.at + 2) || beforeClose.text === ']' || beforeClose.text === '?';
  if (onlyType || beforeClose.text === ')') return following.kind !== 'end' && !isOperatorOnly(following.text);
  if (following.kind === 'keyword') return !NOT_AFTER_CAST.has(following.text);
  if (following.kind === 'punctuation') return AFTER_CAST_PUNCTUATION.has(following.text);
  return following.kind !== 'end';
}

function isOperatorOnly(text: string): boolean {
  return [')', ']', '}', ';', ',', ':', '.', '?', '=', '==', '!=', '=>', '?.', '??'].includes(text);
}
