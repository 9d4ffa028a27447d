import type { TypeRef } from '../../core/type-ref.ts';
import { XNode } from './node.ts';
import { NodeType } from './node-type.ts';
import { linqType } from './object.ts';

const netType = linqType('XProcessingInstruction');

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
    return netType;
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
