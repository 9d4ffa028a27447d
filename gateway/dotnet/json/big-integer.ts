import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';

const type = named('System.Numerics.BigInteger');

/** System.Numerics.BigInteger, which Newtonsoft.Json uses for integers beyond 64 bits. */
export class BigInteger extends NetObject {
  readonly value: bigint;
  constructor(value: bigint) {
    super();
    this.value = value;
  }
  override get netType(): TypeRef {
    return type;
  }
  toText(): string {
    return this.value.toString();
  }
  equalityKey(): string {
    return `bigint:${this.value}`;
  }
}
