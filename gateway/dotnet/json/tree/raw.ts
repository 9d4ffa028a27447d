import type { TypeRef } from '../../core/type-ref.ts';
import { linqType } from './token.ts';
import { JValue } from './value.ts';

const netType = linqType('JRaw');

/** Newtonsoft.Json.Linq.JRaw: text that is written as it is. */
export class JRaw extends JValue {
  constructor(text: unknown) {
    super(text, 'Raw');
  }
  override get netType(): TypeRef {
    return netType;
  }
  override clone(): JRaw {
    return new JRaw(this.value);
  }
}
