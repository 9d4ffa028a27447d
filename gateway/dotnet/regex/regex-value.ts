/** System.Text.RegularExpressions.Regex: compiled patterns and how they are searched for. */
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { Match } from './match-value.ts';
import { Matcher } from './regex-matcher.ts';
import { RegexOptions } from './regex-node.ts';
import { parseRegex } from './regex-parser.ts';
import { compileRegex, type Program } from './regex-program.ts';

const regexType = named('System.Text.RegularExpressions.Regex');
const TIMEOUT =
  'The Regex engine has timed out while trying to match a pattern to an input string. This can occur for many reasons, including very large inputs or excessive backtracking caused by nested quantifiers, back-references and other factors.';

/**
 * How many steps of the matcher count as a millisecond. A timeout is a budget of steps, so that the same input times out
 * on every machine; the figure is about what a gateway's own engine does.
 */
const STEPS_PER_MILLISECOND = 20_000;

interface Compiled {
  /** Without `RegexOptions.Compiled`, which changes nothing. */
  readonly options: number;
  /** Matching neither waits nor calls back, so one for all texts is enough. */
  readonly matcher: Matcher;
  readonly numbers: readonly number[];
  readonly names: ReadonlyMap<number, string>;
  /** A literal that every match begins with, to skip hopeless positions. */
  readonly prefix: string;
  readonly anchored: boolean;
}

/** By pattern, then by options: joining the two to one key would cost more than most matches. */
const cache = new Map<string, Compiled[]>();
const CACHE_SIZE = 256;

function compile(pattern: string, given: number): Compiled {
  const options = given & ~RegexOptions.Compiled;
  const known = cache.get(pattern);
  const same = known?.find((each) => each.options === options);
  if (same) return same;
  const { root, numbers, names } = parseRegex(pattern, options);
  const program = compileRegex(root);
  const [first] = program.code;
  const compiled: Compiled = {
    options,
    matcher: new Matcher(program, (numbers.at(-1) ?? 0) + 1),
    numbers,
    names,
    prefix: literalPrefix(program),
    anchored: first?.op === 'anchor' && first.anchor === 'beginning',
  };
  if (known) {
    known.push(compiled);
    return compiled;
  }
  if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value ?? '');
  cache.set(pattern, [compiled]);
  return compiled;
}

function literalPrefix(program: Program): string {
  let prefix = '';
  for (const instruction of program.code) {
    if (instruction.op !== 'char' || instruction.ignoreCase || instruction.rtl) break;
    prefix += String.fromCharCode(instruction.unit);
  }
  return prefix;
}

/** A regular expression. */
export class Regex extends NetObject {
  readonly pattern: string;
  readonly options: number;
  /** Milliseconds; null for no limit of its own. */
  readonly timeout: number | null;
  readonly #compiled: Compiled;

  /** @param timeout milliseconds. Throws RegexParseException for a malformed pattern. */
  constructor(pattern: string, options: number, timeout: number | null, runtime: Runtime) {
    super();
    this.pattern = pattern;
    this.options = options;
    this.timeout = timeout;
    runtime.charge(pattern.length);
    this.#compiled = compile(pattern, options);
  }
  override get netType(): TypeRef {
    return regexType;
  }
  toText(): string {
    return this.pattern;
  }
  get rightToLeft(): boolean {
    return (this.options & RegexOptions.RightToLeft) !== 0;
  }
  get groupNumbers(): readonly number[] {
    return this.#compiled.numbers;
  }
  groupName(number: number): string {
    return this.#compiled.names.get(number) ?? '';
  }
  groupNumber(name: string): number {
    for (const [number, known] of this.#compiled.names) if (known === name) return number;
    return -1;
  }

  isMatch(input: string, runtime: Runtime, start = this.rightToLeft ? input.length : 0): boolean {
    return this.match(input, start, runtime).success;
  }

  /** The first match at or after `start` (before it, from right to left). @param previousEmpty skips an empty match there */
  match(input: string, start: number, runtime: Runtime, previousEmpty = false, from = 0, to = input.length): Match {
    const { matcher, prefix, anchored } = this.#compiled;
    let budget = this.timeout === null ? Number.POSITIVE_INFINITY : this.timeout * STEPS_PER_MILLISECOND;
    let spent = 0;
    const count = (steps: number): void => {
      budget -= steps;
      spent += steps;
      if (budget < 0) throwNet('System.Text.RegularExpressions.RegexMatchTimeoutException', TIMEOUT);
      runtime.charge(steps);
      runtime.checkMatch?.(spent / STEPS_PER_MILLISECOND);
    };
    const text = from === 0 && to === input.length ? input : input.slice(from, to);
    const step = this.rightToLeft ? -1 : 1;
    const origin = start - from;
    let position = previousEmpty ? origin + step : origin;
    matcher.begin(text, origin, count);
    while (position >= 0 && position <= text.length) {
      if (prefix !== '' && step === 1) {
        const next = text.indexOf(prefix, position);
        if (next < 0) break;
        count(Math.ceil((next - position) / 64));
        position = next;
      }
      count(1);
      const end = matcher.run(position);
      if (end >= 0) {
        const spans = matcher.captures;
        matcher.end();
        spans[0] = [[Math.min(position, end), Math.max(position, end)]];
        const shifted = from === 0 ? spans : spans.map((list) => list.map(([a, b]) => [a + from, b + from] as const));
        return new Match(this, input, shifted);
      }
      if (anchored && step === 1) break;
      position += step;
    }
    matcher.end();
    return Match.none(this, input);
  }

  /** The match after another one. */
  next(match: Match, runtime: Runtime): Match {
    if (!match.success) return match;
    const { start, end } = match;
    const at = this.rightToLeft ? start : end;
    return this.match(match.input, at, runtime, start === end);
  }

  /** All matches in order. */
  *matches(input: string, start: number, runtime: Runtime): Generator<Match> {
    for (let match = this.match(input, start, runtime); match.success; match = this.next(match, runtime)) {
      runtime.charge(1);
      yield match;
    }
  }
}
