import type { Cursor } from './cursor.ts';
import type { Designation, Pattern } from './syntax.ts';
import { parseType, scanType } from './types.ts';

const COMBINATORS = new Set(['and', 'or']);

/** Reads the pattern behind `is` or `case`. */
export function parsePattern(p: Cursor): Pattern {
  const start = p.peek().start;
  rejectNewer(p);
  if (p.is('var') && (p.isIdentifier(1) || p.is('(', 1))) {
    p.next();
    const designation = parseDesignation(p);
    return { kind: 'varPattern', designation, start, end: p.previousEnd };
  }
  const end = scanType(p, p.at, 'afterIs');
  const following = p.token(end);
  if (end >= 0 && following.kind === 'identifier' && following.text !== 'when') {
    if (COMBINATORS.has(following.text)) p.newer(`${following.text} pattern`, '9.0', following);
    const type = parseType(p, 'afterIs');
    const designation = parseDesignation(p);
    return { kind: 'declarationPattern', type, designation, start, end: p.previousEnd };
  }
  if (end >= 0 && following.text === '{') p.newer('recursive patterns', '8.0');
  const value = p.grammar.shift(p);
  return { kind: 'constantPattern', value, start, end: p.previousEnd };
}

/** Reads `x`, `_` or `(x, y)`. */
export function parseDesignation(p: Cursor): Designation {
  const start = p.peek().start;
  if (p.take('(')) {
    const parts: Designation[] = [];
    do parts.push(parseDesignation(p));
    while (p.take(','));
    p.expect(')');
    return { kind: 'parenthesized', parts, start, end: p.previousEnd };
  }
  if (p.is('_')) {
    p.next();
    return { kind: 'discard', start, end: p.previousEnd };
  }
  const { text, end } = p.identifier();
  return { kind: 'single', name: text, start, end };
}

/** Refuses the patterns of later language versions. */
export function rejectNewer(p: Cursor): void {
  const token = p.peek();
  if (token.text === '{') p.newer('recursive patterns', '8.0');
  if (token.text === 'not' && token.kind === 'identifier' && p.peek(1).kind !== 'punctuation') {
    p.newer('not pattern', '9.0');
  }
  if (['<', '>', '<=', '>='].includes(token.text)) p.newer('relational pattern', '9.0');
  if (token.text === '[') p.newer('list pattern', '11.0');
}
