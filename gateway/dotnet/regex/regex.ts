import { type CallInfo, defineEnum, defineType } from '../core/define.ts';
import { arrayOf, named, T } from '../core/type-ref.ts';
import { EnumValue, NetArray, type NetDelegate } from '../core/values.ts';
import { outOfRange, required } from '../primitives/argument-errors.ts';
import { strings } from '../primitives/net-arrays.ts';
import { TimeSpan } from '../time/time-span.ts';
import { unescapeRegex } from './char-escape.ts';
import { MatchList } from './match.ts';
import type { Match } from './match-value.ts';
import { RegexOptions } from './regex-node.ts';
import { Regex } from './regex-value.ts';
import { expandReplacement } from './replacement.ts';

const namespace = 'System.Text.RegularExpressions.';
defineEnum({ name: `${namespace}RegexOptions`, flags: true, values: RegexOptions });
defineType({
  name: `${namespace}MatchEvaluator`,
  kind: 'delegate',
  members: {
    'string Invoke(Match match)': (self: NetDelegate, ...args: unknown[]) => self.invoke(...args.slice(0, -1)),
  },
});

const optionsType = named(`${namespace}RegexOptions`);
const INFINITE_TICKS = -10_000n;
const VALID_OPTIONS = 0x7ff & ~128;

function timeoutOf(timeout: TimeSpan | null): number | null {
  if (timeout === null || timeout.ticks === INFINITE_TICKS) return null;
  if (timeout.ticks <= 0n || timeout.totalMilliseconds > 0x7ffffffe) outOfRange('matchTimeout');
  return timeout.totalMilliseconds;
}

function create(pattern: string | null, options: EnumValue | null, timeout: TimeSpan | null, call: CallInfo): Regex {
  const source = required(pattern, 'pattern');
  const flags = options?.value ?? 0;
  const ecmaOnly =
    RegexOptions.ECMAScript |
    RegexOptions.IgnoreCase |
    RegexOptions.Multiline |
    RegexOptions.Compiled |
    RegexOptions.CultureInvariant;
  if ((flags & ~VALID_OPTIONS) !== 0 || (flags & RegexOptions.ECMAScript && flags & ~ecmaOnly)) outOfRange('options');
  return new Regex(source, flags, timeoutOf(timeout), call.runtime);
}

const text = (input: string | null): string => required(input, 'input');
const begin = (self: Regex, input: string): number => (self.rightToLeft ? input.length : 0);

function checkStart(input: string, start: number): void {
  if (start < 0 || start > input.length)
    outOfRange('startat', 'Start index cannot be less than 0 or greater than input length.');
}

function allMatches(self: Regex, input: string, start: number, call: CallInfo): MatchList {
  return new MatchList('MatchCollection', 'Match', () => [...self.matches(input, start, call.runtime)]);
}

type Replacer = (match: Match) => string;

/** Replaces up to `count` matches (-1 for all). */
function replace(self: Regex, input: string, replacer: Replacer, count: number, start: number, call: CallInfo): string {
  if (count < -1) outOfRange('count', 'Count cannot be less than -1.');
  checkStart(input, start);
  if (count === 0) return input;
  let left = count;
  const found: Match[] = [];
  for (const match of self.matches(input, start, call.runtime)) {
    found.push(match);
    if (--left === 0) break;
  }
  const texts = found.map((match) => {
    const replacement = replacer(match);
    call.runtime.charge(replacement.length + 1);
    return replacement;
  });
  if (self.rightToLeft) {
    found.reverse();
    texts.reverse();
  }
  let out = '';
  let last = 0;
  found.forEach((match, index) => {
    out += input.slice(last, match.start) + texts[index];
    last = match.end;
  });
  return out + input.slice(last);
}

const byPattern = (replacement: string | null): Replacer => {
  const pattern = required(replacement, 'replacement');
  return (match) => expandReplacement(pattern, match);
};
const byEvaluator = (evaluator: NetDelegate | null): Replacer => {
  const run = required(evaluator, 'evaluator');
  return (match) => (run.invoke(match) as string | null) ?? '';
};

