import type { TypeRef } from '../../core/type-ref.ts';
import { ListContainer } from './list-container.ts';
import { type JToken, linqType, type WriteOptions } from './token.ts';
import type { TokenTypeName } from './token-type.ts';

const netType = linqType('JArray');

/** Newtonsoft.Json.Linq.JArray. */
export class JArray extends ListContainer {
  override get netType(): TypeRef {
    return netType;
  }
  override get type(): TokenTypeName {
    return 'Array';
  }
  override clone(): JArray {
    const copy = new JArray();
    this.copyTo(copy);
    return copy;
  }
  override deepEquals(other: JToken): boolean {
    return other instanceof JArray && this.sameChildren(other);
  }
  override write(out: string[], options: WriteOptions, depth: number): void {
    this.writeChildren('[', ']', out, options, depth);
  }
}
