import type { Cursor } from './cursor.ts';
import type { Expression, QueryClause, TypeSyntax } from './syntax.ts';
import { parseType, scanType } from './types.ts';

/** Whether a query expression starts here: `from x in …`, `from T x in …`. */
export function isQuery(p: Cursor): boolean {
  if (!p.is('from')) return false;
  if (p.isIdentifier(1) && p.is('in', 2)) return true;
  const end = scanType(p, p.at + 1);
  return end >= 0 && p.token(end).kind === 'identifier' && p.token(end + 1).text === 'in';
}

/** Reads a query expression. */
export function parseQuery(p: Cursor): Expression {
  const start = p.peek().start;
  const clauses: QueryClause[] = [from(p)];
  for (;;) {
    const clause = parseClause(p);
    clauses.push(clause);
    if (clause.kind !== 'select' && clause.kind !== 'group') continue;
    if (!p.is('into')) break;
    const into = p.next();
    clauses.push({ kind: 'into', name: p.identifier().text, start: into.start, end: p.previousEnd });
  }
  return { kind: 'query', clauses, start, end: p.previousEnd };
}

function variable(p: Cursor): { type: TypeSyntax | undefined; name: string } {
  const type = p.isIdentifier() && p.is('in', 1) ? undefined : parseType(p);
  return { type, name: p.identifier().text };
}

function from(p: Cursor): QueryClause {
  const start = p.expect('from').start;
  const { type, name } = variable(p);
  p.expect('in');
  const source = p.grammar.expression(p);
  return { kind: 'from', type, name, source, start, end: p.previousEnd };
}

function parseClause(p: Cursor): QueryClause {
  const start = p.peek().start;
  switch (p.peek().text) {
    case 'from':
      return from(p);
    case 'let': {
      p.next();
      const name = p.identifier().text;
      p.expect('=');
      return { kind: 'let', name, value: p.grammar.expression(p), start, end: p.previousEnd };
    }
    case 'where':
      p.next();
      return { kind: 'where', condition: p.grammar.expression(p), start, end: p.previousEnd };
    case 'join':
      return join(p);
    case 'orderby':
      return orderby(p);
    case 'select':
      p.next();
      return { kind: 'select', value: p.grammar.expression(p), start, end: p.previousEnd };
    case 'group': {
      p.next();
      const value = p.grammar.expression(p);
      p.expect('by');
      return { kind: 'group', value, key: p.grammar.expression(p), start, end: p.previousEnd };
    }
  }
  return p.fail('CS0742', 'A query body must end with a select clause or a group clause');
}

function join(p: Cursor): QueryClause {
  const start = p.expect('join').start;
  const { type, name } = variable(p);
  p.expect('in');
  const source = p.grammar.expression(p);
  p.expect('on');
  const left = p.grammar.expression(p);
  p.expect('equals');
  const right = p.grammar.expression(p);
  const into = p.take('into') ? p.identifier().text : undefined;
  return { kind: 'join', type, name, source, left, right, into, start, end: p.previousEnd };
}

function orderby(p: Cursor): QueryClause {
  const start = p.expect('orderby').start;
  const orderings: { key: Expression; descending: boolean }[] = [];
  do {
    const key = p.grammar.expression(p);
    const descending = p.take('descending');
    if (!descending) p.take('ascending');
    orderings.push({ key, descending });
  } while (p.take(','));
  return { kind: 'orderby', orderings, start, end: p.previousEnd };
}
