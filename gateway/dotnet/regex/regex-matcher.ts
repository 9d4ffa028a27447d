/**
 * The backtracking matcher. It keeps its own stack, so deep backtracking costs memory that is bounded and never the
 * stack of the process, and it counts its steps, so that a catastrophic pattern ends in a timeout or at the limit of the
 * evaluation instead of blocking.
 */
import { foldCase } from './case-fold.ts';
import { isBoundaryWord } from './char-set.ts';
import type { Anchor } from './regex-node.ts';
import type { Instruction, Program } from './regex-program.ts';

/** A captured stretch: begin and end index. */
export type Span = readonly [start: number, end: number];

/** Called for every block of steps; throws to end the match. */
export type StepCounter = (steps: number) => void;

const STEP_BLOCK = 512;
/** Most alternatives and changes that are remembered; more of them end the match like a timeout. */
const MAX_REMEMBERED = 1_000_000;
const REGISTER = 0;
const PUSHED = 1;
const POPPED = 2;

interface Undo {
  readonly kind: typeof REGISTER | typeof PUSHED | typeof POPPED;
  readonly index: number;
  readonly value: number | Span;
}

interface Choice {
  readonly pc: number;
  readonly position: number;
  readonly trail: number;
  /** For greedy one-character loops: how far the position may be given back; for lazy ones: how many may follow. */
  readonly loop: 'none' | 'greedy' | 'lazy';
  readonly limit: number;
}

const uncounted: StepCounter = () => {};

/** Tries a program at one position after the other; it is kept for the next text, for making it costs more than most matches. */
export class Matcher {
  readonly #program: Program;
  readonly #groups: number;
  readonly #code: readonly Instruction[];
  #registers: number[] = [];
  #text = '';
  #count = uncounted;
  #scanStart = 0;
  #captures: Span[][] = [];
  #choices: Choice[] = [];
  #trail: Undo[] = [];
  #steps = 0;
  /** Whether the last attempt left nothing behind. */
  #clean = false;

  /** @param groups how many numbers of groups there are, 0 included */
  constructor(program: Program, groups: number) {
    this.#program = program;
    this.#groups = groups;
    this.#code = program.code;
  }

  /** Begins with another text. @param scanStart where `\G` holds */
  begin(text: string, scanStart: number, count: StepCounter): void {
    this.#text = text;
    this.#scanStart = scanStart;
    this.#count = count;
    if (this.#clean) return;
    this.#registers = new Array<number>(this.#program.registers).fill(-1);
    this.#captures = Array.from({ length: this.#groups }, () => []);
    this.#choices = [];
    this.#trail = [];
  }

  /** Forgets the text. */
  end(): void {
    this.#text = '';
    this.#count = uncounted;
  }

  /** What the groups captured in a successful attempt, by number. */
  get captures(): Span[][] {
    return this.#captures;
  }

  /** Tries to match at `start`. @returns where the match ends, or -1 */
  run(start: number): number {
    this.#clean = false;
    this.#steps = 0;
    const end = this.#attempt(start);
    if (end >= 0) return end;
    this.#undo(0);
    this.#clean = true;
    return -1;
  }

  #attempt(start: number): number {
    const code = this.#code;
    let pc = 0;
    let position = start;
    for (;;) {
      if (++this.#steps % STEP_BLOCK === 0) this.#count(STEP_BLOCK);
      const instruction = code[pc] as Instruction;
      let ok = true;
      switch (instruction.op) {
        case 'char':
          position = this.#char(instruction, position);
          ok = position >= 0;
          pc++;
          break;
        case 'set': {
          const at = instruction.rtl ? position - 1 : position;
          ok = at >= 0 && at < this.#text.length && instruction.test(this.#text.charCodeAt(at));
          position += instruction.rtl ? -1 : 1;
          pc++;
          break;
        }
        case 'anchor':
          ok = this.#anchor(instruction.anchor, instruction.ecma, position);
          pc++;
          break;
        case 'jump':
          pc = instruction.to;
          break;
        case 'fork':
          this.#choose(instruction.to, position);
          pc++;
          break;
        case 'forkLazy':
          this.#choose(pc + 1, position);
          pc = instruction.to;
          break;
        case 'fail':
          ok = false;
          break;
        case 'match':
          return position;
        case 'mark':
          this.#set(instruction.register, position);
          pc++;
          break;
        case 'capture':
          ok = this.#capture(instruction, position);
          pc++;
          break;
        case 'backreference':
          position = this.#backreference(instruction, position);
          ok = position >= 0;
          pc++;
          break;
        case 'requireGroup':
          pc = this.#captures[instruction.group]?.length ? pc + 1 : instruction.to;
          break;
        case 'enter':
          this.#set(instruction.register, this.#choices.length);
          this.#set(instruction.position, position);
          pc++;
          break;
        case 'leave':
          this.#choices.length = this.#registers[instruction.register] ?? 0;
          if (instruction.restore) position = this.#registers[instruction.position] ?? 0;
          pc++;
          break;
        case 'setCounter':
          this.#set(instruction.register, instruction.value);
          pc++;
          break;
        case 'loop':
          pc = this.#loop(instruction, pc, position);
          ok = pc >= 0;
          break;
        default:
          position = this.#charLoop(instruction, pc, position);
          ok = position >= 0;
          pc++;
      }
      if (ok) continue;
      const choice = this.#backtrack();
      if (!choice) return -1;
      pc = choice.pc;
      position = choice.position;
    }
  }

  #choose(pc: number, position: number, loop: Choice['loop'] = 'none', limit = 0): void {
    if (this.#choices.length > MAX_REMEMBERED || this.#trail.length > 4 * MAX_REMEMBERED)
      this.#count(Number.MAX_SAFE_INTEGER);
    this.#choices.push({ pc, position, trail: this.#trail.length, loop, limit });
  }

  #set(register: number, value: number): void {
    this.#trail.push({ kind: REGISTER, index: register, value: this.#registers[register] ?? -1 });
    this.#registers[register] = value;
  }

