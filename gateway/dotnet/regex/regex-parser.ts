/** Parser of .NET regular expressions, with the messages of .NET 10. */
import { parseCharClass } from './char-class-parser.ts';
import { charEscape, property } from './char-escape.ts';
import { CharSet, escapeClass } from './char-set.ts';
import { backreference } from './group-reference.ts';
import { GroupingParser } from './grouping-parser.ts';
import { MAX_INT } from './pattern-cursor.ts';
import { type Anchor, type ParsedRegex, type RegexNode, RegexOptions } from './regex-node.ts';

const anchors: Readonly<Record<string, Anchor>> = {
  b: 'boundary',
  B: 'notBoundary',
  A: 'beginning',
  G: 'start',
  Z: 'endZ',
  z: 'end',
};

/** Parses a pattern. Throws RegexParseException. */
export function parseRegex(pattern: string, options: number): ParsedRegex {
  return new RegexParser(pattern, options).parse();
}

class RegexParser extends GroupingParser {
  parse(): ParsedRegex {
    const root = this.alternation();
    if (this.at < this.text.length) {
      this.at++;
      this.fail("Too many )'s.");
    }
    const numbers = [...this.groups.used].sort((a, b) => a - b);
    const names = new Map(numbers.map((number) => [number, String(number)]));
    for (const [name, number] of this.groups.byName) names.set(number, name);
    return { root, numbers, names };
  }

  alternation(): RegexNode {
    const branches = this.nested(() => {
      const found = [this.concatenation()];
      while (this.peek() === '|') {
        this.at++;
        found.push(this.concatenation());
      }
      return found;
    });
    return branches.length === 1 ? (branches[0] as RegexNode) : { kind: 'alternate', branches };
  }

  concatenation(): RegexNode {
    const { rtl } = this;
    const parts: RegexNode[] = [];
    for (;;) {
      this.skipBlank();
      const ch = this.peek();
      if (ch === undefined || ch === '|' || ch === ')') break;
      const atom = this.atom();
      if (atom) parts.push(this.quantified(atom));
    }
    if (parts.length === 1) return parts[0] as RegexNode;
    return parts.length === 0 ? { kind: 'empty' } : { kind: 'concat', parts, rtl };
  }

  /** One atom; null for inline options, which are no atom. */
  atom(): RegexNode | null {
    const ch = this.text[this.at++] as string;
    switch (ch) {
      case '[':
        return { kind: 'set', test: this.nested(() => parseCharClass(this, this.ignoreCase)), rtl: this.rtl };
      case '(':
        return this.group();
      case '*':
      case '+':
      case '?':
        return this.fail(`Quantifier '${ch}' following nothing.`);
      case '{':
        if (this.isQuantifier(this.at - 1)) this.fail("Quantifier '{' following nothing.");
        return this.literal('{');
      case '^':
        return this.anchor(this.has(RegexOptions.Multiline) ? 'bol' : 'beginning');
      case '$':
        return this.anchor(this.has(RegexOptions.Multiline) ? 'eol' : 'endZ');
      case '.':
        return {
          kind: 'set',
          test: this.has(RegexOptions.Singleline) ? () => true : (unit) => unit !== 10,
          rtl: this.rtl,
        };
      case '\\':
        return this.escape();
      default:
        return this.literal(ch);
    }
  }

  literal(ch: string): RegexNode {
    return { kind: 'char', unit: ch.charCodeAt(0), ignoreCase: this.ignoreCase, rtl: this.rtl };
  }

  anchor(anchor: Anchor): RegexNode {
    return { kind: 'anchor', anchor, ecma: this.ecma };
  }

  isQuantifier(at: number): boolean {
    return /^\{\d+(?:,\d*)?\}/.test(this.text.slice(at, at + 40)) || /^\{\d+(?:,\d*)?\}/.test(this.text.slice(at));
  }

  quantified(atom: RegexNode): RegexNode {
    this.skipBlank();
    const ch = this.peek();
    let min: number;
    let max: number;
    if (ch === '*') [min, max] = [0, MAX_INT];
    else if (ch === '+') [min, max] = [1, MAX_INT];
    else if (ch === '?') [min, max] = [0, 1];
    else if (ch === '{' && this.isQuantifier(this.at)) {
      const match = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.text.slice(this.at)) as RegExpExecArray;
      this.at += match[0].length - 1;
      min = Number(match[1]);
      max = match[2] === undefined ? min : match[3] === '' ? MAX_INT : Number(match[3]);
      const huge = [match[1], match[3]].find((digits) => Number(digits) > MAX_INT);
      if (huge !== undefined) {
        const start = this.at + 1 - match[0].length + match[0].lastIndexOf(huge);
        this.fail('Quantifier and capture group numbers must be less than or equal to Int32.MaxValue.', start + 10);
      }
    } else return atom;
    this.at++;
    this.skipBlank();
    const lazy = this.peek() === '?';
    if (lazy) this.at++;
    if (min > max) this.fail('Illegal {x,y} with x > y.');
    this.skipBlank();
    const next = this.peek();
    if (next === '*' || next === '+' || next === '?' || (next === '{' && this.isQuantifier(this.at))) {
      this.at++;
      this.fail(`Nested quantifier '${next}'.`);
    }
    return { kind: 'loop', body: atom, min, max, lazy };
  }

  escape(): RegexNode {
    const ch = this.peek();
    if (ch === undefined) return this.fail('Illegal \\ at end of pattern.');
    const anchor = anchors[ch];
    if (anchor) {
      this.at++;
      return this.anchor(anchor);
    }
    if ('dDwWsS'.includes(ch)) {
      this.at++;
      return { kind: 'set', test: escapeClass(ch, this.ecma), rtl: this.rtl };
    }
    if (ch === 'p' || ch === 'P') {
      this.at++;
      const set = new CharSet();
      set.tests.push(property(this, ch === 'P'));
      return { kind: 'set', test: set.compile(false), rtl: this.rtl };
    }
    return backreference(this, this.groups) ?? this.literal(String.fromCharCode(charEscape(this)));
  }
}
