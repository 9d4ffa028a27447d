/** Parser of .NET regular expressions, with the messages of .NET 10. */
import { throwNet } from '../core/exception.ts';
import { isWhiteSpace } from '../text/white-space.ts';
import { CharSet, type CharTest, escapeClass, isWord, propertyClass } from './char-set.ts';
import { type Anchor, type GroupRef, type ParsedRegex, type RegexNode, RegexOptions } from './regex-node.ts';

const MAX_INT = 0x7fffffff;
const INFINITE = MAX_INT;
const MAX_NESTING = 250;
const inlineOptions: Readonly<Record<string, number>> = {
  i: RegexOptions.IgnoreCase,
  m: RegexOptions.Multiline,
  n: RegexOptions.ExplicitCapture,
  s: RegexOptions.Singleline,
  x: RegexOptions.IgnorePatternWhitespace,
};

/** Parses a pattern. Throws RegexParseException. */
export function parseRegex(pattern: string, options: number): ParsedRegex {
  return new RegexParser(pattern, options).parse();
}

/** Throws RegexParseException for `pattern` at `offset`. */
export function raiseRegex(pattern: string, offset: number, reason: string): never {
  return throwNet(
    'System.Text.RegularExpressions.RegexParseException',
    `Invalid pattern '${pattern}' at offset ${offset}. ${reason}`,
  );
}

class RegexParser {
  readonly text: string;
  options: number;
  at = 0;
  depth = 0;
  /** Number of the next unnamed group. */
  autocap = 1;
  readonly used = new Set<number>([0]);
  readonly nameOrder: string[] = [];
  readonly nameNumbers = new Map<string, number>();
  /** References to be checked when all groups are known, with where they stand. */
  readonly pending: { ref: GroupRef; offset: number; message: (ref: GroupRef) => string }[] = [];
  readonly groups: GroupRef[] = [];

  constructor(text: string, options: number) {
    this.text = text;
    this.options = options;
    this.countGroups();
  }

  has(option: number): boolean {
    return (this.options & option) !== 0;
  }
  get rtl(): boolean {
    return this.has(RegexOptions.RightToLeft);
  }
  get ignoreCase(): boolean {
    return this.has(RegexOptions.IgnoreCase);
  }
  get ecma(): boolean {
    return this.has(RegexOptions.ECMAScript);
  }
  peek(ahead = 0): string | undefined {
    return this.text[this.at + ahead];
  }
  fail(reason: string, offset = this.at): never {
    return raiseRegex(this.text, offset, reason);
  }

  parse(): ParsedRegex {
    const root = this.alternation();
    if (this.at < this.text.length) {
      this.at++;
      this.fail("Too many )'s.");
    }
    for (const { ref, offset, message } of this.pending) {
      if (ref.name !== null) ref.number = this.nameNumbers.get(ref.name) ?? -1;
      if (!this.used.has(ref.number)) this.fail(message(ref), offset);
    }
    const numbers = [...this.used].sort((a, b) => a - b);
    const names = new Map(numbers.map((number) => [number, String(number)]));
    for (const [name, number] of this.nameNumbers) names.set(number, name);
    return { root, numbers, names };
  }

