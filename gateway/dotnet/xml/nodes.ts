/**
 * The tree of LINQ to XML: nodes, their parents, and the rules about what content may be added where. The .NET members
 * are declared in the files named after the types.
 */

import { elements, elementType, isEnumerable } from '../collections/enumerate.ts';
import { box } from '../core/box.ts';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { meter } from '../core/meter.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';
import { argument, invalidOperation } from '../primitives/argument-errors.ts';
import { XMLNS_NAMESPACE, type XName } from './names.ts';
import { contentText } from './xml-convert.ts';

/** System.Xml.XmlNodeType. */
export const NodeType = {
  None: 0,
  Element: 1,
  Attribute: 2,
  Text: 3,
  CDATA: 4,
  EntityReference: 5,
  Entity: 6,
  ProcessingInstruction: 7,
  Comment: 8,
  Document: 9,
  DocumentType: 10,
  DocumentFragment: 11,
  Notation: 12,
  Whitespace: 13,
  SignificantWhitespace: 14,
  EndElement: 15,
  EndEntity: 16,
  XmlDeclaration: 17,
} as const;

const linq = (name: string): TypeRef => named(`System.Xml.Linq.${name}`);
const STRUCTURE = 'This operation would create an incorrectly structured document.';
const NOT_WHITE = 'Non-whitespace characters cannot be added to content.';

/** Units of work that a node counts for, which keeps the memory of all nodes of an evaluation within bounds. */
const nodeCost = 32;

/** System.Xml.Linq.XObject. */
export abstract class XObject extends NetObject {
  constructor() {
    super();
    // A node that has a parent is cloned where it is added again, so that trees can double with every step.
    meter(nodeCost);
  }
  parent: XContainer | null = null;
  abstract get nodeType(): number;
  get document(): XDocument | null {
    let top: XObject = this;
    while (top.parent) top = top.parent;
    return top instanceof XDocument ? top : null;
  }
}

/** System.Xml.Linq.XNode. */
export abstract class XNode extends XObject {
  abstract clone(): XNode;
  /** A form in which two nodes are deeply equal exactly when they are the same. */
  abstract deepKey(): string;
  get index(): number {
    return this.parent ? this.parent.nodes.indexOf(this) : -1;
  }
  get next(): XNode | null {
    return this.parent?.nodes[this.index + 1] ?? null;
  }
  get previous(): XNode | null {
    return this.parent?.nodes[this.index - 1] ?? null;
  }
  requireParent(): XContainer {
    return this.parent ?? invalidOperation('The parent is missing.');
  }
  remove(): void {
    this.requireParent().removeNode(this);
  }
}

/** System.Xml.Linq.XAttribute. */
export class XAttribute extends XObject {
  readonly name: XName;
  value: string;
  constructor(name: XName, value: string) {
    super();
    this.name = name;
    this.value = value;
  }
  override get netType(): TypeRef {
    return linq('XAttribute');
  }
  override get nodeType(): number {
    return NodeType.Attribute;
  }
  get isNamespaceDeclaration(): boolean {
    return this.name.uri === '' ? this.name.local === 'xmlns' : this.name.uri === XMLNS_NAMESPACE;
  }
  get owner(): XElement | null {
    return this.parent instanceof XElement ? this.parent : null;
  }
  remove(): void {
    const owner = this.owner ?? invalidOperation('The parent is missing.');
    owner.attributes.splice(owner.attributes.indexOf(this), 1);
    this.parent = null;
  }
}

/** System.Xml.Linq.XText. */
export class XText extends XNode {
  value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override get netType(): TypeRef {
    return linq('XText');
  }
  override get nodeType(): number {
    return NodeType.Text;
  }
  override clone(): XNode {
    return new XText(this.value);
  }
  override deepKey(): string {
    return `text:${JSON.stringify(this.value)}`;
  }
}

