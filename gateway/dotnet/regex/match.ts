/** Declarations of Capture, Group, Match and their collections. */

import { declareElementType } from '../collections/enumerate.ts';
import { copyTo } from '../collections/list.ts';
import { Sequence } from '../collections/sequence.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import type { NetArray } from '../core/values.ts';
import { NetObject } from '../core/values.ts';
import { indexOutOfRange, outOfRange, required } from '../primitives/argument-errors.ts';
import { type Capture, type Group, Match } from './match-value.ts';
import { expandReplacement } from './replacement.ts';

const namespace = 'System.Text.RegularExpressions.';
const groupType = named(`${namespace}Group`);

/** A read-only collection of captures, groups or matches. */
export class MatchList extends NetObject {
  readonly type: TypeRef;
  readonly elementType: TypeRef;
  readonly #items: () => readonly Capture[];
  #known: readonly Capture[] | undefined;
  readonly match: Match | null;
  constructor(collection: string, element: string, items: () => readonly Capture[], match: Match | null = null) {
    super();
    this.type = named(namespace + collection);
    this.elementType = named(namespace + element);
    this.#items = items;
    this.match = match;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  get items(): readonly Capture[] {
    this.#known ??= this.#items();
    return this.#known;
  }
  get count(): number {
    return this.items.length;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
  at(index: number): unknown {
    return this.items[index] ?? indexOutOfRange();
  }
}

/** The groups of a match. */
function groupsOf(match: Match): MatchList {
  return new MatchList('GroupCollection', 'Group', () => match.numbers.map((number) => match.group(number)), match);
}

defineType({
  name: `${namespace}Capture`,
  kind: 'class',
  members: {
    'int Index { get; }': (self: Capture) => self.start,
    'int Length { get; }': (self: Capture) => self.length,
    'string Value { get; }': (self: Capture) => self.value,
    'string ToString()': (self: Capture) => self.value,
  },
});
defineType({
  name: `${namespace}Group`,
  kind: 'class',
  base: 'Capture',
  members: {
    'bool Success { get; }': (self: Group) => self.success,
    'string Name { get; }': (self: Group) => self.name,
    'CaptureCollection Captures { get; }': (self: Group) =>
      new MatchList('CaptureCollection', 'Capture', () =>
        self instanceof Match && self.success ? [self] : self.captures,
      ),
  },
});
defineType({
  name: `${namespace}Match`,
  kind: 'class',
  base: 'Group',
  members: {
    'static Match Empty { get; }': () => Match.none(null),
    'GroupCollection Groups { get; }': groupsOf,
    'Match NextMatch()': (self: Match, call: CallInfo) => self.regex?.next(self, call.runtime) ?? self,
    'string Result(string replacement)': (self: Match, replacement: string | null) => {
      const pattern = required(replacement, 'replacement');
      if (!self.success) throwNet('System.NotSupportedException', 'Result cannot be called on a failed Match.');
      return expandReplacement(pattern, self);
    },
  },
});

for (const [collection, element, parameter] of [
  ['CaptureCollection', 'Capture', 'i'],
  ['MatchCollection', 'Match', 'i'],
] as const) {
  declareElementType(namespace + collection, named(namespace + element));
  defineType({
    name: namespace + collection,
    kind: 'class',
    interfaces: [`IReadOnlyList<${element}>`],
    members: {
      'int Count { get; }': (self: MatchList) => self.count,
      [`${element} this[int i] { get; }`]: (self: MatchList, index: number) =>
        self.items[index] ?? outOfRange(parameter),
      [`void CopyTo(${element}[] array, int arrayIndex)`]: (self: MatchList, array: NetArray | null, index: number) =>
        copyTo(self.items, array, index),
    },
  });
}

declareElementType(`${namespace}GroupCollection`, groupType);
const nameOf = (group: Capture): string => (group as Group).name;
defineType({
  name: `${namespace}GroupCollection`,
  kind: 'class',
  interfaces: ['IReadOnlyList<Group>'],
  members: {
    'int Count { get; }': (self: MatchList) => self.count,
    'Group this[int groupnum] { get; }': (self: MatchList, number: number) => self.match?.group(number),
    'Group this[string groupname] { get; }': (self: MatchList, name: string | null) =>
      self.match?.namedGroup(required(name, 'groupname')),
    'bool ContainsKey(string key)': (self: MatchList, name: string | null) =>
      self.items.some((group) => nameOf(group) === required(name, 'key')),
    'IEnumerable<string> Keys { get; }': (self: MatchList) =>
      new Sequence(T.string, () => self.items.map(nameOf)[Symbol.iterator]()),
    'IEnumerable<Group> Values { get; }': (self: MatchList) =>
      new Sequence(groupType, () => self.items[Symbol.iterator]()),
  },
});
