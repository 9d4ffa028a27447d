import { invalidOperation } from '../../primitives/argument-errors.ts';
import type { XContainer } from './container.ts';
import { XObject } from './object.ts';

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
