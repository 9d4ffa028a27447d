import type { Cursor } from './cursor.ts';
import { parseLocal, startsDeclaration } from './declarations.ts';
import { embedded, parenthesized } from './embedded.ts';
import type { CatchClause, Expression, Statement } from './syntax.ts';
import { parseType } from './types.ts';

/** Reads `try`. */
export function parseTry(p: Cursor): Statement {
  const start = p.expect('try').start;
  const block = p.grammar.block(p);
  const catches: CatchClause[] = [];
  while (p.is('catch')) catches.push(parseCatch(p));
  const finallyBlock = p.take('finally') ? p.grammar.block(p) : undefined;
  if (catches.length === 0 && !finallyBlock) {
    p.fail('CS1524', 'Expected catch or finally', { start: block.end - 1, end: block.end });
  }
  return { kind: 'try', block, catches, finallyBlock, start, end: p.previousEnd };
}

function parseCatch(p: Cursor): CatchClause {
  const start = p.expect('catch').start;
  let type: CatchClause['type'];
  let name: CatchClause['name'];
  if (p.take('(')) {
    type = parseType(p);
    if (p.isIdentifier()) name = p.identifier();
    p.expect(')');
  }
  let filter: Expression | undefined;
  if (p.take('when')) filter = parenthesized(p);
  const block = p.grammar.block(p);
  return { type, name, filter, block, start, end: p.previousEnd };
}

/** Reads `using (…)`. */
export function parseUsing(p: Cursor): Statement {
  const token = p.expect('using');
  if (!p.is('(')) p.newer('using declarations', '8.0', token);
  p.next();
  const resource = startsDeclaration(p) ? parseLocal(p, p.peek().start, false) : p.grammar.expression(p);
  p.expect(')');
  const body = embedded(p);
  return { kind: 'using', resource, body, start: token.start, end: p.previousEnd };
}
