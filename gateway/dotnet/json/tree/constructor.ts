import type { TypeRef } from '../../core/type-ref.ts';
import { ListContainer } from './list-container.ts';
import { type JToken, linqType, type WriteOptions } from './token.ts';
import type { TokenTypeName } from './token-type.ts';

const netType = linqType('JConstructor');

/** Newtonsoft.Json.Linq.JConstructor. */
export class JConstructor extends ListContainer {
  name: string | null;
  constructor(name: string | null) {
    super();
    this.name = name;
  }
  override get netType(): TypeRef {
    return netType;
  }
  override get type(): TokenTypeName {
    return 'Constructor';
  }
  override clone(): JConstructor {
    const copy = new JConstructor(this.name);
    this.copyTo(copy);
    return copy;
  }
  override deepEquals(other: JToken): boolean {
    return other instanceof JConstructor && other.name === this.name && this.sameChildren(other);
  }
  override write(out: string[], options: WriteOptions, depth: number): void {
    this.writeChildren(`new ${this.name}(`, ')', out, options, depth);
  }
}
