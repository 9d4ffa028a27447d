/**
 * Reading XML text into a tree, as XElement.Parse and XDocument.Parse do, with the messages of .NET's reader. Document
 * type declarations are kept as text; entities that they declare are not expanded, so that no input can grow.
 */
import type { Runtime } from '../core/define.ts';
import { NAME_CHAR, NAME_START, XML_NAMESPACE, XMLNS_NAMESPACE, XName } from './names.ts';
import {
  XAttribute,
  XCData,
  XComment,
  type XContainer,
  XDeclaration,
  XDocument,
  XDocumentType,
  XElement,
  XProcessingInstruction,
  XText,
  xmlError,
} from './nodes.ts';

/** Deepest nesting of elements; deeper documents are refused. */
const MAX_DEPTH = 1000;
const EARLY_DECLARATION =
  'Unexpected XML declaration. The XML declaration must be the first node in the document, and no whitespace characters are allowed to appear before it.';
const COMMENT = "An XML comment cannot contain '--', and '-' cannot be the last character.";
const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const isSpace = (ch: string | undefined): boolean => ch === ' ' || ch === '\t' || ch === '\n' || ch === '\r';
const hex = (ch: string): string => `0x${ch.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

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

class XmlParser {
  readonly text: string;
  readonly runtime: Runtime;
  readonly keepWhite: boolean;
  at = 0;
  readonly open: OpenElement[] = [];
  readonly document = new XDocument();

  constructor(text: string, runtime: Runtime, keepWhite: boolean) {
    this.text = text;
    this.runtime = runtime;
    this.keepWhite = keepWhite;
  }

  place(offset: number): { line: number; position: number } {
    let line = 1;
    let start = 0;
    for (const match of this.text.slice(0, offset).matchAll(/\r\n|\r|\n/g)) {
      line++;
      start = match.index + match[0].length;
    }
    return { line, position: offset - start + 1 };
  }

  fail(message: string, offset = this.at): never {
    const { line, position } = this.place(offset);
    return xmlError(`${message} Line ${line}, position ${position}.`);
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
    const value = this.decode(raw, start);
    this.at = end;
    const white = !this.keepWhite && /^[ \t\r\n]*$/.test(raw);
    if (white) return;
    const last = this.parent.nodes.at(-1);
    if (last instanceof XText && !(last instanceof XCData)) last.value += value;
    else this.parent.insert(new XText(value), this.parent.nodes.length);
  }

  /** Character data with line ends made uniform and references resolved. @param offset where it begins in the text */
  decode(raw: string, offset: number, attribute = false): string {
    const bad = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/u.exec(raw);
    if (bad && !(bad[0] >= '\u007f' && bad[0] <= '\u009f'))
      this.fail(`'${bad[0]}', hexadecimal value ${hex(bad[0])}, is an invalid character.`, offset + bad.index);
    if (!raw.includes('&')) return normalise(raw, attribute);
    let out = '';
    let from = 0;
    for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', from)) {
      out += normalise(raw.slice(from, at), attribute);
      const [value, length] = this.reference(raw, at, offset + at);
      out += value;
      from = at + length;
    }
    return out + normalise(raw.slice(from), attribute);
  }

  /** A reference at `at`. @returns what it stands for and its length */
  reference(raw: string, at: number, offset: number): [string, number] {
    if (raw[at + 1] === '#') return this.characterReference(raw, at, offset);
    if (offset + 1 === this.text.length) this.fail('Unexpected end of file has occurred.', offset);
    if (!NAME_START.test(raw[at + 1] ?? '')) this.fail('An error occurred while parsing EntityName.', offset + 1);
    let end = at + 1;
    while (end < raw.length && (NAME_CHAR.test(raw[end] as string) || raw[end] === ':')) end++;
    if (raw[end] !== ';') {
      const found = this.text[offset + end - at];
      if (found === undefined) this.fail('An error occurred while parsing EntityName.', offset + 1);
      this.fail(`'${found}' is an unexpected token. The expected token is ';'.`, offset + end - at);
    }
    const name = raw.slice(at + 1, end);
    const value = predefined[name] ?? this.fail(`Reference to undeclared entity '${name}'.`, offset + 1);
    return [value, end + 1 - at];
  }

  characterReference(raw: string, at: number, offset: number): [string, number] {
    const isHex = raw[at + 2] === 'x';
    const digits = (isHex ? /^[0-9a-fA-F]+/ : /^[0-9]+/).exec(raw.slice(at + (isHex ? 3 : 2)))?.[0] ?? '';
    const end = at + (isHex ? 3 : 2) + digits.length;
    if (digits === '' || raw[end] !== ';') {
      const kind = isHex ? 'hexadecimal' : 'decimal';
      this.fail(`Invalid syntax for a ${kind} numeric entity reference.`, offset + end - at);
    }
    const code = Number.parseInt(digits, isHex ? 16 : 10);
    const valid =
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 32 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0x10ffff && (code & 0xfffe) !== 0xfffe);
    if (!valid) {
      const shown = code === 0 ? '.' : code <= 0xffff ? String.fromCharCode(code) : '\ufffd';
      const value = `0x${code.toString(16).toUpperCase().padStart(2, '0')}`;
      this.fail(`'${shown}', hexadecimal value ${value}, is an invalid character.`, offset + (isHex ? 3 : 2));
    }
    return [String.fromCodePoint(code), end + 1 - at];
  }

  /** A qualified name. */
  name(): string {
    const start = this.at;
    const first = this.text[start];
    if (first === undefined) this.unfinishedName();
    if (!NAME_START.test(first)) {
      this.fail(`Name cannot begin with the '${first}' character, hexadecimal value ${hex(first)}.`);
    }
    let colons = 0;
    while (this.at < this.text.length) {
      const ch = this.text[this.at] as string;
      if (ch === ':') {
        if (++colons > 1 || this.at === start)
          this.fail("The ':' character, hexadecimal value 0x3A, cannot be included in a name.");
      } else if (colons === 1 && this.text[this.at - 1] === ':' && !NAME_START.test(ch)) {
        this.fail(`Name cannot begin with the '${ch}' character, hexadecimal value ${hex(ch)}.`);
      } else if (!NAME_CHAR.test(ch)) break;
      this.at++;
    }
    return this.text.slice(start, this.at);
  }

  unfinishedName(): never {
    return this.fail('Unexpected end of file while parsing Name has occurred.', this.text.length);
  }

  skipSpace(): boolean {
    const start = this.at;
    while (isSpace(this.text[this.at])) this.at++;
    return this.at > start;
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
    const value = this.decode(raw, start, true);
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

/** Line ends become `\n`; in attributes every white space becomes a space. */
function normalise(text: string, attribute: boolean): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return attribute ? lines.replace(/[\n\t]/g, ' ') : lines;
}

/** Parses a document. Throws System.Xml.XmlException. */
export function parseXml(text: string, runtime: Runtime, keepWhite = false): XDocument {
  runtime.charge(text.length);
  return new XmlParser(text, runtime, keepWhite).parse();
}