/** System.Xml.Linq.XCData. */
export class XCData extends XText {
  override get netType(): TypeRef {
    return linq('XCData');
  }
  override get nodeType(): number {
    return NodeType.CDATA;
  }
  override clone(): XNode {
    return new XCData(this.value);
  }
  override deepKey(): string {
    return `cdata:${JSON.stringify(this.value)}`;
  }
}

/** System.Xml.Linq.XComment. */
export class XComment extends XNode {
  value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override get netType(): TypeRef {
    return linq('XComment');
  }
  override get nodeType(): number {
    return NodeType.Comment;
  }
  override clone(): XNode {
    return new XComment(this.value);
  }
  override deepKey(): string {
    return `comment:${JSON.stringify(this.value)}`;
  }
}

/** System.Xml.Linq.XProcessingInstruction. */
export class XProcessingInstruction extends XNode {
  target: string;
  data: string;
  constructor(target: string, data: string) {
    super();
    this.target = target;
    this.data = data;
  }
  override get netType(): TypeRef {
    return linq('XProcessingInstruction');
  }
  override get nodeType(): number {
    return NodeType.ProcessingInstruction;
  }
  override clone(): XNode {
    return new XProcessingInstruction(this.target, this.data);
  }
  override deepKey(): string {
    return `pi:${JSON.stringify([this.target, this.data])}`;
  }
}

/** System.Xml.Linq.XDocumentType. */
export class XDocumentType extends XNode {
  name: string;
  publicId: string | null;
  systemId: string | null;
  internalSubset: string | null;
  constructor(name: string, publicId: string | null, systemId: string | null, internalSubset: string | null) {
    super();
    this.name = name;
    this.publicId = publicId;
    this.systemId = systemId;
    this.internalSubset = internalSubset;
  }
  override get netType(): TypeRef {
    return linq('XDocumentType');
  }
  override get nodeType(): number {
    return NodeType.DocumentType;
  }
  override clone(): XNode {
    return new XDocumentType(this.name, this.publicId, this.systemId, this.internalSubset);
  }
  override deepKey(): string {
    return `doctype:${JSON.stringify([this.name, this.publicId, this.systemId, this.internalSubset])}`;
  }
}

/** System.Xml.Linq.XDeclaration. */
export class XDeclaration extends NetObject {
  version: string | null;
  encoding: string | null;
  standalone: string | null;
  constructor(version: string | null, encoding: string | null, standalone: string | null) {
    super();
    this.version = version;
    this.encoding = encoding;
    this.standalone = standalone;
  }
  override get netType(): TypeRef {
    return linq('XDeclaration');
  }
  toText(): string {
    const part = (name: string, value: string | null): string => (value === null ? '' : ` ${name}="${value}"`);
    return `<?xml${part('version', this.version)}${part('encoding', this.encoding)}${part('standalone', this.standalone)}?>`;
  }
}

/** System.Xml.Linq.XContainer. */
export abstract class XContainer extends XNode {
  readonly nodes: XNode[] = [];
  /** The content is the empty string, which is not the same as no content. */
  emptyText = false;

  /** Checks a node before it is added after `previous`. */
  protected abstract validate(node: XNode, previous: XNode | null): void;
  protected abstract addAttribute(attribute: XAttribute): void;
  protected validateText(_text: string): void {}

  /** Adds content as `Add` does. @param content in `object` form */
  add(content: unknown, runtime: Runtime): void {
    runtime.charge(1);
    if (content === null || content === undefined) return;
    if (content instanceof XNode) this.insert(content, this.nodes.length);
    else if (typeof content === 'string') this.addText(content);
    else if (content instanceof XAttribute) this.addAttribute(content);
    else if (isEnumerable(content) && !(content instanceof NetArray && content.items instanceof Uint8Array)) {
      const type = elementType(content);
      for (const item of elements(content)) this.add(box(item, type), runtime);
    } else this.addText(valueText(content, runtime));
  }

