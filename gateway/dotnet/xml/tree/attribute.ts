import type { TypeRef } from '../../core/type-ref.ts';
import { invalidOperation } from '../../primitives/argument-errors.ts';
import { XMLNS_NAMESPACE, type XName } from '../names.ts';
import type { XElement } from './element.ts';
import { isElement, NodeType } from './node-type.ts';
import { linqType, XObject } from './object.ts';

const netType = linqType('XAttribute');

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
    return netType;
  }
  override get nodeType(): number {
    return NodeType.Attribute;
  }
  get isNamespaceDeclaration(): boolean {
    return this.name.uri === '' ? this.name.local === 'xmlns' : this.name.uri === XMLNS_NAMESPACE;
  }
  get owner(): XElement | null {
    return this.parent && isElement(this.parent) ? this.parent : null;
  }
  remove(): void {
    const owner = this.owner ?? invalidOperation('The parent is missing.');
    owner.attributes.splice(owner.attributes.indexOf(this), 1);
    this.parent = null;
  }
}
