import type { PolicyFormat } from '../model.ts';
import type { DocumentLimits } from './limits.ts';
import type { OffsetMap } from './offset-map.ts';
import { partsOfPolicies } from './parts-of-policies.ts';
import type { ProblemKind } from './problem.ts';
import { type StartTag, StartTagReader, xmlName } from './start-tag.ts';
import type { PolicyAttribute, PolicyComment, PolicyElement, PolicyNode, PolicyText, Span } from './tree.ts';
import { ValueReader } from './value-reader.ts';

/** Receives a problem: offset in the file, what is wrong, and the policy element it is in with the offset of its name. */
export type Report = (
  offset: number,
  message: string,
  kind: ProblemKind,
  element?: { name: string; offset: number },
) => void;

/** The tree of a document and the places where text is not policy. Offsets are those of the file. */
export interface ParsedTree {
  readonly root: PolicyElement | undefined;
  readonly comments: readonly Span[];
  readonly liquidBodies: readonly Span[];
  /** The innermost policy element around `offset`. */
  policyAt(offset: number): { name: string; offset: number } | undefined;
}

/** An element whose end tag has not been met. */
interface OpenElement extends StartTag {
  readonly children: PolicyNode[];
}

const whitespace = /[ \t\r\n]*/y;
/** How many misplaced end tags are understood by looking for others, each at the cost of the rest of the text. */
const lookAhead = 32;
const comment = /<!--([\s\S]*?)(-->|$)/y;

class TreeParser {
  private readonly text: string;
  private readonly map: OffsetMap;
  private readonly format: PolicyFormat;
  private readonly limits: DocumentLimits;
  private readonly reportTo: Report;
  private readonly values: ValueReader;
  private offset = 0;
  private readonly stack: OpenElement[] = [];
  private root: PolicyElement | undefined;
  private readonly comments: Span[] = [];
  private readonly liquidBodies: Span[] = [];
  /** Start and name of every element met, for policyAt. */
  private readonly elements: { name: string; offset: number; span: Span }[] = [];
  private rootProblem = false;
  private tooDeep = false;
  private lastProblem = -1;
  private tagsLookedAhead = 0;

  constructor(text: string, map: OffsetMap, format: PolicyFormat, limits: DocumentLimits, report: Report) {
    this.text = text;
    this.map = map;
    this.format = format;
    this.limits = limits;
    this.reportTo = report;
    this.values = new ValueReader(text, map, format, limits, (offset, message, kind) =>
      this.problem(offset, message, kind),
    );
  }

  private span(start: number, end: number): Span {
    return { start: this.map.source(start), end: this.map.source(end) };
  }

  private problem(
    offset: number,
    message: string,
    kind: ProblemKind = 'markup',
    inside?: { name: string; nameOffset: number },
  ): void {
    const isPolicy = (element: { name: string }) => !partsOfPolicies.has(element.name);
    this.lastProblem = offset;
    const policy = inside && isPolicy(inside) ? inside : (this.stack.findLast(isPolicy) ?? inside ?? this.stack.at(-1));
    // What a message quotes stands at its offset, and a named value may be secret.
    const inserted = this.map.replaces(Math.max(0, offset - 1), offset + 1);
    this.reportTo(
      this.map.source(offset),
      inserted
        ? 'A named value inserted here breaks the document: its value needs escaping as XML, or is no text for this place.'
        : message,
      kind,
      policy && { name: this.shown(policy.name, policy.nameOffset), offset: this.map.source(policy.nameOffset) },
    );
  }

  /** A name as messages may repeat it: not when a named value, which may be secret, is part of it. */
  private shown(name: string, offset: number): string {
    return this.map.replaces(offset, offset + name.length) ? '…' : name;
  }

