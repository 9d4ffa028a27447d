import type { PolicyFormat } from '../model.ts';
import { expressionExtent } from './csharp-extent.ts';
import { DecodedText } from './decoded-text.ts';
import { entityAt } from './entities.ts';
import type { DocumentLimits } from './limits.ts';
import type { OffsetMap } from './offset-map.ts';
import type { ProblemKind } from './problem.ts';
import type { PolicyExpression, PolicyValue, Span } from './tree.ts';

/** Receives a problem at an offset of the parsed text; of kind `markup` unless another is given. */
export type ReportAt = (offset: number, message: string, kind?: ProblemKind) => void;

const whitespace = /[ \t\r\n]*/y;
/** XML's white space, of which there is less than JavaScript's. */
const onlyWhitespace = /^[ \t\r\n]*$/;
const expressionStart = /[ \t\r\n]*@[({]/y;
/** What follows a quote that, seen with XML's eyes, ends an attribute: the end of the tag, or another attribute. */
const afterValue = String.raw`(?=\s*[/?]?>|\s+[A-Za-z_][\w:.-]*\s*=\s*["'])`;
const endQuote = { '"': new RegExp(`"${afterValue}`, 'g'), "'": new RegExp(`'${afterValue}`, 'g') };
const endQuoteHere = new RegExp(`["']${afterValue}`, 'y');
const tagStart = /<(?:[A-Za-z_:\u00c0-\uffff/!?])/y;
const markup = /<[A-Za-z_:/\u00c0-\uffff]/;

/** How far an expression reaches, and whether it is the whole value. */
interface Delimited {
  readonly end: number;
  /** Why the expression could not be told from what follows, and where; undefined when all is well. */
  readonly trouble?: { readonly offset: number; readonly message: string };
}

/** An attribute's value, the offset after its closing quote, and whether that place is only a guess. */
interface AttributeValue {
  readonly value: PolicyValue;
  readonly end: number;
  readonly lost: boolean;
}

/** Reads attribute values and character data: decides where they end and what text they stand for. */
export class ValueReader {
  private readonly text: string;
  private readonly map: OffsetMap;
  private readonly format: PolicyFormat;
  private readonly limits: DocumentLimits;
  private readonly problem: ReportAt;
  /** Characters that scans without result may still cost, which keeps reading linear on hostile input. */
  private patience: number;

  constructor(text: string, map: OffsetMap, format: PolicyFormat, limits: DocumentLimits, problem: ReportAt) {
    this.text = text;
    this.map = map;
    this.format = format;
    this.limits = limits;
    this.problem = problem;
    this.patience = 65_536 + text.length;
  }

  /** Whether an expression begins at `offset`, white space skipped. */
  beginsExpression(offset: number): boolean {
    expressionStart.lastIndex = offset;
    return expressionStart.test(this.text);
  }

  private skipWhiteSpace(offset: number): number {
    whitespace.lastIndex = offset;
    whitespace.exec(this.text);
    return whitespace.lastIndex;
  }

  /**
   * Where the expression at `start` ends, when what follows it is what may follow. Brackets are counted in the text with
   * entities decoded first, which is what will be compiled, and then in the raw text, for C# that spells entities.
   */
  private delimit(start: number, follows: (offset: number) => boolean): Delimited {
    let trouble: Delimited['trouble'];
    for (const reading of ['decoded', 'raw'] as const) {
      if (this.patience <= 0) break;
      const extent = expressionExtent(this.text, start, this.text.length, reading, this.limits.expressionDepth);
      const next = this.skipWhiteSpace(extent.end);
      if (extent.found && follows(next)) return { end: extent.end };
      this.patience -= extent.end - start;
      trouble ??= extent.found
        ? { offset: next, message: 'An expression must be the whole value: unexpected text after its end.' }
        : { offset: start, message: `The expression is not closed: ${extent.reason}.` };
      if (!this.text.slice(start, extent.end).includes('&')) break;
    }
    trouble ??= { offset: start, message: 'The expression is not closed.' };
    return { end: start, trouble };
  }

  /** The value of the attribute whose opening quote stands at `offset`. */
  attributeValue(offset: number, name: string, problem: ReportAt): AttributeValue {
    const quote = this.text[offset] === "'" ? "'" : '"';
    const start = offset + 1;
    if (this.beginsExpression(start)) return this.expressionAttribute(start, quote, problem);

    let close = this.text.indexOf(quote, start);
    let end = close + 1;
    let lost = false;
    const tag = this.text.indexOf('<', start);
    if (close < 0 || (tag >= 0 && tag < close)) {
      if (close >= 0 && this.looksLikeEnd(close)) {
        problem(tag, `'<', hexadecimal value 0x3C, is an invalid attribute character in '${name}': write &lt;.`);
      } else {
        problem(offset, `The value of '${name}' is not closed: ${quote} expected.`);
        const stop = tag < 0 ? this.text.length : tag;
        const bracket = this.text.slice(start, stop).lastIndexOf('>');
        close = bracket < 0 ? stop : start + bracket - (this.text[start + bracket - 1] === '/' ? 1 : 0);
        end = close;
        lost = true;
      }
    }
    const text = new DecodedText(start);
    const bare = text.decoded(this.text, start, close, 'spaces');
    if (bare !== undefined) this.entityProblem(bare, problem);
    return { value: { text: text.result().text, ...this.place(start, close) }, end, lost };
  }

  private looksLikeEnd(offset: number): boolean {
    endQuoteHere.lastIndex = offset;
    return endQuoteHere.test(this.text);
  }

  private expressionAttribute(start: number, quote: '"' | "'", problem: ReportAt): AttributeValue {
    const first = this.skipWhiteSpace(start);
    const { end, trouble } = this.delimit(first, (next) => this.text[next] === quote);
    if (!trouble) {
      const close = this.skipWhiteSpace(end);
      this.checkStrict(first, end, quote, problem);
      return { value: this.expressionValue(start, first, end, close, true), end: close + 1, lost: false };
    }
    problem(trouble.offset, trouble.message, 'expression');
    const pattern = endQuote[quote];
    pattern.lastIndex = first;
    const close = pattern.exec(this.text)?.index ?? this.text.length;
    return {
      value: this.expressionValue(start, first, close, close, false),
      end: Math.min(close + 1, this.text.length),
      lost: true,
    };
  }

  /** An expression from `first` to `end` within a value from `start` to `close`. */
  private expressionValue(start: number, first: number, end: number, close: number, complete: boolean): PolicyValue {
    const decoded = new DecodedText(first);
    decoded.decoded(this.text, first, end);
    const { text, source } = decoded.result();
    return { text, ...this.place(start, close), expression: this.expression(text, source, first, end, complete) };
  }

  private expression(
    text: string,
    source: (offset: number) => number,
    start: number,
    end: number,
    complete: boolean,
  ): PolicyExpression {
    const { map } = this;
    return {
      text,
      complete,
      span: this.span(start, end),
      sourceOffset: (offset) => map.source(source(offset)),
      // One character more on each side, since a token that touches a value may have grown by it.
      holdsNamedValue: (from, to) => map.replaces(source(Math.max(0, from - 1)), source(to) + 1),
    };
  }

  /** In format `xml` an expression may hold nothing that XML would read as markup. */
  private checkStrict(start: number, end: number, quote: string, problem: ReportAt): void {
    if (this.format !== 'xml') return;
    for (let offset = start; offset < end; offset++) {
      const character = this.text[offset] ?? '';
      const name = character === quote ? 'quot' : character === '<' ? 'lt' : character === '&' ? 'amp' : undefined;
      if (!name || (name === 'amp' && entityAt(this.text, offset))) continue;
      const entity = character === "'" ? '&apos;' : `&${name};`;
      problem(
        offset,
        `The expression holds a raw ${character} but the policy is deployed in format 'xml': write ${entity}, or deploy it as 'rawxml'.`,
        'format',
      );
      return;
    }
  }

  private entityProblem(offset: number, problem: ReportAt): void {
    problem(offset, 'An error occurred while parsing EntityName: write &amp; for &.');
  }

  /**
   * Character data from `offset`: an expression, or literal text with CDATA, up to the next tag or comment.
   * @param parent name of the element it stands in, for recovery
   */
  characterData(offset: number, parent: string | undefined): { value: PolicyValue; end: number; blank: boolean } {
    if (this.beginsExpression(offset) && parent !== undefined) return this.expressionText(offset, parent);
    const { text } = this;
    const decoded = new DecodedText(offset);
    let end = offset;
    let cdata = false;
    while (end < text.length) {
      if (text.startsWith('<![CDATA[', end)) {
        cdata = true;
        end = this.cdata(end, decoded);
        continue;
      }
      tagStart.lastIndex = end;
      if (tagStart.test(text)) break;
      let stop = text.indexOf('<', end + 1);
      if (stop < 0) stop = text.length;
      if (text[end] === '<') this.problem(end, "A raw '<' in text: write &lt;.");
      const bare = decoded.decoded(text, end, stop);
      if (bare !== undefined) this.entityProblem(bare, this.problem);
      end = stop;
    }
    const { text: result, source } = decoded.result();
    const blank = !cdata && onlyWhitespace.test(result);
    const value = { text: result, ...this.place(offset, end) };
    return { value: cdata ? this.withExpression(value, source) : value, end, blank };
  }

  /** The value, with its expression when its text (taken from CDATA) is one. */
  private withExpression(value: PolicyValue, source: (offset: number) => number): PolicyValue {
    const { text } = value;
    const start = text.length - text.trimStart().length;
    if (text[start] !== '@' || (text[start + 1] !== '(' && text[start + 1] !== '{')) return value;
    const extent = expressionExtent(text, start, text.length, 'raw', this.limits.expressionDepth);
    const complete = extent.found && text.slice(extent.end).trim() === '';
    if (!complete) {
      this.problem(
        source(extent.found ? extent.end : start),
        extent.found
          ? 'An expression must be the whole value: unexpected text after its end.'
          : `The expression is not closed: ${extent.reason}.`,
        'expression',
      );
    }
    const end = complete ? extent.end : text.trimEnd().length;
    const inner = (position: number) => source(position + start);
    return {
      ...value,
      expression: this.expression(text.slice(start, end), inner, source(start), source(end), complete),
    };
  }

  /** Adds the CDATA section at `offset` to `decoded`; returns the offset after it. */
  private cdata(offset: number, decoded: DecodedText): number {
    const start = offset + '<![CDATA['.length;
    let close = this.text.indexOf(']]>', start);
    if (close < 0) {
      this.problem(offset, "The CDATA section that begins here is not closed: ']]>' expected.");
      close = this.text.length;
    }
    decoded.verbatim(this.text, start, close);
    return Math.min(close + 3, this.text.length);
  }

  private expressionText(offset: number, parent: string): { value: PolicyValue; end: number; blank: boolean } {
    const first = this.skipWhiteSpace(offset);
    const follows = (next: number) => next >= this.text.length || this.text[next] === '<';
    const { end, trouble } = this.delimit(first, follows);
    if (!trouble) {
      const close = this.skipWhiteSpace(end);
      this.checkStrict(first, end, '', this.problem);
      return { value: this.expressionValue(offset, first, end, close, true), end: close, blank: false };
    }
    this.problem(trouble.offset, trouble.message, 'expression');
    const tag = this.text.indexOf(`</${parent}`, first);
    const close = tag < 0 ? this.text.length : tag;
    return { value: this.expressionValue(offset, first, close, close, false), end: close, blank: false };
  }

  /** Content of the element `parent` from `offset` to its end tag, whatever it is; markup in it stays as it stands. */
  verbatim(offset: number, parent: string): { value: PolicyValue; end: number; markup: boolean; blank: boolean } {
    const { text } = this;
    const pattern = new RegExp(`<!\\[CDATA\\[|<!--|</${parent}[\\s>]`, 'g');
    pattern.lastIndex = offset;
    let end = text.length;
    const sections: number[] = [];
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      if (match[0].startsWith('</')) {
        end = match.index;
        break;
      }
      const isComment = match[0] === '<!--';
      if (!isComment) sections.push(match.index);
      const close = text.indexOf(isComment ? '-->' : ']]>', match.index);
      pattern.lastIndex = close < 0 ? text.length : close + 3;
    }
    const decoded = new DecodedText(offset);
    const hasMarkup = this.hasMarkup(offset, end, sections);
    if (hasMarkup) decoded.verbatim(text, offset, end);
    else {
      let from = offset;
      for (const section of [...sections, end]) {
        const bare = decoded.decoded(text, from, section);
        if (bare !== undefined) this.entityProblem(bare, this.problem);
        from = section < end ? this.cdata(section, decoded) : end;
      }
    }
    const { text: result } = decoded.result();
    return {
      value: { text: result, ...this.place(offset, end) },
      end,
      markup: hasMarkup,
      blank: sections.length === 0 && onlyWhitespace.test(result),
    };
  }

  /** Whether there are tags or comments between `start` and `end`, CDATA sections at `sections` left out. */
  private hasMarkup(start: number, end: number, sections: readonly number[]): boolean {
    let from = start;
    for (const section of [...sections, end]) {
      const part = this.text.slice(from, section);
      if (markup.test(part) || part.includes('<!--')) return true;
      const close = this.text.indexOf(']]>', section);
      from = close < 0 ? end : close + 3;
    }
    return false;
  }

  /** Where a value stands, and whether a named value is part of it. */
  private place(start: number, end: number): { span: Span; fromNamedValue?: true } {
    const span = this.span(start, end);
    return this.map.replaces(start, end) ? { span, fromNamedValue: true } : { span };
  }

  private span(start: number, end: number): Span {
    return { start: this.map.source(start), end: this.map.source(end) };
  }
}
