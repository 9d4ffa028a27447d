/**
 * Writing a tree as XML text the way XNode.ToString does: indentation that stops where text begins, namespace
 * declarations where they are needed, and prefixes made up for attributes that have none.
 */
import { throwNet } from '../core/exception.ts';
import { XML_NAMESPACE, XMLNS_NAMESPACE } from './names.ts';
import type { XAttribute } from './tree/attribute.ts';
import { XCData } from './tree/cdata.ts';
import { XComment } from './tree/comment.ts';
import { XDocument } from './tree/document.ts';
import { XDocumentType } from './tree/document-type.ts';
import { XElement } from './tree/element.ts';
import type { XNode } from './tree/node.ts';
import { XProcessingInstruction } from './tree/processing-instruction.ts';
import { XText } from './tree/text.ts';

interface Declared {
  readonly prefix: string;
  readonly uri: string;
  /** Must still be written in the start tag. */
  pending: boolean;
}

const INVALID = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** Throws System.ArgumentException for a character that XML cannot hold. */
function checkText(text: string): void {
  const bad = INVALID.exec(text)?.[0];
  if (bad === undefined || (bad >= '\u007f' && bad <= '\u009f')) return;
  const code = bad.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  throwNet('System.ArgumentException', `'${bad}', hexadecimal value 0x${code}, is an invalid character.`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
  '\n': '&#xA;',
  '\t': '&#x9;',
};

/** An attribute value without its quotes. */
function escapeAttribute(text: string): string {
  checkText(text);
  return text.replace(/[&<>"\r\n\t]/g, (ch) => entities[ch] ?? ch);
}

/** Writer of one tree. */
class XmlWriter {
  readonly out: string[] = [];
  readonly newLine: string;
  readonly indents: boolean;
  readonly scopes: Declared[] = [
    { prefix: 'xmlns', uri: XMLNS_NAMESPACE, pending: false },
    { prefix: 'xml', uri: XML_NAMESPACE, pending: false },
    { prefix: '', uri: '', pending: false },
  ];
  depth = 0;
  mixed = false;
  started = false;

  constructor(newLine: string, indents: boolean) {
    this.newLine = newLine;
    this.indents = indents;
  }

  indent(): void {
    if (this.indents && !this.mixed && this.started) this.out.push(this.newLine, '  '.repeat(this.depth));
    this.started = true;
  }

  node(node: XNode): void {
    if (node instanceof XElement) this.element(node);
    else if (node instanceof XCData) this.cdata(node);
    else if (node instanceof XText) this.text(node.value);
    else if (node instanceof XComment) {
      this.indent();
      checkText(node.value);
      this.out.push(`<!--${node.value.replace(/--/g, '- -').replace(/--/g, '- -').replace(/-$/, '- ')}-->`);
    } else if (node instanceof XProcessingInstruction) {
      this.indent();
      const data = node.data.replaceAll('?>', '? >');
      this.out.push(`<?${node.target}${data === '' ? '' : ` ${data}`}?>`);
    } else if (node instanceof XDocumentType) this.documentType(node);
    else if (node instanceof XDocument) for (const child of node.nodes) this.node(child);
  }

  text(text: string): void {
    checkText(text);
    this.mixed = true;
    this.started = true;
    this.out.push(text.replace(/[&<>]/g, (ch) => entities[ch] ?? ch).replace(/\r\n|\r|\n/g, this.newLine));
  }

  cdata(node: XCData): void {
    checkText(node.value);
    this.mixed = true;
    this.started = true;
    this.out.push(
      `<![CDATA[${node.value.replaceAll(']]>', ']]]]><![CDATA[>').replace(/\r\n|\r|\n/g, this.newLine)}]]>`,
    );
  }

  documentType(node: XDocumentType): void {
    this.indent();
    const external = node.publicId
      ? ` PUBLIC "${node.publicId}" "${node.systemId ?? ''}"`
      : node.systemId
        ? ` SYSTEM "${node.systemId}"`
        : '';
    const subset = node.internalSubset === null ? '' : `[${node.internalSubset}]`;
    this.out.push(`<!DOCTYPE ${node.name}${external === '' ? ' ' : external}${subset}>`);
  }

  /** The prefix that the tree itself declares for a namespace. */
  declaredPrefix(element: XElement | null, uri: string, allowDefault: boolean): string | null {
    const hidden = new Set<string>();
    for (let each = element; each; each = each.parent instanceof XElement ? each.parent : null) {
      for (const attribute of each.attributes.toReversed()) {
        if (!attribute.isNamespaceDeclaration) continue;
        const prefix = attribute.name.uri === '' ? '' : attribute.name.local;
        if (attribute.value === uri && !hidden.has(prefix) && (allowDefault || prefix !== '')) return prefix;
        hidden.add(prefix);
      }
    }
    if (uri === XML_NAMESPACE) return 'xml';
    return uri === XMLNS_NAMESPACE ? 'xmlns' : null;
  }

  find(prefix: string): number {
    return this.scopes.findLastIndex((each) => each.prefix === prefix);
  }

  /** Makes sure that a prefix means a namespace in the current element. */
  declare(prefix: string, uri: string, base: number): void {
    const at = this.find(prefix);
    if (at >= base) return;
    const known = at >= 0 && this.scopes[at]?.uri === uri;
    this.scopes.push({ prefix, uri, pending: !known });
  }

  element(element: XElement): void {
    this.indent();
    const base = this.scopes.length;
    const { uri, local } = element.name;
    const prefix = uri === '' ? '' : (this.declaredPrefix(element, uri, true) ?? this.scopePrefix(uri) ?? '');
    this.out.push('<', prefix === '' ? local : `${prefix}:${local}`);
    this.declare(prefix, uri, base);
    for (const attribute of element.attributes) this.attribute(attribute, element, base);
    for (let i = this.scopes.length - 1; i >= base; i--) {
      const each = this.scopes[i] as Declared;
      if (!each.pending || (each.prefix === '' && each.uri === '' && this.outerDefault(base) === '')) continue;
      this.out.push(` ${each.prefix === '' ? 'xmlns' : `xmlns:${each.prefix}`}="${escapeAttribute(each.uri)}"`);
    }
    this.content(element, prefix === '' ? local : `${prefix}:${local}`);
    this.scopes.length = base;
  }

  outerDefault(base: number): string {
    for (let i = base - 1; i >= 0; i--) if (this.scopes[i]?.prefix === '') return this.scopes[i]?.uri ?? '';
    return '';
  }

  scopePrefix(uri: string): string | null {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const each = this.scopes[i] as Declared;
      if (each.uri === uri && this.find(each.prefix) === i) return each.prefix;
    }
    return null;
  }

  attribute(attribute: XAttribute, element: XElement, base: number): void {
    const { name, value } = attribute;
    if (attribute.isNamespaceDeclaration) {
      const prefix = name.uri === '' ? '' : name.local;
      const at = this.find(prefix);
      if (at >= base) (this.scopes[at] as Declared).pending = false;
      else this.scopes.push({ prefix, uri: value, pending: false });
      this.out.push(` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(value)}"`);
      return;
    }
    let shown = name.local;
    if (name.uri !== '') {
      const prefix = this.declaredPrefix(element, name.uri, false) ?? this.attributePrefix(name.uri);
      if (prefix !== 'xml') this.declare(prefix, name.uri, base);
      shown = `${prefix}:${name.local}`;
    }
    this.out.push(` ${shown}="${escapeAttribute(value)}"`);
  }

  attributePrefix(uri: string): string {
    for (let i = this.scopes.length - 1; i > 2; i--) {
      const each = this.scopes[i] as Declared;
      if (each.prefix !== '' && each.uri === uri && this.find(each.prefix) === i) return each.prefix;
    }
    const generated = `p${this.scopes.length - 3}`;
    let prefix = generated;
    for (let i = 0; this.find(prefix) >= 0; i++) prefix = `${generated}_${i}`;
    return prefix;
  }

  content(element: XElement, tag: string): void {
    if (element.isEmpty) {
      this.out.push(' />');
      return;
    }
    this.out.push('>');
    const outer = this.mixed;
    this.depth++;
    for (const child of element.nodes) this.node(child);
    this.depth--;
    if (element.nodes.length > 0 && !this.mixed) this.indent();
    this.mixed = outer;
    this.out.push(`</${tag}>`);
  }
}

/** A node as text. @param newLine line break of the machine @param indented whether to indent */
export function writeXml(node: XNode, newLine: string, indented: boolean): string {
  const writer = new XmlWriter(newLine, indented);
  writer.node(node);
  return writer.out.join('');
}

/** An attribute as `name="value"`, with the prefix that its element knows. */
export function writeAttribute(attribute: XAttribute): string {
  const writer = new XmlWriter('\n', false);
  const { name, value } = attribute;
  let shown = name.local;
  if (attribute.isNamespaceDeclaration) shown = name.uri === '' ? 'xmlns' : `xmlns:${name.local}`;
  else if (name.uri !== '') {
    const prefix = writer.declaredPrefix(attribute.owner, name.uri, false);
    if (prefix === null) return `p1:${name.local}="${escapeAttribute(value)}" xmlns:p1="${escapeAttribute(name.uri)}"`;
    shown = `${prefix}:${name.local}`;
  }
  return `${shown}="${escapeAttribute(value)}"`;
}
