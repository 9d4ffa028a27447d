import { elements, elementType, isEnumerable } from '../../collections/enumerate.ts';
import { box } from '../../core/box.ts';
import type { Runtime } from '../../core/define.ts';
import { NetArray } from '../../core/values.ts';
import { invalidOperation } from '../../primitives/argument-errors.ts';
import type { XName } from '../names.ts';
import { XAttribute } from './attribute.ts';
import { XCData } from './cdata.ts';
import type { XElement } from './element.ts';
import { XNode } from './node.ts';
import { isElement } from './node-type.ts';
import { valueText } from './object.ts';
import { XText } from './text.ts';

/** System.Xml.Linq.XContainer. */
export abstract class XContainer extends XNode {
  readonly nodes: XNode[] = [];
  /** The content is the empty string, which is not the same as no content. */
  emptyText = false;

  /** Checks a node before it is added after `previous`. */
  protected abstract validate(node: XNode, previous: XNode | null): void;
  protected abstract addAttribute(attribute: XAttribute): void;
  protected validateText(_text: string): void {}

  /** Adds content as `Add` does. @param content in `object` form */
  add(content: unknown, runtime: Runtime): void {
    runtime.charge(1);
    if (content === null || content === undefined) return;
    if (content instanceof XNode) this.insert(content, this.nodes.length);
    else if (typeof content === 'string') this.addText(content);
    else if (content instanceof XAttribute) this.addAttribute(content);
    else if (isEnumerable(content) && !(content instanceof NetArray && content.items instanceof Uint8Array)) {
      const type = elementType(content);
      for (const item of elements(content)) this.add(box(item, type), runtime);
    } else this.addText(valueText(content, runtime));
  }

  /** Inserts content at a position. Text becomes nodes of its own; pieces that follow each other are one. */
  addAt(content: unknown, index: number, runtime: Runtime): void {
    let at = index;
    let pending: XText | null = null;
    const put = (piece: unknown): void => {
      runtime.charge(1);
      if (piece === null || piece === undefined) return;
      if (piece instanceof XNode) {
        this.insert(piece, at++);
        pending = null;
      } else if (piece instanceof XAttribute) this.addAttribute(piece);
      else if (typeof piece !== 'string' && isEnumerable(piece)) {
        const type = elementType(piece);
        for (const item of elements(piece)) put(box(item, type));
      } else {
        const text = typeof piece === 'string' ? piece : valueText(piece, runtime);
        this.validateText(text);
        if (pending) pending.value += text;
        else if (text !== '') {
          pending = new XText(text);
          this.insert(pending, at++);
        } else if (this.nodes.length === 0) this.emptyText = true;
      }
    };
    put(content);
  }

  private addText(text: string): void {
    this.validateText(text);
    const last = this.nodes.at(-1);
    if (last instanceof XText && !(last instanceof XCData)) {
      last.value += text;
      return;
    }
    if (text === '') {
      if (this.nodes.length === 0) this.emptyText = true;
      return;
    }
    this.insert(new XText(text), this.nodes.length);
  }

  /** Inserts a node, or a copy of it when it has a place already. */
  insert(node: XNode, index: number): void {
    let own = node;
    if (own.parent) own = own.clone();
    else {
      let top: XNode = this;
      while (top.parent) top = top.parent;
      if (top === own) own = own.clone();
    }
    this.validate(own, this.nodes[index - 1] ?? null);
    own.parent = this;
    this.nodes.splice(index, 0, own);
    this.emptyText = false;
  }

  removeNode(node: XNode): void {
    const index = this.nodes.indexOf(node);
    if (index < 0) invalidOperation('This operation was corrupted by external code.');
    this.nodes.splice(index, 1);
    node.parent = null;
  }

  removeNodes(): void {
    for (const node of this.nodes) node.parent = null;
    this.nodes.length = 0;
    this.emptyText = false;
  }

  /** Children in order; a child that is removed while it is visited ends the walk, as its links end in .NET. */
  *children(): Generator<XNode> {
    let node = this.nodes[0] ?? null;
    let index = 0;
    while (node) {
      yield node;
      if (node.parent !== this) return;
      if (this.nodes[index] !== node) index = this.nodes.indexOf(node);
      index++;
      node = this.nodes[index] ?? null;
    }
  }

  *elements(name: XName | null = null): Generator<XElement> {
    for (const node of this.children()) if (isElement(node) && (!name || name.same(node.name))) yield node;
  }

  /** Everything below, in document order. */
  *descendantNodes(): Generator<XNode> {
    for (const node of this.children()) {
      yield node;
      if (node instanceof XContainer) yield* node.descendantNodes();
    }
  }

  *descendants(name: XName | null = null): Generator<XElement> {
    for (const node of this.descendantNodes()) if (isElement(node) && (!name || name.same(node.name))) yield node;
  }

  /** The text of all descendants. */
  get text(): string {
    let text = '';
    for (const node of this.descendantNodes()) if (node instanceof XText) text += node.value;
    return text;
  }

  protected copyContent(source: XContainer): void {
    for (const node of source.nodes) {
      const copy = node.clone();
      copy.parent = this;
      this.nodes.push(copy);
    }
    this.emptyText = source.emptyText;
  }

  /** Adjacent pieces of text compare as one. */
  protected contentKey(): string {
    const parts: string[] = [];
    let text = '';
    for (const node of this.nodes) {
      if (node instanceof XText && !(node instanceof XCData)) {
        text += node.value;
        continue;
      }
      if (text !== '') parts.push(JSON.stringify(text));
      text = '';
      parts.push(node.deepKey());
    }
    if (text !== '') parts.push(JSON.stringify(text));
    return parts.join(',');
  }
}
