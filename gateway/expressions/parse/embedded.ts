import type { Cursor } from './cursor.ts';
import type { Expression, Statement } from './syntax.ts';

/** Reads the body of `if`, a loop or the like, where C# allows no declaration. */
export function embedded(p: Cursor): Statement {
  const result = p.grammar.statement(p);
  if (result.kind === 'local' || result.kind === 'localFunction' || result.kind === 'labeled') {
    p.fail('CS1023', 'Embedded statement cannot be a declaration or labeled statement', result);
  }
  return result;
}

/** Reads the condition or value in parentheses behind a keyword. */
export function parenthesized(p: Cursor): Expression {
  p.expect('(');
  const value = p.grammar.expression(p);
  p.expect(')');
  return value;
}