  /** Inserts content at a position. Text becomes nodes of its own; pieces that follow each other are one. */
  addAt(content: unknown, index: number, runtime: Runtime): void {
    let at = index;
    let pending: XText | null = null;
    const put = (piece: unknown): void => {
      runtime.charge(1);
      if (piece === null || piece === undefined) return;
      if (piece instanceof XNode) {
        this.insert(piece, at++);
        pending = null;
      } else if (piece instanceof XAttribute) this.addAttribute(piece);
      else if (typeof piece !== 'string' && isEnumerable(piece)) {
        const type = elementType(piece);
        for (const item of elements(piece)) put(box(item, type));
      } else {
        const text = typeof piece === 'string' ? piece : valueText(piece, runtime);
        this.validateText(text);
        if (pending) pending.value += text;
        else if (text !== '') {
          pending = new XText(text);
          this.insert(pending, at++);
        } else if (this.nodes.length === 0) this.emptyText = true;
      }
    };
    put(content);
  }

  private addText(text: string): void {
    this.validateText(text);
    const last = this.nodes.at(-1);
    if (last instanceof XText && !(last instanceof XCData)) {
      last.value += text;
      return;
    }
    if (text === '') {
      if (this.nodes.length === 0) this.emptyText = true;
      return;
    }
    this.insert(new XText(text), this.nodes.length);
  }

  /** Inserts a node, or a copy of it when it has a place already. */
  insert(node: XNode, index: number): void {
    let own = node;
    if (own.parent) own = own.clone();
    else {
      let top: XNode = this;
      while (top.parent) top = top.parent;
      if (top === own) own = own.clone();
    }
    this.validate(own, this.nodes[index - 1] ?? null);
    own.parent = this;
    this.nodes.splice(index, 0, own);
    this.emptyText = false;
  }

  removeNode(node: XNode): void {
    const index = this.nodes.indexOf(node);
    if (index < 0) invalidOperation('This operation was corrupted by external code.');
    this.nodes.splice(index, 1);
    node.parent = null;
  }

  removeNodes(): void {
    for (const node of this.nodes) node.parent = null;
    this.nodes.length = 0;
    this.emptyText = false;
  }

  /** Children in order; a child that is removed while it is visited ends the walk, as its links end in .NET. */
  *children(): Generator<XNode> {
    let node = this.nodes[0] ?? null;
    let index = 0;
    while (node) {
      yield node;
      if (node.parent !== this) return;
      if (this.nodes[index] !== node) index = this.nodes.indexOf(node);
      index++;
      node = this.nodes[index] ?? null;
    }
  }

  *elements(name: XName | null = null): Generator<XElement> {
    for (const node of this.children()) if (node instanceof XElement && (!name || name.same(node.name))) yield node;
  }

  /** Everything below, in document order. */
  *descendantNodes(): Generator<XNode> {
    for (const node of this.children()) {
      yield node;
      if (node instanceof XContainer) yield* node.descendantNodes();
    }
  }

  *descendants(name: XName | null = null): Generator<XElement> {
    for (const node of this.descendantNodes())
      if (node instanceof XElement && (!name || name.same(node.name))) yield node;
  }

  /** The text of all descendants. */
  get text(): string {
    let text = '';
    for (const node of this.descendantNodes()) if (node instanceof XText) text += node.value;
    return text;
  }

  protected copyContent(source: XContainer): void {
    for (const node of source.nodes) {
      const copy = node.clone();
      copy.parent = this;
      this.nodes.push(copy);
    }
    this.emptyText = source.emptyText;
  }

  /** Adjacent pieces of text compare as one. */
  protected contentKey(): string {
    const parts: string[] = [];
    let text = '';
    for (const node of this.nodes) {
      if (node instanceof XText && !(node instanceof XCData)) {
        text += node.value;
        continue;
      }
      if (text !== '') parts.push(JSON.stringify(text));
      text = '';
      parts.push(node.deepKey());
    }
    if (text !== '') parts.push(JSON.stringify(text));
    return parts.join(',');
  }
}