  /** What `pattern` (sticky) matches here, and moves behind it. */
  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.offset = pattern.lastIndex;
    return match;
  }

  parse(): ParsedTree {
    const { text } = this;
    if (text.charCodeAt(0) === 0xfeff) this.offset = 1;
    let last = 0;
    while (this.offset < text.length) {
      last = this.offset;
      if (text[last] === '<') this.markup();
      else this.characterData();
    }
    // What runs to the end of the text because it is not closed leaves everything else open too.
    if (this.lastProblem < last || last === 0) this.endOfText();
    while (this.stack.length > 0) this.close(text.length);
    if (!this.root && !this.rootProblem) {
      this.problem(0, 'Root element is missing: a policy document begins with <policies> or <fragment>.');
    }
    const { elements } = this;
    return {
      root: this.root,
      comments: this.comments,
      liquidBodies: this.liquidBodies,
      policyAt: (offset) => {
        const around = elements.filter((element) => element.span.start <= offset && offset < element.span.end);
        // Elements are listed as they end, so the innermost comes first.
        return around.find((element) => !partsOfPolicies.has(element.name)) ?? around[0];
      },
    };
  }

  private endOfText(): void {
    const names = this.stack.map(({ name, nameOffset }) => this.shown(name, nameOffset));
    const innermost = this.stack.at(-1);
    const [only] = names;
    if (!innermost) return;
    this.problem(
      innermost.nameOffset,
      names.length === 1
        ? `The '${only}' start tag has no end tag </${only}>.`
        : `Unexpected end of file: the following elements have no end tag: ${names.reverse().join(', ')}.`,
    );
  }

  private markup(): void {
    const { text, offset } = this;
    if (text.startsWith('<!--', offset)) this.comment();
    else if (text.startsWith('<![CDATA[', offset)) this.characterData();
    else if (text.startsWith('<?', offset)) this.until('?>', 'processing instruction');
    else if (text.startsWith('<!', offset)) {
      this.problem(offset, 'A policy document cannot have a document type declaration.');
      this.until('>', 'declaration');
    } else if (text[offset + 1] === '/') this.endTag();
    else {
      xmlName.lastIndex = offset + 1;
      if (xmlName.test(text)) this.startTag();
      else this.characterData();
    }
  }

  private until(end: string, what: string): void {
    const index = this.text.indexOf(end, this.offset);
    if (index < 0) this.problem(this.offset, `The ${what} that begins here is not closed: '${end}' expected.`);
    this.offset = index < 0 ? this.text.length : index + end.length;
  }

  private comment(): void {
    const start = this.offset;
    const match = this.take(comment);
    const inner = match?.[1] ?? '';
    if (match?.[2] !== '-->') this.problem(start, "The comment that begins here is not closed: '-->' expected.");
    // Published rawxml samples nest `<!--` and draw lines of dashes; XML proper forbids both.
    const dashes = this.format === 'xml' ? inner.search(/--|-$/) : -1;
    if (dashes >= 0) {
      this.problem(start + 4 + dashes, "An XML comment cannot contain '--', and '-' cannot be the last character.");
    }
    const span = this.span(start, this.offset);
    this.comments.push(span);
    const node: PolicyComment = { kind: 'comment', text: inner, span };
    this.stack.at(-1)?.children.push(node);
  }

  private endTag(): void {
    const start = this.offset;
    this.offset += 2;
    const tag = this.take(xmlName)?.[0] ?? '';
    const shown = this.shown(tag, start + 2);
    this.take(whitespace);
    if (this.text[this.offset] === '>') this.offset++;
    else {
      this.problem(this.offset, `'>' expected at the end of </${shown}.`);
      // Rather lose a broken tag than the element after it.
      while (this.offset < this.text.length && !'<>'.includes(this.text[this.offset] ?? '')) this.offset++;
      if (this.text[this.offset] === '>') this.offset++;
    }
    const depth = this.stack.findLastIndex((open) => open.name === tag);
    if (depth < 0) {
      // What was nested too deep is not on the stack.
      if (this.tooDeep) return;
      this.strayEndTag(start, shown);
      return;
    }
    while (this.stack.length > depth + 1) {
      const open = this.stack.at(-1);
      if (open) this.mismatch(start, open, shown);
      this.close(start);
    }
    this.close(this.offset);
  }

  private mismatch(offset: number, open: OpenElement, met: string): void {
    const expected = this.shown(open.name, open.nameOffset);
    this.problem(
      offset,
      `The '${expected}' start tag does not match the end tag of '${met}': </${expected}> expected.`,
    );
  }

  /** An end tag of a name that is not open: a misspelled one of the innermost element, or one too many. */
  private strayEndTag(offset: number, shown: string): void {
    const open = this.stack.at(-1);
    if (open && this.stack.length > 1 && this.tagsLookedAhead++ < lookAhead && !this.isClosedLater(open.name)) {
      this.mismatch(offset, open, shown);
      this.close(this.offset);
    } else this.problem(offset, `The end tag </${shown}> closes no element.`);
  }

  /** Whether an end tag that follows belongs to the innermost element rather than to one like it that begins later. */
  private isClosedLater(name: string): boolean {
    const find = (tag: string): number => {
      const pattern = new RegExp(`<${tag}(?=[\\s/>])`, 'g');
      pattern.lastIndex = this.offset;
      return pattern.exec(this.text)?.index ?? Number.POSITIVE_INFINITY;
    };
    const literal = (text: string): string => text.replace(/[.]/g, '\\$&');
    const end = find(`/${literal(name)}`);
    return end < find(`/${literal(this.stack.at(-2)?.name ?? name)}`) && end < find(literal(name));
  }

  /** Ends the innermost open element at `end`, exclusive. */
  private close(end: number): void {
    const open = this.stack.pop();
    if (!open) return;
    const element: PolicyElement = {
      kind: 'element',
      name: open.name,
      nameSpan: this.span(open.nameOffset, open.nameOffset + open.name.length),
      attributes: open.attributes,
      children: open.children,
      span: this.span(open.start, end),
      tagSpan: this.span(open.start, open.end),
    };
    this.elements.push({ name: element.name, offset: element.nameSpan.start, span: element.span });
    const parent = this.stack.at(-1);
    if (parent) {
      parent.children.push(element);
      return;
    }
    if (this.root) {
      if (!this.rootProblem) this.problem(open.nameOffset, 'There are multiple root elements.');
      this.rootProblem = true;
      return;
    }
    this.root = element;
    if (element.name !== 'policies' && element.name !== 'fragment') {
      const name = this.shown(open.name, open.nameOffset);
      this.problem(open.nameOffset, `The root element is '${name}'; expected 'policies' or 'fragment'.`);
    }
  }

  private startTag(): void {
    const tag = new StartTagReader(this.text, this.offset, this.map, this.values, (offset, message, kind, inside) =>
      this.problem(offset, message, kind, inside),
    ).read();
    this.offset = tag.end;
    const tooDeep = this.stack.length >= this.limits.depth;
    if (tooDeep && !this.tooDeep) {
      this.problem(tag.start, `Elements are nested deeper than ${this.limits.depth} levels.`, 'limit');
    }
    this.tooDeep ||= tooDeep;
    if (tooDeep) return;
    this.stack.push({ ...tag, children: [] });
    if (tag.selfClosing) this.close(tag.end);
    else if (tag.name === 'set-body') this.body(tag.attributes);
  }

  /** Character data and CDATA up to the next tag or comment. */
  private characterData(): void {
    const start = this.offset;
    const { value, end, blank } = this.values.characterData(start, this.stack.at(-1)?.name);
    this.offset = end;
    if (blank) return;
    const parent = this.stack.at(-1);
    if (!parent) {
      if (!this.rootProblem) {
        this.problem(
          start,
          'Data at the root level is invalid: only <policies> or <fragment> and comments may stand here.',
        );
      }
      this.rootProblem = true;
      return;
    }
    const node: PolicyText = { kind: 'text', value, span: this.span(start, end), markup: false };
    parent.children.push(node);
  }

  /** Content of `set-body`, after its start tag: an expression, or anything at all, which is kept as it stands. */
  private body(attributes: readonly PolicyAttribute[]): void {
    const liquid = attributes.some((candidate) => candidate.name === 'template' && candidate.value.text === 'liquid');
    if (!liquid && this.bodyIsExpression()) return;
    const start = this.offset;
    const { value, end, markup, blank } = this.values.verbatim(start, 'set-body');
    const span = this.span(start, end);
    if (liquid) this.liquidBodies.push(span);
    const node: PolicyText = { kind: 'text', value, span, markup };
    if (!blank) this.stack.at(-1)?.children.push(node);
    this.offset = end;
  }

  /** Whether an expression follows, bare or in CDATA, when white space and comments are skipped. */
  private bodyIsExpression(): boolean {
    let ahead = this.offset;
    for (;;) {
      if (this.values.beginsExpression(ahead)) return true;
      while (/[ \t\r\n]/.test(this.text[ahead] ?? '')) ahead++;
      if (this.text.startsWith('<![CDATA[', ahead)) return this.values.beginsExpression(ahead + 9);
      if (!this.text.startsWith('<!--', ahead)) return false;
      const end = this.text.indexOf('-->', ahead + 4);
      if (end < 0) return false;
      ahead = end + 3;
    }
  }
}

/**
 * Parses the elements, attributes and values of a policy document.
 * @param text what to parse, named values already replaced
 * @param map from offsets of `text` to those of the file, which the tree and all problems name
 */
export function parseTree(
  text: string,
  map: OffsetMap,
  format: PolicyFormat,
  limits: DocumentLimits,
  report: Report,
): ParsedTree {
  return new TreeParser(text, map, format, limits, report).parse();
}
