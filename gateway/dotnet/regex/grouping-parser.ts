/** Grouping constructs: captures, look-arounds, atomic groups, inline options, conditions. */
import { GroupNumbers, inlineOptions } from './group-numbers.ts';
import { groupName, undefinedGroup } from './group-reference.ts';
import { PatternCursor } from './pattern-cursor.ts';
import { type GroupRef, type RegexNode, RegexOptions } from './regex-node.ts';

/** The part of the parser that reads what parentheses mean. */
export abstract class GroupingParser extends PatternCursor {
  readonly groups: GroupNumbers;
  /** Number of the next unnamed group. */
  #next = 1;
  /** Whether what is read is a branch of a condition. */
  #inCondition = false;

  constructor(text: string, options: number) {
    super(text, options);
    this.groups = new GroupNumbers(text, options);
  }

  abstract alternation(): RegexNode;
  abstract concatenation(): RegexNode;

  /** A group after its `(`; null for inline options, which are no atom. */
  group(): RegexNode | null {
    const outer = this.#inCondition;
    const inline = this.peek() === '?' && /^[\w+-]$/.test(this.text[this.at + 1] ?? '');
    this.#inCondition = outer && inline;
    const node = this.#group();
    this.#inCondition = outer;
    return node;
  }

  #group(): RegexNode | null {
    const saved = this.options;
    if (this.peek() !== '?') {
      if (this.has(RegexOptions.ExplicitCapture)) return this.#close(this.alternation(), saved);
      const ref: GroupRef = { number: this.#next++, name: null };
      return this.#captureRest(ref, null, saved);
    }
    this.at++;
    const ch = this.text[this.at++];
    switch (ch) {
      case ':':
        return this.#close(this.alternation(), saved);
      case '=':
      case '!':
        this.options &= ~RegexOptions.RightToLeft;
        return { kind: 'look', negative: ch === '!', body: this.#close(this.alternation(), saved) };
      case '>':
        return { kind: 'atomic', body: this.#close(this.alternation(), saved) };
      case "'":
      case '<':
        return this.#angle(ch, saved);
      case '(':
        return this.#condition(saved);
      default:
        this.at--;
        return this.#inline(saved);
    }
  }

  /** `(?<…` and `(?'…`: look-behinds, named and balancing groups. */
  #angle(open: string, saved: number): RegexNode {
    const next = this.peek();
    if (open === '<' && (next === '=' || next === '!')) {
      this.at++;
      this.options |= RegexOptions.RightToLeft;
      return { kind: 'look', negative: next === '!', body: this.#close(this.alternation(), saved) };
    }
    const closeChar = open === '<' ? '>' : "'";
    if (next === undefined) this.fail('Unrecognized grouping construct.');
    let group: GroupRef | null = null;
    let balance: GroupRef | null = null;
    if (next !== '-') {
      if (!this.atWord) this.fail('Invalid group name: Group names must begin with a word character.');
      group = groupName(this);
      if (group.name === null && group.number === 0) this.fail('Capture number cannot be zero.');
      const after = this.peek();
      if (after === undefined) this.fail('Unrecognized grouping construct.');
      if (after !== closeChar && after !== '-')
        this.fail('Invalid group name: Group names must begin with a word character.');
    }
    if (this.peek() === '-') {
      this.at++;
      if (!this.atWord) this.fail('Invalid group name: Group names must begin with a word character.');
      balance = groupName(this);
      if (balance.name !== null) balance.number = this.groups.numberOf(balance.name);
      if (!this.groups.used.has(balance.number)) this.fail(undefinedGroup(balance));
      if (this.peek() !== closeChar) this.fail('Invalid group name: Group names must begin with a word character.');
    }
    this.at++;
    if (group?.name) group.number = this.groups.numberOf(group.name);
    return this.#captureRest(group, balance, saved);
  }

  /** A capturing group after its head. */
  #captureRest(group: GroupRef | null, balance: GroupRef | null, saved: number): RegexNode {
    const { rtl } = this;
    const body = this.#close(this.alternation(), saved);
    return { kind: 'capture', group, balance, body, rtl };
  }

  /** The end of a group, where the options of its outside hold again. */
  #close(body: RegexNode, saved: number): RegexNode {
    if (this.peek() !== ')') this.fail("Not enough )'s.");
    this.at++;
    this.options = saved;
    return body;
  }

  /** `(?i-x)` and `(?i-x:…)`. */
  #inline(saved: number): RegexNode | null {
    let on = true;
    for (let ch = this.peek(); ch !== undefined && ch !== ')' && ch !== ':'; ch = this.peek()) {
      this.at++;
      if (this.#inCondition) this.fail('Unrecognized grouping construct.');
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
    return this.#close(this.alternation(), saved);
  }

  /** `(?(name)yes|no)` and `(?(test)yes|no)`. */
  #condition(saved: number): RegexNode {
    const start = this.at;
    const match = /^([\p{L}\p{Mn}\p{Nd}\p{Pc}]+)\)/u.exec(this.text.slice(this.at));
    if (match) {
      const name = match[1] ?? '';
      const isNumber = /^\d+$/.test(name);
      if (isNumber || this.groups.byName.has(name)) {
        this.at += match[0].length;
        const ref: GroupRef = isNumber
          ? { number: Number(name), name: null }
          : { number: this.groups.numberOf(name), name };
        if (!this.groups.used.has(ref.number))
          this.fail(`Conditional alternation refers to an undefined group number ${ref.number}.`);
        const [yes, no] = this.#branches(saved);
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
    const test = this.#conditionTest();
    const [yes, no] = this.#branches(saved);
    return { kind: 'ifMatch', test, yes, no };
  }

  /** The parenthesised condition itself, which looks ahead and does not capture. */
  #conditionTest(): RegexNode {
    this.at++;
    const saved = this.options;
    if (this.peek() === '?') return this.group() ?? { kind: 'empty' };
    return this.#close(this.alternation(), saved);
  }

  /** A branch of a condition, in which no inline options may stand. */
  #branch(): RegexNode {
    const outer = this.#inCondition;
    this.#inCondition = true;
    const branch = this.concatenation();
    this.#inCondition = outer;
    return branch;
  }

  #branches(saved: number): [RegexNode, RegexNode] {
    const yes = this.#branch();
    let no: RegexNode = { kind: 'empty' };
    if (this.peek() === '|') {
      this.at++;
      no = this.#branch();
    }
    // Further branches are read, and refused at the end.
    const tooMany = this.peek() === '|';
    while (this.peek() === '|') {
      this.at++;
      this.#branch();
    }
    this.#close(yes, saved);
    if (tooMany) this.fail('Too many | in (?()|).');
    return [yes, no];
  }
}
