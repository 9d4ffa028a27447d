/**
 * The X.509 name-constraints extension (RFC 5280 section 4.2.1.10), which keeps a certificate authority that can mint
 * Microsoft's names from minting any other name. `@peculiar/x509` has no class for it, and the encoding is small.
 */

/** Object identifier of the extension. */
export const nameConstraintsOid = '2.5.29.30';

const tag = { sequence: 0x30, dnsName: 0x82, ipAddress: 0x87, permittedSubtrees: 0xa0 } as const;

function der(type: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([type, length]), content]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

/**
 * Encodes `NameConstraints { permittedSubtrees }`.
 *
 * Besides the DNS names it permits exactly the two loopback addresses: a form of name with no permitted subtree at all
 * would be unconstrained, so leaving addresses out would permit every address.
 *
 * @param names DNS names; each permits itself and its sub-domains.
 */
export function encodeNameConstraints(names: readonly string[]): Buffer {
  const loopback4 = Buffer.from([127, 0, 0, 1, 255, 255, 255, 255]);
  const loopback6 = Buffer.concat([Buffer.alloc(15), Buffer.from([1]), Buffer.alloc(16, 0xff)]);
  const subtrees = [
    ...names.map((name) => der(tag.dnsName, Buffer.from(name, 'ascii'))),
    der(tag.ipAddress, loopback4),
    der(tag.ipAddress, loopback6),
  ].map((base) => der(tag.sequence, base));
  return der(tag.sequence, der(tag.permittedSubtrees, Buffer.concat(subtrees)));
}
