import type { Cursor } from './cursor.ts';
import { parenthesized } from './embedded.ts';
import { parsePattern } from './patterns.ts';
import type { Statement, SwitchLabel, SwitchSection } from './syntax.ts';

/** Reads `switch`. */
export function parseSwitch(p: Cursor): Statement {
  const start = p.expect('switch').start;
  const value = parenthesized(p);
  p.expect('{');
  const sections: SwitchSection[] = [];
  while (p.is('case') || p.is('default')) sections.push(parseSection(p));
  p.expect('}');
  return { kind: 'switch', value, sections, start, end: p.previousEnd };
}

function parseSection(p: Cursor): SwitchSection {
  const start = p.peek().start;
  const labels: SwitchLabel[] = [];
  while (startsLabel(p)) labels.push(parseLabel(p));
  const statements: Statement[] = [];
  while (!p.is('}') && !startsLabel(p) && p.peek().kind !== 'end') statements.push(p.grammar.statement(p));
  return { labels, statements, start, end: p.previousEnd };
}

function startsLabel(p: Cursor): boolean {
  return p.is('case') || (p.is('default') && p.is(':', 1));
}

function parseLabel(p: Cursor): SwitchLabel {
  const { start, text } = p.next();
  if (text === 'default') {
    p.expect(':');
    return { kind: 'default', start, end: p.previousEnd };
  }
  const pattern = parsePattern(p);
  const when = p.take('when') ? p.grammar.expression(p) : undefined;
  p.expect(':');
  return { kind: 'case', pattern, when, start, end: p.previousEnd };
}
