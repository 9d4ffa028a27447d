/** The results of matching: Match, Group and Capture. */
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import type { Span } from './regex-matcher.ts';
import type { Regex } from './regex-value.ts';

const namespace = 'System.Text.RegularExpressions.';
const captureType = named(`${namespace}Capture`);
const groupType = named(`${namespace}Group`);
const matchType = named(`${namespace}Match`);

/** System.Text.RegularExpressions.Capture. */
export class Capture extends NetObject {
  readonly input: string;
  readonly start: number;
  readonly end: number;
  constructor(input: string, span: Span) {
    super();
    this.input = input;
    [this.start, this.end] = span;
  }
  override get netType(): TypeRef {
    return captureType;
  }
  get value(): string {
    return this.input.slice(this.start, this.end);
  }
  get length(): number {
    return this.end - this.start;
  }
  toText(): string {
    return this.value;
  }
}

/** System.Text.RegularExpressions.Group: the last of its captures. */
export class Group extends Capture {
  readonly name: string;
  readonly spans: readonly Span[];
  constructor(input: string, name: string, spans: readonly Span[]) {
    super(input, spans.at(-1) ?? [0, 0]);
    this.name = name;
    this.spans = spans;
  }
  override get netType(): TypeRef {
    return groupType;
  }
  get success(): boolean {
    return this.spans.length > 0;
  }
  get captures(): Capture[] {
    return this.spans.map((span) => new Capture(this.input, span));
  }
}

/** System.Text.RegularExpressions.Match. */
export class Match extends Group {
  readonly regex: Regex | null;
  readonly groupSpans: readonly (readonly Span[])[];
  constructor(regex: Regex | null, input: string, groupSpans: readonly (readonly Span[])[]) {
    super(input, '0', groupSpans[0] ?? []);
    this.regex = regex;
    this.groupSpans = groupSpans;
  }
  static none(regex: Regex | null, input = ''): Match {
    return new Match(regex, input, [[]]);
  }
  override get netType(): TypeRef {
    return matchType;
  }
  /** Group numbers in order; a failed match has only group 0. */
  get numbers(): readonly number[] {
    return this.success ? (this.regex?.groupNumbers ?? [0]) : [0];
  }
  group(number: number): Group {
    if (number === 0) return this;
    const spans = this.numbers.includes(number) ? (this.groupSpans[number] ?? []) : [];
    return new Group(this.input, this.regex?.groupName(number) ?? '', spans);
  }
  namedGroup(name: string): Group {
    const number = this.regex?.groupNumber(name) ?? -1;
    return number < 0 ? new Group(this.input, name, []) : this.group(number);
  }
}
