import type { OffsetMap } from './offset-map.ts';
import type { ProblemKind } from './problem.ts';
import type { PolicyAttribute } from './tree.ts';
import type { ReportAt, ValueReader } from './value-reader.ts';

/** An XML name, of elements and attributes alike (XML 1.0, 2.3; prefixes included). */
export const xmlName = /[A-Za-z_:\u00c0-\uffff][\w:.\-\u00b7-\uffff]*/y;

const whitespace = /[ \t\r\n]*/y;
const unquotedWord = /[^\s<>"'/]*/y;

/** A start tag. Offsets are those of the parsed text. */
export interface StartTag {
  readonly name: string;
  readonly nameOffset: number;
  readonly start: number;
  /** After the `>`. */
  readonly end: number;
  readonly attributes: readonly PolicyAttribute[];
  readonly selfClosing: boolean;
}

/** Reads one start tag; made anew for each. */
export class StartTagReader {
  private readonly text: string;
  private readonly map: OffsetMap;
  private readonly values: ValueReader;
  private readonly attributes: PolicyAttribute[] = [];
  private readonly names = new Set<string>();
  private readonly start: number;
  private readonly name: string;
  private offset: number;
  private readonly problem: ReportAt;
  /** One unexpected token usually brings others along, which say nothing new. */
  private spoiled = false;

  /**
   * @param start offset of the `<`
   * @param problem receives what is wrong, with the tag's name so that it is reported under this element
   */
  constructor(
    text: string,
    start: number,
    map: OffsetMap,
    values: ValueReader,
    problem: (
      offset: number,
      message: string,
      kind: ProblemKind | undefined,
      tag: { name: string; nameOffset: number },
    ) => void,
  ) {
    this.text = text;
    this.start = start;
    this.map = map;
    this.values = values;
    this.offset = start + 1;
    this.name = this.take(xmlName);
    const tag = { name: this.name, nameOffset: start + 1 };
    this.problem = (offset, message, kind) => problem(offset, message, kind, tag);
  }

  /** What `pattern` (sticky) matches here, moving behind it; empty when it does not match. */
  private take(pattern: RegExp): string {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text)?.[0] ?? '';
    this.offset += match.length;
    return match;
  }

  private unexpected(offset: number, message: string): void {
    if (!this.spoiled) this.problem(offset, message);
    this.spoiled = true;
  }

  read(): StartTag {
    let selfClosing = false;
    for (;;) {
      const separated = this.take(whitespace) !== '';
      const next = this.text[this.offset];
      if (next === '>') {
        this.offset++;
        break;
      }
      if (next === '/' && this.text[this.offset + 1] === '>') {
        this.offset += 2;
        selfClosing = true;
        break;
      }
      if (next === undefined || next === '<') {
        this.unexpected(this.offset, `The start tag is not closed: '>' expected.`);
        break;
      }
      this.attribute(separated);
    }
    return {
      name: this.name,
      nameOffset: this.start + 1,
      start: this.start,
      end: this.offset,
      attributes: this.attributes,
      selfClosing,
    };
  }

  private attribute(separated: boolean): void {
    const start = this.offset;
    const name = this.take(xmlName);
    if (name === '') {
      const character = String.fromCodePoint(this.text.codePointAt(start) ?? 0);
      this.offset += character.length;
      this.unexpected(start, `'${character}' is an unexpected token; an attribute, '>' or '/>' expected.`);
      return;
    }
    // A secret with a quote in it can end up here as a name, which messages must not repeat.
    const shown = this.map.replaces(start, this.offset) ? '…' : name;
    if (!separated) this.unexpected(start, `'${shown}' is an unexpected token. Expecting white space.`);
    const nameEnd = this.offset;
    this.take(whitespace);
    if (this.text[this.offset] !== '=') {
      this.unexpected(this.offset, `The attribute '${shown}' has no value: '=' expected.`);
      return;
    }
    this.offset++;
    this.take(whitespace);
    const quote = this.text[this.offset];
    if (quote !== '"' && quote !== "'") {
      this.unexpected(this.offset, `The value of '${shown}' must stand in quotes.`);
      // An unquoted word is skipped as the value it was meant to be.
      this.take(unquotedWord);
      return;
    }
    const { value, end, lost } = this.values.attributeValue(this.offset, shown, this.problem);
    this.offset = end;
    if (this.names.has(name)) {
      this.unexpected(start, `'${shown}' is a duplicate attribute name.`);
      return;
    }
    // Where a value ends is a guess then, and what follows it may be part of it.
    this.spoiled ||= lost;
    this.names.add(name);
    const source = (offset: number) => this.map.source(offset);
    this.attributes.push({
      name,
      nameSpan: { start: source(start), end: source(nameEnd) },
      value,
      span: { start: source(start), end: source(end) },
    });
  }
}
