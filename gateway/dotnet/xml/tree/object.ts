import type { Runtime } from '../../core/define.ts';
import { meter } from '../../core/meter.ts';
import { named, type TypeRef } from '../../core/type-ref.ts';
import { NetObject } from '../../core/values.ts';
import { argument } from '../../primitives/argument-errors.ts';
import { contentText } from '../xml-convert.ts';
import type { XContainer } from './container.ts';
import type { XDocument } from './document.ts';
import { isDocument } from './node-type.ts';

/** A type of System.Xml.Linq by its simple name. */
export const linqType = (name: string): TypeRef => named(`System.Xml.Linq.${name}`);

/** Units of work that a node counts for, which keeps the memory of all nodes of an evaluation within bounds. */
const nodeCost = 32;

/** System.Xml.Linq.XObject. */
export abstract class XObject extends NetObject {
  constructor() {
    super();
    // A node that has a parent is cloned where it is added again, so that trees can double with every step.
    meter(nodeCost);
  }
  parent: XContainer | null = null;
  abstract get nodeType(): number;
  get document(): XDocument | null {
    let top: XObject = this;
    while (top.parent) top = top.parent;
    return isDocument(top) ? top : null;
  }
}

/** The text of a value in `object` form as content. Throws System.ArgumentException for a node or attribute. */
export function valueText(value: unknown, runtime: Runtime): string {
  if (value instanceof XObject) argument('An XObject cannot be used as a value.');
  return contentText(value, runtime);
}
