import type { TypeRef } from '../../core/type-ref.ts';
import { argument, invalidOperation } from '../../primitives/argument-errors.ts';
import { XCData } from './cdata.ts';
import { XContainer } from './container.ts';
import type { XDeclaration } from './declaration.ts';
import { XDocumentType } from './document-type.ts';
import { XElement } from './element.ts';
import type { XNode } from './node.ts';
import { NodeType } from './node-type.ts';
import { linqType } from './object.ts';
import { XText } from './text.ts';

const netType = linqType('XDocument');

const STRUCTURE = 'This operation would create an incorrectly structured document.';
const NOT_WHITE = 'Non-whitespace characters cannot be added to content.';

/** System.Xml.Linq.XDocument. */
export class XDocument extends XContainer {
  declaration: XDeclaration | null = null;
  override get netType(): TypeRef {
    return netType;
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
