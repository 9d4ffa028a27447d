import { elements, elementType } from '../../collections/enumerate.ts';
import { box } from '../../core/box.ts';
import { argument } from '../../primitives/argument-errors.ts';
import { reflectionName } from '../../primitives/reflection-name.ts';
import type { JsonPosition } from '../json-position.ts';
import { contentToken, isMultiContent } from './content.ts';
import { JToken } from './token.ts';
import { JValue } from './value.ts';

/** Newtonsoft.Json.Linq.JContainer: what may be added to a token, and when it is cloned for that. */
export abstract class JContainer extends JToken {
  abstract accepts(token: JToken, replaced: JToken | null): void;
  abstract insertAt(index: number, token: JToken): void;
  abstract removeAt(index: number): void;
  abstract setAt(index: number, token: JToken): void;
  /** The level that a child adds to a path; null for the value of a property, which its property already names. */
  abstract positionOf(child: JToken): JsonPosition | null;

  /** A token that can become a child: a clone when it already has a parent or is this container. */
  adopt(token: JToken | null): JToken {
    if (token === null) return JValue.null();
    const cyclic = token.hasValues && this.root === token;
    return token.parent !== null || token === this || cyclic ? token.clone() : token;
  }

  /** Adds content as `Add` does: tokens, values, or every item of a sequence. */
  add(content: unknown, index = this.children.length): void {
    if (isMultiContent(content)) {
      let at = index;
      const type = elementType(content);
      for (const item of elements(content)) {
        this.add(box(item, type), at);
        at++;
      }
      return;
    }
    const token = this.adopt(contentToken(content));
    this.accepts(token, null);
    this.insertAt(index, token);
  }

  /** Replaces a child; replaced by itself it stays. */
  replaceChild(existing: JToken, replacement: JToken): void {
    const index = this.children.indexOf(existing);
    if (existing === replacement) return;
    const token = this.adopt(replacement);
    this.accepts(token, existing);
    this.setAt(index, token);
  }

  removeChild(token: JToken): void {
    const index = this.children.indexOf(token);
    if (index >= 0) this.removeAt(index);
  }

  protected reject(token: JToken): never {
    return argument(`Can not add ${reflectionName(token.netType)} to ${reflectionName(this.netType)}.`);
  }
}
