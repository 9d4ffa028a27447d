import type { TypeRef } from '../../core/type-ref.ts';
import { XNode } from './node.ts';
import { NodeType } from './node-type.ts';
import { linqType } from './object.ts';

const netType = linqType('XComment');

/** System.Xml.Linq.XComment. */
export class XComment extends XNode {
  value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override get netType(): TypeRef {
    return netType;
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
