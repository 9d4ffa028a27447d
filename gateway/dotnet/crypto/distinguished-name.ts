import { defineType } from '../core/define.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { derElements, derText, dottedOid } from './der.ts';
import { cryptoType } from './hash-algorithm.ts';
import names from './oids.json' with { type: 'json' };

const known: Readonly<Record<string, string>> = names;

/** One attribute of a name: type as dotted object identifier, and value. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: string;
}

/** The relative names of a DER-encoded Name (RFC 5280 section 4.1.2.4), each a set of attributes, as encoded. */
export function relativeNames(der: Uint8Array): NameAttribute[][] {
  const [sequence] = derElements(der);
  return derElements(sequence?.content ?? new Uint8Array()).map((set) =>
    derElements(set.content).map((attribute) => {
      const [type, value] = derElements(attribute.content);
      const text = value && derText(value);
      const hex = `#${Buffer.from(value?.whole ?? [])
        .toString('hex')
        .toUpperCase()}`;
      return { oid: dottedOid(type?.content ?? new Uint8Array()), value: text ?? hex };
    }),
  );
}

/** Values that .NET puts into quotation marks. */
const needsQuotes = (value: string): boolean =>
  value === '' || /^[ \t-\r]|[ \t-\r]$/.test(value) || /[,+="\n<>#;]/.test(value);

const written = ({ oid, value }: NameAttribute): string =>
  `${known[oid] ?? `OID.${oid}`}=${needsQuotes(value) ? `"${value.replaceAll('"', '""')}"` : value}`;

/** A name as .NET prints it: the relative names in reverse, unless `asEncoded`. */
export function nameText(der: Uint8Array, asEncoded = false): string {
  const parts = relativeNames(der).map((attributes) => attributes.map(written).join(' + '));
  return (asEncoded ? parts : parts.reverse()).join(', ');
}

/** System.Security.Cryptography.X509Certificates.X500DistinguishedName. */
export class NetDistinguishedName extends NetObject {
  readonly der: Uint8Array;
  constructor(der: Uint8Array) {
    super();
    this.der = der;
  }
  override get netType(): TypeRef {
    return cryptoType('X509Certificates.X500DistinguishedName');
  }
}

defineType({
  name: 'System.Security.Cryptography.X509Certificates.X500DistinguishedName',
  kind: 'class',
  members: {
    'string Name { get; }': (self: NetDistinguishedName) => nameText(self.der),
    'byte[] RawData { get; }': (self: NetDistinguishedName) => bytes(Uint8Array.from(self.der)),
  },
});