  #undo(length: number): void {
    while (this.#trail.length > length) {
      const { kind, index, value } = this.#trail.pop() as Undo;
      if (kind === REGISTER) this.#registers[index] = value as number;
      else if (kind === PUSHED) this.#captures[index]?.pop();
      else this.#captures[index]?.push(value as Span);
    }
  }

  #backtrack(): { pc: number; position: number } | null {
    for (;;) {
      const choice = this.#choices.pop();
      if (!choice) return null;
      this.#undo(choice.trail);
      if (choice.loop === 'none') return choice;
      const next = this.#again(choice);
      if (next !== null) return { pc: choice.pc, position: next };
    }
  }

  /** The next position of a one-character loop that is resumed. */
  #again(choice: Choice): number | null {
    if (choice.loop === 'greedy') {
      // One character less; further ones stay on offer until the minimum is reached.
      const step = choice.limit <= choice.position ? -1 : 1;
      const position = choice.position + step;
      if (position !== choice.limit) this.#choose(choice.pc, position, 'greedy', choice.limit);
      return position;
    }
    const loop = this.#code[choice.pc - 1] as Extract<Instruction, { op: 'charLoop' }>;
    const at = loop.rtl ? choice.position - 1 : choice.position;
    if (choice.limit <= 0 || at < 0 || at >= this.#text.length || !loop.test(this.#text.charCodeAt(at))) return null;
    const position = choice.position + (loop.rtl ? -1 : 1);
    this.#choose(choice.pc, position, 'lazy', choice.limit - 1);
    return position;
  }

  #char(instruction: Extract<Instruction, { op: 'char' }>, position: number): number {
    const at = instruction.rtl ? position - 1 : position;
    if (at < 0 || at >= this.#text.length) return -1;
    const unit = this.#text.charCodeAt(at);
    if (unit !== instruction.unit && !(instruction.ignoreCase && foldCase(unit) === foldCase(instruction.unit)))
      return -1;
    return instruction.rtl ? position - 1 : position + 1;
  }

  #anchor(anchor: Anchor, ecma: boolean, position: number): boolean {
    const text = this.#text;
    switch (anchor) {
      case 'bol':
        return position === 0 || text.charCodeAt(position - 1) === 10;
      case 'eol':
        return position === text.length || text.charCodeAt(position) === 10;
      case 'beginning':
        return position === 0;
      case 'start':
        return position === this.#scanStart;
      case 'endZ':
        return position === text.length || (position === text.length - 1 && text.charCodeAt(position) === 10);
      case 'end':
        return position === text.length;
      default: {
        const before = position > 0 && isBoundaryWord(text.charCodeAt(position - 1), ecma);
        const after = position < text.length && isBoundaryWord(text.charCodeAt(position), ecma);
        return (before !== after) === (anchor === 'boundary');
      }
    }
  }

  #capture(instruction: Extract<Instruction, { op: 'capture' }>, position: number): boolean {
    const begin = this.#registers[instruction.register] ?? 0;
    let span: Span = begin <= position ? [begin, position] : [position, begin];
    if (instruction.balance >= 0) {
      const stack = this.#captures[instruction.balance];
      const removed = stack?.pop();
      if (!removed) return false;
      this.#trail.push({ kind: POPPED, index: instruction.balance, value: removed });
      // The new capture is what lies between the removed one and this.
      span = removed[1] <= span[0] ? [removed[1], span[0]] : [span[1], removed[0]];
      if (span[0] > span[1]) span = [span[1], span[0]];
    }
    if (instruction.group >= 0) {
      this.#captures[instruction.group]?.push(span);
      this.#trail.push({ kind: PUSHED, index: instruction.group, value: 0 });
    }
    return true;
  }

  #backreference(instruction: Extract<Instruction, { op: 'backreference' }>, position: number): number {
    const span = this.#captures[instruction.group]?.at(-1);
    if (!span) return instruction.ecma ? position : -1;
    const length = span[1] - span[0];
    const from = instruction.rtl ? position - length : position;
    if (from < 0 || from + length > this.#text.length) return -1;
    this.#steps += length;
    for (let i = 0; i < length; i++) {
      const a = this.#text.charCodeAt(span[0] + i);
      const b = this.#text.charCodeAt(from + i);
      if (a !== b && !(instruction.ignoreCase && foldCase(a) === foldCase(b))) return -1;
    }
    return instruction.rtl ? from : from + length;
  }

  /** At the end of a loop's body, and on entry. @returns the next instruction, or -1 to fail */
  #loop(loop: Extract<Instruction, { op: 'loop' }>, pc: number, position: number): number {
    const count = this.#registers[loop.counter] ?? 0;
    const last = this.#registers[loop.position] ?? -1;
    // An iteration that matched nothing is the last one.
    const stuck = count > 0 && last === position;
    if (stuck || count >= loop.max) return pc + 1;
    if (count < loop.min) return this.#iterate(loop, count, position);
    if (loop.lazy) {
      // On failure of what follows, one more iteration: the registers are set when it is taken.
      this.#pushIteration(loop, count, position);
      return pc + 1;
    }
    this.#choose(pc + 1, position);
    return this.#iterate(loop, count, position);
  }

  #iterate(loop: Extract<Instruction, { op: 'loop' }>, count: number, position: number): number {
    this.#set(loop.counter, count + 1);
    this.#set(loop.position, position);
    return loop.body;
  }

  /** A choice that restores to inside the loop: the trail keeps the increased counter. */
  #pushIteration(loop: Extract<Instruction, { op: 'loop' }>, count: number, position: number): void {
    const oldPosition = this.#registers[loop.position] ?? -1;
    this.#set(loop.counter, count + 1);
    this.#set(loop.position, position);
    this.#choose(loop.body, position);
    this.#set(loop.counter, count);
    this.#set(loop.position, oldPosition);
  }

  #charLoop(loop: Extract<Instruction, { op: 'charLoop' }>, pc: number, start: number): number {
    const text = this.#text;
    const direction = loop.rtl ? -1 : 1;
    let position = start;
    const test = (): boolean => {
      const at = loop.rtl ? position - 1 : position;
      return at >= 0 && at < text.length && loop.test(text.charCodeAt(at));
    };
    let count = 0;
    while (count < loop.min) {
      if (!test()) return -1;
      position += direction;
      count++;
    }
    this.#steps += count;
    if (loop.lazy) {
      if (loop.max > loop.min) this.#choose(pc + 1, position, 'lazy', loop.max - loop.min);
      return position;
    }
    const floor = position;
    while (count < loop.max && test()) {
      position += direction;
      if (++count % STEP_BLOCK === 0) this.#count(STEP_BLOCK);
    }
    if (position !== floor) this.#choose(pc + 1, position, 'greedy', floor);
    return position;
  }
}
