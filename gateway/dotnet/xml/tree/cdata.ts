import type { TypeRef } from '../../core/type-ref.ts';
import type { XNode } from './node.ts';
import { NodeType } from './node-type.ts';
import { linqType } from './object.ts';
import { XText } from './text.ts';

const netType = linqType('XCData');

/** System.Xml.Linq.XCData. */
export class XCData extends XText {
  override get netType(): TypeRef {
    return netType;
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
