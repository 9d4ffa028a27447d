import { closingParenthesis } from './closing-parenthesis.ts';
import type { Cursor } from './cursor.ts';
import type { Block, Expression, Parameter } from './syntax.ts';
import { scanType } from './types.ts';

/** Whether a lambda starts here: `x =>`, `(…) =>`. */
export function isLambda(p: Cursor): boolean {
  const token = p.peek();
  if (token.kind === 'identifier') return p.is('=>', 1);
  if (token.text !== '(') return false;
  const close = closingParenthesis(p, p.at);
  return close >= 0 && p.token(close + 1).text === '=>';
}

/** Reads a lambda; `isLambda` has said there is one. */
export function parseLambda(p: Cursor): Expression {
  const start = p.peek().start;
  let parameters: Parameter[];
  if (p.isIdentifier()) {
    const { text, ...span } = p.identifier();
    parameters = [{ name: text, nameSpan: span, type: undefined, modifier: '', defaultValue: undefined, ...span }];
  } else parameters = parseParameters(p);
  const arrow = p.expect('=>');
  const body = p.nest(() => lambdaBody(p));
  return {
    kind: 'lambda',
    parameters,
    body,
    arrow: { start: arrow.start, end: arrow.end },
    anonymousMethod: false,
    start,
    end: p.previousEnd,
  };
}

function lambdaBody(p: Cursor): Expression | Block {
  return p.is('{') ? p.grammar.block(p) : p.grammar.expressionOrThrow(p);
}

/** Reads `delegate (int x) { … }` or `delegate { … }`. */
export function anonymousMethod(p: Cursor): Expression {
  const token = p.expect('delegate');
  const parameters = p.is('(') ? parseParameters(p) : undefined;
  const body = p.nest(() => p.grammar.block(p));
  return {
    kind: 'lambda',
    parameters,
    body,
    arrow: { start: token.start, end: token.end },
    anonymousMethod: true,
    start: token.start,
    end: p.previousEnd,
  };
}

/** Reads the parenthesised parameters of a lambda or local function. */
export function parseParameters(p: Cursor): Parameter[] {
  p.expect('(');
  const parameters: Parameter[] = [];
  if (p.take(')')) return parameters;
  do parameters.push(parseParameter(p));
  while (p.take(','));
  p.expect(')');
  return parameters;
}

const MODIFIERS = new Set(['ref', 'out', 'in', 'params']);

function parseParameter(p: Cursor): Parameter {
  const start = p.peek().start;
  let modifier: Parameter['modifier'] = '';
  if (MODIFIERS.has(p.peek().text)) modifier = p.next().text as Parameter['modifier'];
  const end = scanType(p, p.at);
  const typed = end >= 0 && p.token(end).kind === 'identifier';
  const type = typed ? p.grammar.type(p) : undefined;
  const { text: name, ...nameSpan } = p.identifier();
  const defaultValue = p.take('=') ? p.grammar.expression(p) : undefined;
  return { name, nameSpan, type, modifier, defaultValue, start, end: p.previousEnd };
}