  /** A first pass that numbers the groups: unnamed ones from 1, named ones after them. */
  countGroups(): void {
    const stack: number[] = [];
    let options = this.options;
    for (let i = 0; i < this.text.length; i++) {
      const ch = this.text[i];
      if (ch === '\\') i++;
      else if (ch === '#' && options & RegexOptions.IgnorePatternWhitespace) {
        while (i < this.text.length && this.text[i] !== '\n') i++;
      } else if (ch === '[') i = this.skipSet(i);
      else if (ch === ')') options = stack.pop() ?? options;
      else if (ch === '(') {
        const rest = this.text.slice(i);
        if (rest.startsWith('(?#')) {
          const end = this.text.indexOf(')', i);
          i = end < 0 ? this.text.length : end;
          continue;
        }
        stack.push(options);
        const named = /^\(\?(?:<(?![=!])|')([\p{L}\p{Mn}\p{Nd}\p{Pc}]*)/u.exec(rest);
        const inline = /^\(\?([imnsx]*)(?:-([imnsx]*))?([:)])/i.exec(rest);
        if (named) {
          if (named[1]) this.noteGroup(named[1]);
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
        } else if (rest[1] !== '?' && !(options & RegexOptions.ExplicitCapture)) this.used.add(this.autocap++);
      }
    }
    let next = this.autocap;
    for (const name of this.nameOrder) {
      while (this.used.has(next)) next++;
      this.nameNumbers.set(name, next);
      this.used.add(next++);
    }
    this.autocap = 1;
  }

  noteGroup(name: string): void {
    if (/^\d+$/.test(name)) {
      if (Number(name) > 0 && Number(name) <= MAX_INT) this.used.add(Number(name));
    } else if (/^\D/.test(name) && !this.nameOrder.includes(name)) this.nameOrder.push(name);
  }

  skipSet(start: number): number {
    let i = start + 1;
    if (this.text[i] === '^') i++;
    if (this.text[i] === ']') i++;
    for (let depth = 1; i < this.text.length; i++) {
      if (this.text[i] === '\\') i++;
      else if (this.text[i] === '-' && this.text[i + 1] === '[') {
        depth++;
        i++;
        if (this.text[i + 1] === '^') i++;
        if (this.text[i + 1] === ']') i++;
      } else if (this.text[i] === ']' && --depth === 0) return i;
    }
    return i;
  }

  alternation(): RegexNode {
    if (++this.depth > MAX_NESTING) this.fail('The pattern is nested too deeply.');
    const branches: RegexNode[] = [];
    for (;;) {
      branches.push(this.concatenation());
      if (this.peek() !== '|') break;
      this.at++;
    }
    this.depth--;
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

  /** White space and comments, where they are ignored; `(?#…)` everywhere. */
  skipBlank(): void {
    for (;;) {
      if (this.has(RegexOptions.IgnorePatternWhitespace)) {
        while (this.at < this.text.length && isWhiteSpace(this.text.charCodeAt(this.at))) this.at++;
        if (this.peek() === '#') {
          while (this.at < this.text.length && this.peek() !== '\n') this.at++;
          continue;
        }
      }
      if (!this.text.startsWith('(?#', this.at)) return;
      const end = this.text.indexOf(')', this.at);
      if (end < 0) {
        this.at = this.text.length;
        this.fail('Unterminated (?#...) comment.', this.text.length - 1);
      }
      this.at = end + 1;
    }
  }

  /** One atom; null for inline options, which are no atom. */
  atom(): RegexNode | null {
    const ch = this.text[this.at++] as string;
    switch (ch) {
      case '[':
        return { kind: 'set', test: this.set(this.ignoreCase), rtl: this.rtl };
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
    if (ch === '*') [min, max] = [0, INFINITE];
    else if (ch === '+') [min, max] = [1, INFINITE];
    else if (ch === '?') [min, max] = [0, 1];
    else if (ch === '{' && this.isQuantifier(this.at)) {
      const match = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.text.slice(this.at)) as RegExpExecArray;
      this.at += match[0].length - 1;
      min = Number(match[1]);
      max = match[2] === undefined ? min : match[3] === '' ? INFINITE : Number(match[3]);
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

  group(): RegexNode | null {
    const saved = this.options;
    if (this.peek() !== '?') {
      if (this.has(RegexOptions.ExplicitCapture)) return this.close(this.alternation(), saved);
      const ref: GroupRef = { number: this.autocap++, name: null };
      return this.captureRest(ref, null, saved);
    }
    this.at++;
    const ch = this.text[this.at++];
    switch (ch) {
      case ':':
        return this.close(this.alternation(), saved);
      case '=':
      case '!':
        this.options &= ~RegexOptions.RightToLeft;
        return { kind: 'look', negative: ch === '!', body: this.close(this.alternation(), saved) };
      case '>':
        return { kind: 'atomic', body: this.close(this.alternation(), saved) };
      case "'":
      case '<':
        return this.angle(ch, saved);
      case '(':
        return this.condition(saved);
      default:
        this.at--;
        return this.inline(saved);
    }
  }

  angle(open: string, saved: number): RegexNode {
    const next = this.peek();
    if (open === '<' && (next === '=' || next === '!')) {
      this.at++;
      this.options |= RegexOptions.RightToLeft;
      return { kind: 'look', negative: next === '!', body: this.close(this.alternation(), saved) };
    }
    const closeChar = open === '<' ? '>' : "'";
    if (next === undefined) this.fail('Unrecognized grouping construct.');
    let group: GroupRef | null = null;
    let balance: GroupRef | null = null;
    if (next !== '-') {
      if (!isWord(this.text.charCodeAt(this.at), false))
        this.fail('Invalid group name: Group names must begin with a word character.');
      group = this.groupName();
      if (group.name === null && group.number === 0) this.fail('Capture number cannot be zero.');
      const after = this.peek();
      if (after === undefined) this.fail('Unrecognized grouping construct.');
      if (after !== closeChar && after !== '-')
        this.fail('Invalid group name: Group names must begin with a word character.');
    }
    if (this.peek() === '-') {
      this.at++;
      const at = this.peek();
      if (at === undefined || !isWord(this.text.charCodeAt(this.at), false))
        this.fail('Invalid group name: Group names must begin with a word character.');
      balance = this.groupName();
      this.check(balance);
      if (this.peek() !== closeChar) this.fail('Invalid group name: Group names must begin with a word character.');
    }
    this.at++;
    if (group?.name) group.number = this.nameNumbers.get(group.name) ?? -1;
    return this.captureRest(group, balance, saved);
  }

  groupName(): GroupRef {
    const start = this.at;
    if (/\d/.test(this.peek() ?? '')) {
      while (/\d/.test(this.peek() ?? '')) this.at++;
      const number = Number(this.text.slice(start, this.at));
      if (number > MAX_INT)
        this.fail('Quantifier and capture group numbers must be less than or equal to Int32.MaxValue.');
      return { number, name: null };
    }
    while (this.at < this.text.length && isWord(this.text.charCodeAt(this.at), false)) this.at++;
    return { number: -1, name: this.text.slice(start, this.at) };
  }

  check(ref: GroupRef): void {
    const message = (each: GroupRef): string =>
      each.name === null
        ? `Reference to undefined group number ${each.number}.`
        : `Reference to undefined group name '${each.name}'.`;
    this.pending.push({ ref, offset: this.at, message });
  }

  captureRest(group: GroupRef | null, balance: GroupRef | null, saved: number): RegexNode {
    const { rtl } = this;
    const body = this.close(this.alternation(), saved);
    return { kind: 'capture', group, balance, body, rtl };
  }

  close(body: RegexNode, saved: number): RegexNode {
    if (this.peek() !== ')') this.fail("Not enough )'s.");
    this.at++;
    this.options = saved;
    return body;
  }

  inline(saved: number): RegexNode | null {
    let on = true;
    for (let ch = this.peek(); ch !== undefined && ch !== ')' && ch !== ':'; ch = this.peek()) {
      this.at++;
      if (ch === '-' || ch === '+') on = ch === '+';
      else {
        const option = inlineOptions[ch.toLowerCase()];
        if (option === undefined) this.fail('Unrecognized grouping construct.');
        this.options = on ? this.options | option : this.options & ~option;
      }
    }
    const end = this.peek();
    if (end === undefined) this.fail('Unrecognized grouping construct.');
    this.at++;
    if (end === ')') return null;
    return this.close(this.alternation(), saved);
  }

  condition(saved: number): RegexNode {
    const start = this.at;
    const match = /^([\p{L}\p{Mn}\p{Nd}\p{Pc}]+)\)/u.exec(this.text.slice(this.at));
    if (match) {
      const name = match[1] ?? '';
      const isNumber = /^\d+$/.test(name);
      if (isNumber || this.nameNumbers.has(name)) {
        this.at += match[0].length;
        const ref: GroupRef = isNumber
          ? { number: Number(name), name: null }
          : { number: this.nameNumbers.get(name) ?? -1, name };
        if (!this.used.has(ref.number))
          this.fail(`Conditional alternation refers to an undefined group number ${ref.number}.`);
        const [yes, no] = this.branches(saved);
        return { kind: 'ifGroup', group: ref, yes, no };
      }
    }
    this.at = start - 1;
    if (this.text[this.at + 1] === '?') {
      const kind = this.text[this.at + 2];
      if (kind === '#') this.fail('Alternation conditions cannot be comments.', this.at + 3);
      if (kind === "'" || (kind === '<' && !/[=!]/.test(this.text[this.at + 3] ?? '')))
        this.fail('Alternation conditions do not capture and cannot be named.', this.at + 3);
    }
    const test = this.conditionTest();
    const [yes, no] = this.branches(saved);
    return { kind: 'ifMatch', test, yes, no };
  }

  /** The parenthesised condition itself, which looks ahead and does not capture. */
  conditionTest(): RegexNode {
    this.at++;
    const saved = this.options;
    if (this.peek() === '?') return this.group() ?? { kind: 'empty' };
    return this.close(this.alternation(), saved);
  }

  branches(saved: number): [RegexNode, RegexNode] {
    const yes = this.concatenation();
    let no: RegexNode = { kind: 'empty' };
    if (this.peek() === '|') {
      this.at++;
      no = this.concatenation();
    }
    if (this.peek() === '|') this.fail('Too many | in (?()|).');
    this.close(yes, saved);
    return [yes, no];
  }

  escape(): RegexNode {
    const ch = this.peek();
    if (ch === undefined) return this.fail('Illegal \\ at end of pattern.');
    const anchors: Readonly<Record<string, Anchor>> = {
      b: 'boundary',
      B: 'notBoundary',
      A: 'beginning',
      G: 'start',
      Z: 'endZ',
      z: 'end',
    };
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
      set.tests.push(this.property(ch === 'P'));
      return { kind: 'set', test: set.compile(false), rtl: this.rtl };
    }
    return this.backreference() ?? this.literal(String.fromCharCode(this.charEscape()));
  }

  property(negated: boolean): CharTest {
    if (this.at + 3 > this.text.length) this.fail('Incomplete \\p{X} character escape.');
    if (this.peek() !== '{') this.fail('Malformed \\p{X} character escape.');
    this.at++;
    const start = this.at;
    while (this.at < this.text.length && /[\p{L}\p{Mn}\p{Nd}\p{Pc}-]/u.test(this.peek() ?? '')) this.at++;
    const name = this.text.slice(start, this.at);
    if (this.peek() !== '}') this.fail('Incomplete \\p{X} character escape.');
    this.at++;
    const test = propertyClass(name, this.ignoreCase) ?? this.fail(`Unknown property '${name}'.`);
    return negated ? (unit) => !test(unit) : test;
  }

  backreference(): RegexNode | null {
    const start = this.at;
    const ch = this.peek() as string;
    const make = (group: GroupRef): RegexNode => ({
      kind: 'backreference',
      group,
      ignoreCase: this.ignoreCase,
      rtl: this.rtl,
      ecma: this.ecma,
    });
    if (ch === 'k' || ch === '<' || ch === "'") {
      let open = ch;
      if (ch === 'k') {
        if (this.at + 1 >= this.text.length) this.fail('Malformed \\k<...> named back reference.');
        open = this.text[this.at + 1] ?? '';
        if (open !== '<' && open !== "'") {
          this.at += 1;
          this.fail('Malformed \\k<...> named back reference.');
        }
        this.at++;
      }
      this.at++;
      const close = open === '<' ? '>' : "'";
      if (this.at < this.text.length && isWord(this.text.charCodeAt(this.at), false)) {
        const ref = this.groupName();
        if (this.peek() === close) {
          this.at++;
          if (ref.name !== null) ref.number = this.nameNumbers.get(ref.name) ?? -1;
          if (!this.used.has(ref.number)) {
            const reason =
              ref.name === null
                ? `Reference to undefined group number ${ref.number}.`
                : `Reference to undefined group name '${ref.name}'.`;
            this.fail(reason);
          }
          return make(ref);
        }
      }
      if (ch === 'k') this.fail('Malformed \\k<...> named back reference.');
      this.at = start;
      return null;
    }
    if (!/[1-9]/.test(ch)) return null;
    const digits = /^\d+/.exec(this.text.slice(this.at))?.[0] ?? '';
    const number = Number(digits);
    if (this.used.has(number)) {
      this.at += digits.length;
      return make({ number, name: null });
    }
    if (number <= 9 || this.ecma) {
      if (this.ecma) return null;
      this.at += digits.length;
      this.fail(`Reference to undefined group number ${number}.`);
    }
    return null;
  }

  /** A character escape at the cursor, after the backslash. @returns the code unit */
  charEscape(): number {
    const ch = this.text[this.at++] as string;
    if (/[0-7]/.test(ch)) {
      const digits = /^[0-7]{1,3}/.exec(this.text.slice(this.at - 1))?.[0] ?? '0';
      this.at += digits.length - 1;
      return Number.parseInt(digits, 8) & 0xff;
    }
    const simple = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }[ch];
    if (simple !== undefined) return simple;
    if (ch === 'x' || ch === 'u') {
      const count = ch === 'x' ? 2 : 4;
      const digits = this.text.slice(this.at, this.at + count);
      if (!new RegExp(`^[0-9a-fA-F]{${count}}$`).test(digits)) this.fail('Insufficient or invalid hexadecimal digits.');
      this.at += count;
      return Number.parseInt(digits, 16);
    }
    if (ch === 'c') {
      const letter = this.peek();
      if (letter === undefined) return this.fail('Missing control character.');
      this.at++;
      const code = letter.toUpperCase().charCodeAt(0) - 64;
      if (code < 0 || code >= 32) this.fail('Unrecognized control character.');
      return code;
    }
    if (!this.ecma && isWord(ch.charCodeAt(0), false)) this.fail(`Unrecognized escape sequence \\${ch}.`);
    return ch.charCodeAt(0);
  }

  /** A bracketed class after its `[`. */
  set(ignoreCase: boolean): CharTest {
    if (++this.depth > MAX_NESTING) this.fail('The pattern is nested too deeply.');
    const set = new CharSet();
    if (this.peek() === '^') {
      set.negated = true;
      this.at++;
    }
    let first = true;
    for (;;) {
      if (this.at >= this.text.length) this.fail('Unterminated [] set.');
      if (this.peek() === ']' && !(first && !this.ecma)) {
        this.at++;
        break;
      }
      first = false;
      if (this.peek() === '-' && this.peek(1) === '[') {
        this.at += 2;
        set.subtracted = this.set(ignoreCase);
        if (this.peek() !== ']' && this.peek() !== undefined)
          this.fail('A subtraction must be the last element in a character class.');
        continue;
      }
      this.setItem(set);
    }
    this.depth--;
    return set.compile(ignoreCase);
  }

  setItem(set: CharSet): void {
    const shorthand = this.shorthand();
    if (shorthand) {
      set.tests.push(shorthand);
      return;
    }
    const low = this.setChar();
    const isRange = this.peek() === '-' && this.peek(1) !== ']' && this.peek(1) !== undefined && this.peek(1) !== '[';
    if (!isRange) {
      set.add(low);
      return;
    }
    this.at++;
    if (this.peek() === '\\' && 'dDwWsSpP'.includes(this.peek(1) ?? ' ')) {
      const letter = this.peek(1) ?? '';
      this.at += 2;
      this.fail(`Cannot include class \\${letter} in character range.`);
    }
    const high = this.setChar();
    if (low > high) this.fail('[x-y] range in reverse order.');
    set.add(low, high);
  }

  shorthand(): CharTest | null {
    if (this.peek() !== '\\') return null;
    const letter = this.peek(1) ?? '';
    if ('dDwWsS'.includes(letter) && letter !== '') {
      this.at += 2;
      return escapeClass(letter, this.ecma);
    }
    if (letter !== 'p' && letter !== 'P') return null;
    this.at += 2;
    return this.property(letter === 'P');
  }

  setChar(): number {
    const ch = this.text[this.at++] as string;
    if (ch !== '\\') return ch.charCodeAt(0);
    if (this.at >= this.text.length) this.fail('Illegal \\ at end of pattern.');
    return this.charEscape();
  }
}

/** `Regex.Unescape`. */
export function unescapeRegex(text: string): string {
  let out = '';
  const parser = new RegexParser('', 0);
  const scanner = Object.assign(Object.create(Object.getPrototypeOf(parser)), parser, { text }) as RegexParser;
  for (scanner.at = 0; scanner.at < text.length; ) {
    const ch = text[scanner.at++] as string;
    if (ch !== '\\') out += ch;
    else if (scanner.at >= text.length) scanner.fail('Illegal \\ at end of pattern.');
    else out += String.fromCharCode(scanner.charEscape());
  }
  return out;
}
