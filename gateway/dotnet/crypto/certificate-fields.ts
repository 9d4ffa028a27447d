import { type DerElement, derElements, derText, dottedOid, TAG } from './der.ts';

/** Parts of a certificate that node:crypto does not show (RFC 5280 section 4.1), in their DER encoding. */
export interface CertificateFields {
  /** 1, 2 or 3. */
  readonly version: number;
  /** Content of the serial number, most significant octet first. */
  readonly serial: Uint8Array;
  readonly signatureAlgorithm: string;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly keyAlgorithm: string;
  /** Encoding of the parameters of the key's algorithm; empty when there are none. */
  readonly keyParameters: Uint8Array;
  /** Content of the key's bit string, without the count of unused bits. */
  readonly key: Uint8Array;
  /** Content of an extension by its dotted identifier. */
  extension(oid: string): Uint8Array | undefined;
}

const empty = new Uint8Array();

/** Reads the DER of a certificate. @throws RangeError when it is damaged */
export function certificateFields(der: Uint8Array): CertificateFields {
  const inner = (element: DerElement | undefined): DerElement[] => derElements(element?.content ?? empty);
  const [toBeSigned] = inner(derElements(der)[0]);
  const parts = inner(toBeSigned);
  const versioned = parts[0]?.tag === 0xa0;
  const version = versioned ? (inner(parts[0])[0]?.content[0] ?? 0) + 1 : 1;
  const [serial, algorithm, issuer, , subject, publicKey, ...rest] = versioned ? parts.slice(1) : parts;
  const [keyAlgorithm, key] = inner(publicKey);
  const [keyOid, keyParameters] = inner(keyAlgorithm);
  const extensions = inner(inner(rest.find(({ tag }) => tag === 0xa3))[0]).map(inner);
  return {
    version,
    serial: serial?.content ?? empty,
    signatureAlgorithm: dottedOid(inner(algorithm)[0]?.content ?? empty),
    issuer: issuer?.whole ?? empty,
    subject: subject?.whole ?? empty,
    keyAlgorithm: dottedOid(keyOid?.content ?? empty),
    keyParameters: keyParameters?.whole ?? empty,
    key: key?.content.subarray(1) ?? empty,
    extension: (oid) => extensions.find(([type]) => type && dottedOid(type.content) === oid)?.at(-1)?.content,
  };
}

/** Kinds of general names (RFC 5280 section 4.2.1.6) as tag octets. */
export const GENERAL_NAME = { other: 0xa0, email: 0x81, dns: 0x82, uri: 0x86 } as const;

/** The first general name of a kind in an alternative-name extension. */
export function alternativeName(extension: Uint8Array | undefined, kind: number): string | undefined {
  const names = derElements(derElements(extension ?? empty)[0]?.content ?? empty);
  const found = names.find(({ tag }) => tag === kind);
  return found && Buffer.from(found.content).toString('latin1');
}

/** The user principal name (1.3.6.1.4.1.311.20.2.3) among the other names of an alternative-name extension. */
export function principalName(extension: Uint8Array | undefined): string | undefined {
  const names = derElements(derElements(extension ?? empty)[0]?.content ?? empty);
  for (const { content } of names.filter(({ tag }) => tag === GENERAL_NAME.other)) {
    const [type, value] = derElements(content);
    if (type?.tag !== TAG.objectIdentifier || dottedOid(type.content) !== '1.3.6.1.4.1.311.20.2.3') continue;
    const [text] = derElements(value?.content ?? empty);
    if (text) return derText(text);
  }
  return undefined;
}
