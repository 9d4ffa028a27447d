import type { Cursor } from './cursor.ts';
import { parseLocal, startsDeclaration } from './declarations.ts';
import { embedded } from './embedded.ts';
import { parseDesignation } from './patterns.ts';
import { parseVarOrType } from './primary.ts';
import type { Expression, LocalDeclaration, Statement } from './syntax.ts';
import { scanType } from './types.ts';

/** Reads `for`. */
export function parseFor(p: Cursor): Statement {
  const start = p.expect('for').start;
  p.expect('(');
  let initializers: LocalDeclaration | Expression[] = [];
  if (!p.is(';')) {
    if (startsDeclaration(p)) initializers = parseLocal(p, p.peek().start, false);
    else initializers = expressions(p);
  }
  p.expect(';');
  const condition = p.is(';') ? undefined : p.grammar.expression(p);
  p.expect(';');
  const iterators = p.is(')') ? [] : expressions(p);
  p.expect(')');
  const body = embedded(p);
  return { kind: 'for', initializers, condition, iterators, body, start, end: p.previousEnd };
}

function expressions(p: Cursor): Expression[] {
  const list = [p.grammar.expression(p)];
  while (p.take(',')) list.push(p.grammar.expression(p));
  return list;
}

/** Reads `foreach`. */
export function parseForeach(p: Cursor): Statement {
  const start = p.expect('foreach').start;
  p.expect('(');
  const end = scanType(p, p.at);
  const typed = end >= 0 && (p.token(end).kind === 'identifier' || (p.is('var') && p.is('(', 1)));
  if (typed || p.is('var')) {
    const type = parseVarOrType(p);
    const variable = parseDesignation(p);
    return foreachRest(p, start, type, variable);
  }
  const variable = p.grammar.expression(p);
  if (variable.kind !== 'tuple') {
    p.fail('CS0230', 'Type and identifier are both required in a foreach statement', p.peek());
  }
  return foreachRest(p, start, undefined, variable);
}

function foreachRest(
  p: Cursor,
  start: number,
  type: (Statement & { kind: 'foreach' })['type'],
  variable: (Statement & { kind: 'foreach' })['variable'],
): Statement {
  if (!p.take('in')) p.fail('CS1515', "'in' expected");
  const source = p.grammar.expression(p);
  p.expect(')');
  const body = embedded(p);
  return { kind: 'foreach', type, variable, source, body, start, end: p.previousEnd };
}
