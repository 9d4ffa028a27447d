import type { Cursor } from './cursor.ts';

const parentheses = new WeakMap<object, Map<number, number>>();

/** Index of the `)` that closes the `(` at `at`; -1 when there is none. Answers are kept, so that looking is cheap. */
export function closingParenthesis(p: Cursor, at: number): number {
  let pairs = parentheses.get(p.tokens);
  if (!pairs) {
    pairs = new Map();
    const open: number[] = [];
    for (const [index, token] of p.tokens.entries()) {
      if (token.text === '(') open.push(index);
      else if (token.text === ')') {
        const start = open.pop();
        if (start !== undefined) pairs.set(start, index);
      }
    }
    parentheses.set(p.tokens, pairs);
  }
  return pairs.get(at) ?? -1;
}
