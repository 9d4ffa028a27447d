import type { XDocument } from './document.ts';
import type { XElement } from './element.ts';
import type { XObject } from './object.ts';

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

/** Told by the type of node, so that containers need not load the class of their own children. */
export function isElement(node: XObject): node is XElement {
  return node.nodeType === NodeType.Element;
}

/** Whether the node is a whole document. */
export function isDocument(node: XObject): node is XDocument {
  return node.nodeType === NodeType.Document;
}
