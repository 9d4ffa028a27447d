import { throwNet } from '../../core/exception.ts';
import { indexOutOfRange, invalidOperation } from '../../primitives/argument-errors.ts';
import type { JsonPosition } from '../json-position.ts';
import { JContainer } from './container.ts';
import { JProperty } from './property.ts';
import type { JToken, WriteOptions } from './token.ts';

/** A container of any number of children. */
export abstract class ListContainer extends JContainer {
  protected readonly list: JToken[] = [];
  /** Counts changes, so that an enumeration notices them. */
  version = 0;
  override *[Symbol.iterator](): Generator<JToken> {
    const { version } = this;
    for (const token of this.list) {
      yield token;
      if (version !== this.version) invalidOperation('Collection was modified; enumeration operation may not execute.');
    }
  }
  override get children(): readonly JToken[] {
    return this.list;
  }
  override accepts(token: JToken, _replaced: JToken | null): void {
    if (token instanceof JProperty) this.reject(token);
  }
  override insertAt(index: number, token: JToken): void {
    if (index < 0 || index > this.list.length) indexOutOfRange('index');
    token.parent = this;
    this.version++;
    this.list.splice(index, 0, token);
  }
  override removeAt(index: number): void {
    if (index < 0 || index >= this.list.length)
      throwNet('System.ArgumentOutOfRangeException', "Index is equal to or greater than Count. (Parameter 'index')");
    this.version++;
    const [removed] = this.list.splice(index, 1);
    if (removed) removed.parent = null;
  }
  override setAt(index: number, token: JToken): void {
    const old = this.list[index];
    if (old === token) return;
    if (old) old.parent = null;
    token.parent = this;
    this.version++;
    this.list[index] = token;
  }
  override positionOf(child: JToken): JsonPosition {
    return { type: 'Array', index: child.index, property: null };
  }
  clear(): void {
    for (const token of this.list) token.parent = null;
    this.version++;
    this.list.length = 0;
  }
  protected copyTo(target: JContainer): void {
    for (const token of this.list) {
      const copy = token.clone();
      target.insertAt(target.children.length, copy);
    }
  }
  protected sameChildren(other: JContainer): boolean {
    return (
      this.list.length === other.children.length &&
      this.list.every((token, index) => token.deepEquals(other.children[index] as JToken))
    );
  }
  /** Writes the children between `open` and `close`, with commas between all but comments. */
  protected writeChildren(open: string, close: string, out: string[], options: WriteOptions, depth: number): void {
    out.push(open);
    const indent = options.newLine === null ? '' : options.newLine + '  '.repeat(depth + 1);
    let separate = false;
    for (const child of this.list) {
      const isComment = child.type === 'Comment';
      if (separate && !isComment) out.push(',');
      separate ||= !isComment;
      // Comments in objects stand where the writer is; only in arrays they get a line.
      if (!isComment || open !== '{') out.push(indent);
      child.write(out, options, depth + 1);
    }
    const last = this.list.at(-1);
    if (last && separate && options.newLine !== null) out.push(options.newLine, '  '.repeat(depth));
    out.push(close);
  }
}
