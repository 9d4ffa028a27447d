import type { TypeRef } from '../../core/type-ref.ts';
import { NetObject } from '../../core/values.ts';
import { linqType } from './object.ts';

const netType = linqType('XDeclaration');

/** System.Xml.Linq.XDeclaration. */
export class XDeclaration extends NetObject {
  version: string | null;
  encoding: string | null;
  standalone: string | null;
  constructor(version: string | null, encoding: string | null, standalone: string | null) {
    super();
    this.version = version;
    this.encoding = encoding;
    this.standalone = standalone;
  }
  override get netType(): TypeRef {
    return netType;
  }
  toText(): string {
    const part = (name: string, value: string | null): string => (value === null ? '' : ` ${name}="${value}"`);
    return `<?xml${part('version', this.version)}${part('encoding', this.encoding)}${part('standalone', this.standalone)}?>`;
  }
}
