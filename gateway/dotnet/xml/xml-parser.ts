/**
 * Reading XML text into a tree, as XElement.Parse and XDocument.Parse do, with the messages of .NET's reader. Document
 * type declarations are kept as text; entities that they declare are not expanded, so that no input can grow.
 */
import type { Runtime } from '../core/define.ts';
import { NAME_START, XML_NAMESPACE, XMLNS_NAMESPACE, XName } from './names.ts';
import { XAttribute } from './tree/attribute.ts';
import { XCData } from './tree/cdata.ts';
import { XComment } from './tree/comment.ts';
import type { XContainer } from './tree/container.ts';
import { XDeclaration } from './tree/declaration.ts';
import { XDocument } from './tree/document.ts';
import { XDocumentType } from './tree/document-type.ts';
import { XElement } from './tree/element.ts';
import { XProcessingInstruction } from './tree/processing-instruction.ts';
import { XText } from './tree/text.ts';
import { decode, normalise } from './xml-character-data.ts';
import { hex, XmlCursor, xmlError } from './xml-cursor.ts';

/** Deepest nesting of elements; deeper documents are refused. */
const MAX_DEPTH = 1000;
const EARLY_DECLARATION =
  'Unexpected XML declaration. The XML declaration must be the first node in the document, and no whitespace characters are allowed to appear before it.';
const COMMENT = "An XML comment cannot contain '--', and '-' cannot be the last character.";

interface RawAttribute {
  readonly name: string;
  readonly value: string;
  readonly at: number;
  /** Of the opening quote. */
  readonly valueAt: number;
}

interface OpenElement {
  readonly element: XElement;
  readonly tag: string;
  readonly at: number;
  readonly namespaces: ReadonlyMap<string, string>;
}

class XmlParser extends XmlCursor {
  readonly runtime: Runtime;
  readonly keepWhite: boolean;
  readonly open: OpenElement[] = [];
  readonly document = new XDocument();

  constructor(text: string, runtime: Runtime, keepWhite: boolean) {
    super(text);
    this.runtime = runtime;
    this.keepWhite = keepWhite;
  }

  parse(): XDocument {
    const { text } = this;
    if (/^[ \t\r\n]*$/.test(text)) xmlError('Root element is missing.');
    // .NET decides about the encoding first and gives up on texts that are too short to tell.
    if (text.length < 4) this.fail('Data at the root level is invalid.', 0);
    if (/^<\?xml[\s?]/.test(text)) this.declaration();
    while (this.at < text.length) this.step();
    if (this.open.length > 0) {
      const tags = this.open.map(({ tag }) => tag).reverse();
      this.fail(`Unexpected end of file has occurred. The following elements are not closed: ${tags.join(', ')}.`);
    }
    if (!this.document.root) xmlError('Root element is missing.');
    return this.document;
  }

  get parent(): XContainer {
    return this.open.at(-1)?.element ?? this.document;
  }

  step(): void {
    this.runtime.charge(1);
    const { text } = this;
    if (text[this.at] !== '<') {
      this.characters();
      return;
    }
    const next = text[this.at + 1];
    if (next === '/') this.endTag();
    else if (next === '!') this.markup();
    else if (next === '?') this.instruction();
    else this.startTag();
  }

  declaration(): void {
    const end = this.text.indexOf('?>', this.at);
    if (end < 0) this.fail('Unexpected end of file while parsing XML declaration has occurred.', this.text.length);
    const body = this.text.slice(5, end);
    const part = (name: string): string | null =>
      new RegExp(`\\s${name}\\s*=\\s*(["'])(.*?)\\1`).exec(body)?.[2] ?? null;
    if (part('version') === null) this.fail('Syntax for an XML declaration is invalid.', body === '' ? 5 : 6);
    if (part('version') !== '1.0' && !/^1\.\d$/.test(part('version') ?? ''))
      this.fail(`Version number '${part('version')}' is invalid.`, body.indexOf('version') + 14);
    this.document.declaration = new XDeclaration(part('version'), part('encoding'), part('standalone'));
    this.at = end + 2;
  }

  characters(): void {
    const start = this.at;
    const stop = this.text.indexOf('<', this.at);
    const end = stop < 0 ? this.text.length : stop;
    if (this.open.length === 0) {
      const offset = this.text.slice(start, end).search(/[^ \t\r\n]/);
      if (offset >= 0) this.fail('Data at the root level is invalid.', start + offset);
      this.at = end;
      return;
    }
    const raw = this.text.slice(start, end);
    const forbidden = raw.indexOf(']]>');
    if (forbidden >= 0) this.fail("']]>' is not allowed in character data.", start + forbidden);
    const value = decode(this, raw, start);
    this.at = end;
    const white = !this.keepWhite && /^[ \t\r\n]*$/.test(raw);
    if (white) return;
    const last = this.parent.nodes.at(-1);
    if (last instanceof XText && !(last instanceof XCData)) last.value += value;
    else this.parent.insert(new XText(value), this.parent.nodes.length);
  }

