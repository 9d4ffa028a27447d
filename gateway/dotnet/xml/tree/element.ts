import type { Runtime } from '../../core/define.ts';
import type { TypeRef } from '../../core/type-ref.ts';
import { argument, invalidOperation } from '../../primitives/argument-errors.ts';
import type { XName } from '../names.ts';
import { XAttribute } from './attribute.ts';
import { XContainer } from './container.ts';
import { XDocumentType } from './document-type.ts';
import type { XNode } from './node.ts';
import { isDocument, NodeType } from './node-type.ts';
import { linqType } from './object.ts';

const netType = linqType('XElement');

/** System.Xml.Linq.XElement. */
export class XElement extends XContainer {
  name: XName;
  readonly attributes: XAttribute[] = [];
  constructor(name: XName) {
    super();
    this.name = name;
  }
  override get netType(): TypeRef {
    return netType;
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
    if (isDocument(node)) argument('A node of type Document cannot be added to content.');
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
