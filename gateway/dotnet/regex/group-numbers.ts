/** The numbers of a pattern's groups: unnamed ones from 1 in order, named ones after them. */
import { MAX_INT } from './pattern-cursor.ts';
import { RegexOptions } from './regex-node.ts';

/** Inline options by letter, as in `(?i-x)`. */
export const inlineOptions: Readonly<Record<string, number>> = {
  i: RegexOptions.IgnoreCase,
  m: RegexOptions.Multiline,
  n: RegexOptions.ExplicitCapture,
  s: RegexOptions.Singleline,
  x: RegexOptions.IgnorePatternWhitespace,
};

/** Which groups a pattern has. */
export class GroupNumbers {
  /** All numbers in use; 0 is the whole match. */
  readonly used = new Set<number>([0]);
  readonly byName = new Map<string, number>();
  readonly #nameOrder: string[] = [];

  /** Scans a pattern for its groups, before it is parsed: references may stand before what they refer to. */
  constructor(pattern: string, options: number) {
    this.#scan(pattern, options);
    let next = 1;
    for (const name of this.#nameOrder) {
      while (this.used.has(next)) next++;
      this.byName.set(name, next);
      this.used.add(next++);
    }
  }

  /** The number of a named group; -1 when there is none. */
  numberOf(name: string): number {
    return this.byName.get(name) ?? -1;
  }

  #scan(pattern: string, initialOptions: number): void {
    let unnamed = 1;
    let options = initialOptions;
    const stack: number[] = [];
    for (let i = 0; i < pattern.length; i++) {
      const ch = pattern[i];
      if (ch === '\\') i++;
      else if (ch === '#' && options & RegexOptions.IgnorePatternWhitespace) {
        while (i < pattern.length && pattern[i] !== '\n') i++;
      } else if (ch === '[') i = skipSet(pattern, i);
      else if (ch === ')') options = stack.pop() ?? options;
      else if (ch === '(') {
        const rest = pattern.slice(i);
        if (rest.startsWith('(?#')) {
          const end = pattern.indexOf(')', i);
          i = end < 0 ? pattern.length : end;
          continue;
        }
        stack.push(options);
        const named = /^\(\?(?:<(?![=!])|')([\p{L}\p{Mn}\p{Nd}\p{Pc}]*)/u.exec(rest);
        const inline = /^\(\?([imnsx]*)(?:-([imnsx]*))?([:)])/i.exec(rest);
        if (named) {
          if (named[1]) this.#note(named[1]);
        } else if (inline) {
          for (const letter of inline[1] ?? '') options |= inlineOptions[letter.toLowerCase()] ?? 0;
          for (const letter of inline[2] ?? '') options &= ~(inlineOptions[letter.toLowerCase()] ?? 0);
          if (inline[3] === ')') {
            stack.pop();
            i += inline[0].length - 1;
          }
        } else if (rest.startsWith('(?(')) {
          // The parenthesis of a condition does not capture.
          stack.push(options);
          i += 2;
        } else if (rest[1] !== '?' && !(options & RegexOptions.ExplicitCapture)) this.used.add(unnamed++);
      }
    }
  }

  #note(name: string): void {
    if (/^\d+$/.test(name)) {
      if (Number(name) > 0 && Number(name) <= MAX_INT) this.used.add(Number(name));
    } else if (/^\D/.test(name) && !this.#nameOrder.includes(name)) this.#nameOrder.push(name);
  }
}

/** @returns the place of the `]` that ends the set which begins at `start` */
function skipSet(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (let depth = 1; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '-' && pattern[i + 1] === '[') {
      depth++;
      i++;
      if (pattern[i + 1] === '^') i++;
      if (pattern[i + 1] === ']') i++;
    } else if (pattern[i] === ']' && --depth === 0) return i;
  }
  return i;
}