  startTag(): void {
    const tagAt = ++this.at;
    if (tagAt === this.text.length && this.open.length > 0) this.unclosed();
    if (tagAt === this.text.length && this.document.root) this.fail('Data at the root level is invalid.', tagAt - 1);
    if (this.open.length === 0 && this.document.root) this.fail('There are multiple root elements.');
    if (this.open.length >= MAX_DEPTH) this.fail('The document is nested too deeply.');
    const tag = this.name();
    if (this.at === this.text.length) this.unfinishedName();
    const attributes: RawAttribute[] = [];
    for (;;) {
      const spaced = this.skipSpace();
      const ch = this.text[this.at];
      if (ch === undefined) this.unclosed();
      if (ch === '>' || ch === '/') break;
      if (!spaced) {
        if (attributes.length > 0) this.fail(`'${ch}' is an unexpected token. Expecting whitespace.`);
        this.fail(`The '${ch}' character, hexadecimal value ${hex(ch)}, cannot be included in a name.`);
      }
      attributes.push(this.attribute());
    }
    const empty = this.text[this.at] === '/';
    if (empty) {
      this.at++;
      if (this.text[this.at] !== '>') {
        const found = this.text[this.at];
        if (found === undefined) {
          this.fail('Unexpected end of file while parsing > has occurred.', this.text.length - 1);
        }
        // The reader looks at the character behind when attributes or white space came before.
        if (this.at - 1 > tagAt + tag.length)
          this.fail(`'${found}' is an unexpected token. The expected token is '>'.`);
        this.fail("'/' is an unexpected token. The expected token is '>'.", this.at - 1);
      }
    }
    this.at++;
    this.element(tag, tagAt, attributes, empty);
  }

  /** The text ends within a tag: the elements around it are not closed. */
  unclosed(): never {
    const tags = this.open.map(({ tag }) => tag).reverse();
    const list = tags.length === 0 ? '' : `${tags.join(', ')}.`;
    return this.fail(
      `Unexpected end of file has occurred. The following elements are not closed: ${list}`,
      this.text.length,
    );
  }

  attribute(): RawAttribute {
    const at = this.at;
    const name = this.name();
    this.skipSpace();
    if (this.text[this.at] !== '=') {
      const found = this.text[this.at];
      if (found === undefined) this.unfinishedName();
      this.fail(`'${found}' is an unexpected token. The expected token is '='.`);
    }
    this.at++;
    this.skipSpace();
    const quote = this.text[this.at];
    if (quote === undefined) this.fail('Unexpected end of file has occurred.', this.text.length - 1);
    if (quote !== '"' && quote !== "'")
      this.fail(`'${quote}' is an unexpected token. The expected token is '"' or '''.`);
    const start = this.at + 1;
    const end = this.text.indexOf(quote, start);
    const raw = this.text.slice(start, end < 0 ? this.text.length : end);
    const less = raw.indexOf('<');
    if (less >= 0) this.fail("'<', hexadecimal value 0x3C, is an invalid attribute character.", start + less);
    const value = decode(this, raw, start, true);
    if (end < 0) this.fail('There is an unclosed literal string.', this.text.length);
    this.at = end + 1;
    return { name, value, at, valueAt: start - 1 };
  }

  element(tag: string, tagAt: number, raw: readonly RawAttribute[], empty: boolean): void {
    const outer =
      this.open.at(-1)?.namespaces ??
      new Map([
        ['xml', XML_NAMESPACE],
        ['xmlns', XMLNS_NAMESPACE],
      ]);
    const namespaces = new Map(outer);
    for (const { name, value, valueAt } of raw) {
      if (name === 'xmlns') namespaces.set('', value);
      else if (name.startsWith('xmlns:') && value === '') this.fail('Invalid namespace declaration.', valueAt);
      else if (name.startsWith('xmlns:')) namespaces.set(name.slice(6), value);
    }
    const element = new XElement(this.resolve(tag, tagAt, namespaces, true));
    for (const each of raw) {
      const isDefault = each.name === 'xmlns';
      const name = isDefault ? new XName('xmlns') : this.resolve(each.name, each.at, namespaces, false);
      if (element.attribute(name)) this.fail(`'${each.name}' is a duplicate attribute name.`, each.at);
      const attribute = new XAttribute(name, each.value);
      attribute.parent = element;
      element.attributes.push(attribute);
    }
    this.parent.insert(element, this.parent.nodes.length);
    if (!empty) this.open.push({ element, tag, at: tagAt, namespaces });
  }