function valueText(value: unknown, runtime: Runtime): string {
  if (value instanceof XObject) argument('An XObject cannot be used as a value.');
  return contentText(value, runtime);
}

/** System.Xml.Linq.XElement. */
export class XElement extends XContainer {
  name: XName;
  readonly attributes: XAttribute[] = [];
  constructor(name: XName) {
    super();
    this.name = name;
  }
  override get netType(): TypeRef {
    return linq('XElement');
  }
  override get nodeType(): number {
    return NodeType.Element;
  }
  get isEmpty(): boolean {
    return this.nodes.length === 0 && !this.emptyText;
  }
  attribute(name: XName | null): XAttribute | null {
    return this.attributes.find((each) => each.name.same(name)) ?? null;
  }
  protected override validate(node: XNode): void {
    if (node instanceof XDocument) argument('A node of type Document cannot be added to content.');
    if (node instanceof XDocumentType) argument('A node of type DocumentType cannot be added to content.');
  }
  protected override addAttribute(attribute: XAttribute): void {
    if (this.attribute(attribute.name)) invalidOperation('Duplicate attribute.');
    const own = attribute.parent ? new XAttribute(attribute.name, attribute.value) : attribute;
    own.parent = this;
    this.attributes.push(own);
  }
  setAttribute(name: XName, value: string | null): void {
    const existing = this.attribute(name);
    if (value === null) existing?.remove();
    else if (existing) existing.value = value;
    else this.addAttribute(new XAttribute(name, value));
  }
  removeAttributes(): void {
    for (const attribute of this.attributes) attribute.parent = null;
    this.attributes.length = 0;
  }
  setText(text: string, runtime: Runtime): void {
    this.removeNodes();
    this.add(text, runtime);
  }
  override clone(): XElement {
    const copy = new XElement(this.name);
    for (const attribute of this.attributes) copy.addAttribute(new XAttribute(attribute.name, attribute.value));
    copy.copyContent(this);
    return copy;
  }
  override deepKey(): string {
    const attributes = this.attributes.map((each) => JSON.stringify([each.name.expanded, each.value])).join(',');
    return `element:${JSON.stringify(this.name.expanded)}[${attributes}](${this.contentKey()})`;
  }
}

/** System.Xml.Linq.XDocument. */
export class XDocument extends XContainer {
  declaration: XDeclaration | null = null;
  override get netType(): TypeRef {
    return linq('XDocument');
  }
  override get nodeType(): number {
    return NodeType.Document;
  }
  get root(): XElement | null {
    for (const node of this.nodes) if (node instanceof XElement) return node;
    return null;
  }
  protected override validate(node: XNode, previous: XNode | null): void {
    if (node instanceof XCData) argument('A node of type CDATA cannot be added to content.');
    if (node instanceof XText) this.validateText(node.value);
    else if (node instanceof XDocument) argument('A node of type Document cannot be added to content.');
    else if (node instanceof XElement && this.root) invalidOperation(STRUCTURE);
    else if (node instanceof XDocumentType) {
      const at = previous ? this.nodes.indexOf(previous) : -1;
      const before = this.nodes.slice(0, at + 1);
      if (before.some((each) => each instanceof XElement) || this.nodes.some((each) => each instanceof XDocumentType))
        invalidOperation(STRUCTURE);
    }
  }
  protected override validateText(text: string): void {
    if (!/^[ \t\r\n]*$/.test(text)) argument(NOT_WHITE);
  }
  protected override addAttribute(): void {
    argument('An attribute cannot be added to content.');
  }
  override clone(): XDocument {
    const copy = new XDocument();
    copy.declaration = this.declaration;
    copy.copyContent(this);
    return copy;
  }
  override deepKey(): string {
    return `document(${this.contentKey()})`;
  }
}

/** System.Xml.XmlException. */
export function xmlError(message: string): never {
  return throwNet('System.Xml.XmlException', message);
}
