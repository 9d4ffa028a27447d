import type { TypeRef } from '../../core/type-ref.ts';
import { XNode } from './node.ts';
import { NodeType } from './node-type.ts';
import { linqType } from './object.ts';

const netType = linqType('XDocumentType');

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
    return netType;
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
