import type { Cursor } from './cursor.ts';
import { parseParameters } from './lambdas.ts';
import { parseVarOrType } from './primary.ts';
import type { Block, Declarator, Expression, LocalDeclaration, Statement } from './syntax.ts';
import { PREDEFINED_TYPES } from './tokens.ts';
import { parseType, scanType } from './types.ts';

/** Whether a declaration starts here rather than an expression. */
export function startsDeclaration(p: Cursor): boolean {
  const end = scanType(p, p.at);
  if (end < 0) return false;
  if (p.token(end).kind === 'identifier') return true;
  // `int = 5;` is a declaration that lacks its name; `int.Parse(…)` is an expression.
  const first = p.peek();
  return first.kind === 'keyword' && PREDEFINED_TYPES.has(first.text) && p.token(end).text !== '.';
}

/** Reads a declaration of variables or of a local function. */
export function parseDeclaration(p: Cursor): Statement {
  const start = p.peek().start;
  const end = scanType(p, p.at);
  const behindName = p.token(end + 1).text;
  if (p.token(end).kind === 'identifier' && (behindName === '(' || behindName === '<')) {
    return parseLocalFunction(p, start);
  }
  return terminated(p, parseLocal(p, start, false));
}

/** Reads the semicolon behind a declaration. */
export function terminated(p: Cursor, declaration: LocalDeclaration): Statement {
  p.expect(';');
  return { ...declaration, end: p.previousEnd };
}

/** Reads `int x = 1, y`. */
export function parseLocal(p: Cursor, start: number, isConst: boolean): LocalDeclaration {
  const typeStart = p.peek().start;
  const type = parseVarOrType(p);
  const typeSpan = { start: typeStart, end: p.previousEnd };
  const declarators: Declarator[] = [];
  do declarators.push(parseDeclarator(p));
  while (p.take(','));
  return { kind: 'local', type, typeSpan, isConst, declarators, start, end: p.previousEnd };
}

function parseDeclarator(p: Cursor): Declarator {
  const { text, ...nameSpan } = p.identifier();
  let value: Declarator['value'];
  if (p.take('=')) value = p.is('{') ? p.grammar.arrayInitializer(p) : p.grammar.expression(p);
  return { name: text, nameSpan, value, start: nameSpan.start, end: p.previousEnd };
}

function parseLocalFunction(p: Cursor, start: number): Statement {
  const returns = parseType(p);
  const { text, ...nameSpan } = p.identifier();
  const typeParameters: string[] = [];
  if (p.take('<')) {
    do typeParameters.push(p.identifier().text);
    while (p.take(','));
    p.expect('>');
  }
  const parameters = parseParameters(p);
  let body: Expression | Block;
  if (p.take('=>')) {
    body = p.grammar.expressionOrThrow(p);
    p.expect(';');
  } else if (p.is(';')) {
    const types = parameters.map((each) => p.text.slice(each.type?.start, each.type?.end)).join(', ');
    const message = `Local function '${text}(${types})' must declare a body because it is not marked 'static extern'.`;
    p.fail('CS8112', message, nameSpan);
  } else body = p.grammar.block(p);
  return {
    kind: 'localFunction',
    name: text,
    nameSpan,
    returns,
    typeParameters,
    parameters,
    body,
    start,
    end: p.previousEnd,
  };
}
