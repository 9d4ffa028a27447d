/** One element of DER (ITU-T X.690): its tag octet, content and whole encoding. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Universal tags, as octets: constructed where DER says so. */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The elements that follow one another in `data`. Tags of more than one octet do not occur in certificates. */
export function derElements(data: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < data.length) {
    const start = at;
    const tag = data[at++] ?? 0;
    let length = data[at++] ?? 0;
    if (length > 0x80) {
      const octets = length & 0x7f;
      if (octets > 4) throw new RangeError('The length of a DER element takes more than four octets.');
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 256 + (data[at++] ?? 0);
    }
    if (length > data.length - at) throw new RangeError('A DER element reaches beyond its container.');
    elements.push({ tag, content: data.subarray(at, at + length), whole: data.subarray(start, at + length) });
    at += length;
  }
  return elements;
}

/** The dotted form of an object identifier. */
export function dottedOid(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet & 0x80) continue;
    if (arcs.length > 0) arcs.push(arc);
    else {
      const first = arc < 80n ? arc / 40n : 2n;
      arcs.push(first, arc - first * 40n);
    }
    arc = 0n;
  }
  return arcs.join('.');
}

/** The text of a character string; undefined for other elements. */
export function derText({ tag, content }: DerElement): string | undefined {
  const buffer = Buffer.from(content);
  switch (tag) {
    case TAG.utf8String:
      return buffer.toString('utf8');
    case TAG.bmpString:
      return buffer.length % 2 === 0 ? buffer.swap16().toString('utf16le') : undefined;
    case TAG.universalString: {
      let text = '';
      for (let i = 0; i + 4 <= buffer.length; i += 4) text += String.fromCodePoint(buffer.readUInt32BE(i));
      return text;
    }
    case TAG.numericString:
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.visibleString:
    case TAG.teletexString:
      return buffer.toString('latin1');
    default:
      return undefined;
  }
}