function split(self: Regex, input: string, count: number, start: number, call: CallInfo): NetArray {
  if (count < 0) outOfRange('count', 'Count cannot be less than -1.');
  checkStart(input, start);
  if (count === 1) return strings([input]);
  const parts: string[] = [];
  let left = count - 1;
  const matches: Match[] = [];
  for (const match of self.matches(input, start, call.runtime)) {
    matches.push(match);
    if (--left === 0) break;
  }
  if (self.rightToLeft) matches.reverse();
  let last = 0;
  for (const match of matches) {
    parts.push(input.slice(last, match.start));
    last = match.end;
    for (const number of match.numbers) {
      const group = number === 0 ? null : match.group(number);
      if (group?.success) parts.push(group.value);
    }
  }
  parts.push(input.slice(last));
  call.runtime.charge(parts.length);
  return strings(parts);
}

/** `Regex.Escape`: metacharacters, `#` and white space. */
function escapePattern(source: string): string {
  const names: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\f': 'f' };
  return source.replace(/[\\*+?|{[()^$.# \n\r\t\f]/g, (ch) => `\\${names[ch] ?? ch}`);
}

type In = string | null;

defineType({
  name: `${namespace}Regex`,
  kind: 'class',
  members: {
    'Regex(string pattern)': (pattern: In, call: CallInfo) => create(pattern, null, null, call),
    'Regex(string pattern, RegexOptions options)': (pattern: In, options: EnumValue, call: CallInfo) =>
      create(pattern, options, null, call),
    'Regex(string pattern, RegexOptions options, TimeSpan matchTimeout)': create,
    'static TimeSpan InfiniteMatchTimeout { get; }': () => new TimeSpan(INFINITE_TICKS),
    'static bool IsMatch(string input, string pattern)': (input: In, pattern: In, call: CallInfo) =>
      create(pattern, null, null, call).isMatch(text(input), call.runtime),
    'static bool IsMatch(string input, string pattern, RegexOptions options)': (
      input: In,
      pattern: In,
      options: EnumValue,
      call: CallInfo,
    ) => create(pattern, options, null, call).isMatch(text(input), call.runtime),
    'static bool IsMatch(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)': (
      input: In,
      pattern: In,
      options: EnumValue,
      timeout: TimeSpan,
      call: CallInfo,
    ) => create(pattern, options, timeout, call).isMatch(text(input), call.runtime),
    'bool IsMatch(string input)': (self: Regex, input: In, call: CallInfo) => self.isMatch(text(input), call.runtime),
    'bool IsMatch(string input, int startat)': (self: Regex, input: In, start: number, call: CallInfo) => {
      checkStart(text(input), start);
      return self.isMatch(text(input), call.runtime, start);
    },
    'static Match Match(string input, string pattern)': (input: In, pattern: In, call: CallInfo) => {
      const regex = create(pattern, null, null, call);
      return regex.match(text(input), begin(regex, text(input)), call.runtime);
    },
    'static Match Match(string input, string pattern, RegexOptions options)': (
      input: In,
      pattern: In,
      options: EnumValue,
      call: CallInfo,
    ) => {
      const regex = create(pattern, options, null, call);
      return regex.match(text(input), begin(regex, text(input)), call.runtime);
    },
    'static Match Match(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)': (
      input: In,
      pattern: In,
      options: EnumValue,
      timeout: TimeSpan,
      call: CallInfo,
    ) => {
      const regex = create(pattern, options, timeout, call);
      return regex.match(text(input), begin(regex, text(input)), call.runtime);
    },
    'Match Match(string input)': (self: Regex, input: In, call: CallInfo) =>
      self.match(text(input), begin(self, text(input)), call.runtime),
    'Match Match(string input, int startat)': (self: Regex, input: In, start: number, call: CallInfo) => {
      checkStart(text(input), start);
      return self.match(text(input), start, call.runtime);
    },
    'Match Match(string input, int beginning, int length)': (
      self: Regex,
      input: In,
      beginning: number,
      length: number,
      call: CallInfo,
    ) => {
      const source = text(input);
      if (beginning < 0 || beginning > source.length) {
        const message = 'Start index cannot be less than 0 or greater than input length.';
        outOfRange('startat', message);
      }
      if (length < 0 || length > source.length)
        outOfRange('length', 'Length cannot be less than 0 or exceed input length.');
      if (beginning + length > source.length)
        outOfRange('start', 'Specified argument was out of the range of valid values.');
      const end = beginning + length;
      return self.match(source, self.rightToLeft ? end : beginning, call.runtime, false, beginning, end);
    },
    'static MatchCollection Matches(string input, string pattern)': (input: In, pattern: In, call: CallInfo) => {
      const regex = create(pattern, null, null, call);
      return allMatches(regex, text(input), begin(regex, text(input)), call);
    },
    'static MatchCollection Matches(string input, string pattern, RegexOptions options)': (
      input: In,
      pattern: In,
      options: EnumValue,
      call: CallInfo,
    ) => {
      const regex = create(pattern, options, null, call);
      return allMatches(regex, text(input), begin(regex, text(input)), call);
    },
    'static MatchCollection Matches(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)': (
      input: In,
      pattern: In,
      options: EnumValue,
      timeout: TimeSpan,
      call: CallInfo,
    ) => {
      const regex = create(pattern, options, timeout, call);
      return allMatches(regex, text(input), begin(regex, text(input)), call);
    },
    'MatchCollection Matches(string input)': (self: Regex, input: In, call: CallInfo) =>
      allMatches(self, text(input), begin(self, text(input)), call),
    'MatchCollection Matches(string input, int startat)': (self: Regex, input: In, start: number, call: CallInfo) => {
      checkStart(text(input), start);
      return allMatches(self, text(input), start, call);
    },
    'static string Replace(string input, string pattern, string replacement)': (
      input: In,
      pattern: In,
      replacement: In,
      call: CallInfo,
    ) => replaceAll(text(input), create(pattern, null, null, call), byPattern(replacement), call),
    'static string Replace(string input, string pattern, string replacement, RegexOptions options)': (
      input: In,
      pattern: In,
      replacement: In,
      options: EnumValue,
      call: CallInfo,
    ) => replaceAll(text(input), create(pattern, options, null, call), byPattern(replacement), call),
    'static string Replace(string input, string pattern, string replacement, RegexOptions options, TimeSpan matchTimeout)':
      (input: In, pattern: In, replacement: In, options: EnumValue, timeout: TimeSpan, call: CallInfo) =>
        replaceAll(text(input), create(pattern, options, timeout, call), byPattern(replacement), call),
    'static string Replace(string input, string pattern, MatchEvaluator evaluator)': (
      input: In,
      pattern: In,
      evaluator: NetDelegate | null,
      call: CallInfo,
    ) => replaceAll(text(input), create(pattern, null, null, call), byEvaluator(evaluator), call),
    'static string Replace(string input, string pattern, MatchEvaluator evaluator, RegexOptions options)': (
      input: In,
      pattern: In,
      evaluator: NetDelegate | null,
      options: EnumValue,
      call: CallInfo,
    ) => replaceAll(text(input), create(pattern, options, null, call), byEvaluator(evaluator), call),
    'static string Replace(string input, string pattern, MatchEvaluator evaluator, RegexOptions options, TimeSpan matchTimeout)':
      (input: In, pattern: In, evaluator: NetDelegate | null, options: EnumValue, timeout: TimeSpan, call: CallInfo) =>
        replaceAll(text(input), create(pattern, options, timeout, call), byEvaluator(evaluator), call),
    'string Replace(string input, string replacement)': (self: Regex, input: In, replacement: In, call: CallInfo) =>
      replaceAll(text(input), self, byPattern(replacement), call),
    'string Replace(string input, string replacement, int count)': (
      self: Regex,
      input: In,
      replacement: In,
      count: number,
      call: CallInfo,
    ) => replace(self, text(input), byPattern(replacement), count, begin(self, text(input)), call),
    'string Replace(string input, string replacement, int count, int startat)': (
      self: Regex,
      input: In,
      replacement: In,
      count: number,
      start: number,
      call: CallInfo,
    ) => replace(self, text(input), byPattern(replacement), count, start, call),
    'string Replace(string input, MatchEvaluator evaluator)': (
      self: Regex,
      input: In,
      evaluator: NetDelegate | null,
      call: CallInfo,
    ) => replaceAll(text(input), self, byEvaluator(evaluator), call),
    'string Replace(string input, MatchEvaluator evaluator, int count)': (
      self: Regex,
      input: In,
      evaluator: NetDelegate | null,
      count: number,
      call: CallInfo,
    ) => replace(self, text(input), byEvaluator(evaluator), count, begin(self, text(input)), call),
    'static string[] Split(string input, string pattern)': (input: In, pattern: In, call: CallInfo) => {
      const regex = create(pattern, null, null, call);
      return split(regex, text(input), 0, begin(regex, text(input)), call);
    },
    'static string[] Split(string input, string pattern, RegexOptions options)': (
      input: In,
      pattern: In,
      options: EnumValue,
      call: CallInfo,
    ) => {
      const regex = create(pattern, options, null, call);
      return split(regex, text(input), 0, begin(regex, text(input)), call);
    },
    'static string[] Split(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)': (
      input: In,
      pattern: In,
      options: EnumValue,
      timeout: TimeSpan,
      call: CallInfo,
    ) => {
      const regex = create(pattern, options, timeout, call);
      return split(regex, text(input), 0, begin(regex, text(input)), call);
    },
    'string[] Split(string input)': (self: Regex, input: In, call: CallInfo) =>
      split(self, text(input), 0, begin(self, text(input)), call),
    'string[] Split(string input, int count)': (self: Regex, input: In, count: number, call: CallInfo) =>
      split(self, text(input), count, begin(self, text(input)), call),
    'string[] Split(string input, int count, int startat)': (
      self: Regex,
      input: In,
      count: number,
      start: number,
      call: CallInfo,
    ) => split(self, text(input), count, start, call),
    'static string Escape(string str)': (source: In, call: CallInfo) => {
      call.runtime.charge(required(source, 'str').length);
      return escapePattern(source ?? '');
    },
    'static string Unescape(string str)': (source: In, call: CallInfo) => {
      call.runtime.charge(required(source, 'str').length);
      return unescapeRegex(source ?? '');
    },
    'RegexOptions Options { get; }': (self: Regex) => new EnumValue(optionsType, self.options),
    'bool RightToLeft { get; }': (self: Regex) => self.rightToLeft,
    'TimeSpan MatchTimeout { get; }': (self: Regex) =>
      new TimeSpan(self.timeout === null ? INFINITE_TICKS : BigInt(Math.round(self.timeout * 10_000))),
    'string[] GetGroupNames()': (self: Regex) => strings(self.groupNumbers.map((number) => self.groupName(number))),
    'int[] GetGroupNumbers()': (self: Regex) => new NetArray(arrayOf(T.int), [...self.groupNumbers]),
    'string GroupNameFromNumber(int i)': (self: Regex, number: number) =>
      self.groupNumbers.includes(number) ? self.groupName(number) : '',
    'int GroupNumberFromName(string name)': (self: Regex, name: In) => self.groupNumber(required(name, 'name')),
    'string ToString()': (self: Regex) => self.pattern,
  },
});

function replaceAll(input: string, regex: Regex, replacer: Replacer, call: CallInfo): string {
  return replace(regex, input, replacer, -1, begin(regex, input), call);
}