  resolve(qualified: string, at: number, namespaces: ReadonlyMap<string, string>, isElement: boolean): XName {
    const colon = qualified.indexOf(':');
    if (colon < 0) return new XName(qualified, isElement ? (namespaces.get('') ?? '') : '');
    const prefix = qualified.slice(0, colon);
    const uri = namespaces.get(prefix) ?? this.fail(`'${prefix}' is an undeclared prefix.`, at);
    return new XName(qualified.slice(colon + 1), uri);
  }

  endTag(): void {
    const at = this.at + 2;
    this.at = at;
    const current = this.open.at(-1);
    if (!current) this.fail('Unexpected end tag.', at);
    if (at === this.text.length - 1 && !NAME_START.test(this.text[at] as string))
      this.fail('Unexpected end of file while parsing Name has occurred.', at);
    const tag = this.name();
    if (tag !== current.tag) {
      const { line, position } = this.place(current.at);
      this.fail(
        `The '${current.tag}' start tag on line ${line} position ${position} does not match the end tag of '${tag}'.`,
        at,
      );
    }
    this.skipSpace();
    if (this.text[this.at] !== '>') {
      const found = this.text[this.at];
      if (found === undefined)
        this.fail(
          `Unexpected end of file has occurred. The following elements are not closed: ${tag}.`,
          this.text.length,
        );
      this.fail(`'${found}' is an unexpected token. The expected token is '>'.`);
    }
    this.at++;
    if (current.element.nodes.length === 0) current.element.emptyText = true;
    this.open.pop();
  }

  markup(): void {
    const { text } = this;
    if (text.startsWith('<!--', this.at)) {
      const end = text.indexOf('--', this.at + 4);
      if (end < 0) this.unfinished('Comment', this.at + 4);
      if (text[end + 2] !== '>') this.fail(COMMENT, end);
      this.add(new XComment(normalise(text.slice(this.at + 4, end), false)), end + 3);
    } else if (text.startsWith('<![CDATA[', this.at)) {
      const end = text.indexOf(']]>', this.at + 9);
      if (end < 0) this.unfinished('CDATA', this.at + 9);
      if (this.open.length === 0) this.fail('Data at the root level is invalid.', this.at + 1);
      this.add(new XCData(normalise(text.slice(this.at + 9, end), false)), end + 3);
    } else if (this.open.length > 0 && isStart(text.slice(this.at))) this.unclosed();
    else if (text.startsWith('<!DOCTYPE', this.at) && this.open.length === 0 && !this.document.root)
      this.documentType();
    else this.fail('Data at the root level is invalid.', this.at + 1);
  }

  /** The text ends within what begins at `start`. The place is where .NET's reader began its last piece of it. */
  unfinished(kind: string, start: number): never {
    const content = this.text.slice(start);
    const last = /[-\]]$/.test(content) ? this.text.length - 1 : /[\r\n]/.test(content) ? this.text.length : start;
    return this.fail(`Unexpected end of file while parsing ${kind} has occurred.`, last);
  }

  add(node: XComment | XCData | XProcessingInstruction | XDocumentType, end: number): void {
    this.parent.insert(node, this.parent.nodes.length);
    this.at = end;
  }

  documentType(): void {
    const match =
      /^<!DOCTYPE\s+([^\s[>]+)\s*(?:PUBLIC\s+(["'])(.*?)\2\s*(?:(["'])(.*?)\4)?\s*|SYSTEM\s+(["'])(.*?)\6\s*)?(?:\[((?:[^\]"']|"[^"]*"|'[^']*')*)\]\s*)?>/s.exec(
        this.text.slice(this.at),
      );
    if (!match) this.fail('Unexpected DTD declaration.', this.at + 2);
    const node = new XDocumentType(match[1] ?? '', match[3] ?? null, match[5] ?? match[7] ?? null, match[8] ?? '');
    this.add(node, this.at + match[0].length);
  }

  instruction(): void {
    const start = this.at + 2;
    this.at = start;
    const target = this.name();
    if (this.at === this.text.length) this.unfinishedName();
    if (target.toLowerCase() === 'xml') this.fail(EARLY_DECLARATION, start);
    const end = this.text.indexOf('?>', this.at);
    if (end < 0) this.fail('Unexpected end of file while parsing PI has occurred.', this.text.length);
    const data = normalise(this.text.slice(this.at, end).replace(/^[ \t\r\n]+/, ''), false);
    this.add(new XProcessingInstruction(target, data), end + 2);
  }
}

/** Whether the whole text is how a comment or a section of character data begins. */
const isStart = (text: string): boolean => '<!--'.startsWith(text) || '<![CDATA['.startsWith(text);

/** Parses a document. Throws System.Xml.XmlException. */
export function parseXml(text: string, runtime: Runtime, keepWhite = false): XDocument {
  runtime.charge(text.length);
  return new XmlParser(text, runtime, keepWhite).parse();
}
