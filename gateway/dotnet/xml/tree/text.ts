import type { TypeRef } from '../../core/type-ref.ts';
import { XNode } from './node.ts';
import { NodeType } from './node-type.ts';
import { linqType } from './object.ts';

const netType = linqType('XText');

/** System.Xml.Linq.XText. */
export class XText extends XNode {
  value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override get netType(): TypeRef {
    return netType;
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
