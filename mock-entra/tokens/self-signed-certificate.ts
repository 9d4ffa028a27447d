/** The certificate around a signing key that `x5c` and `x5t` show. Real keys have one; nothing trusts it. */
import { createHash, type KeyObject, sign } from 'node:crypto';

/** One DER element. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 0x80
      ? Buffer.of(body.length)
      : body.length < 0x100
        ? Buffer.of(0x81, body.length)
        : Buffer.of(0x82, body.length >> 8, body.length & 0xff);
  return Buffer.concat([Buffer.of(tag), length, body]);
}

const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
const sha256WithRsa = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const commonName = der(0x06, Buffer.from('550403', 'hex'));

/** GeneralizedTime, RFC 5280 4.1.2.5.2. */
const time = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));

/** A certificate as key sets show it. */
export interface SigningCertificate {
  /** base64 DER: one entry of `x5c`. */
  readonly x5c: string;
  /** base64url SHA-1 of the DER: `x5t`. */
  readonly x5t: string;
}

/**
 * Writes a self-signed v3 certificate (RFC 5280) for an RSA key.
 *
 * @param at milliseconds; valid from a day earlier, for five years, as Microsoft's signing certificates are.
 */
export function selfSignedCertificate(privateKey: KeyObject, publicKey: KeyObject, at: number): SigningCertificate {
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('accounts.accesscontrol.sallyport')))));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const serial = createHash('sha256').update(spki).digest().subarray(0, 16);
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    sha256WithRsa,
    name,
    sequence(time(at - 86_400_000), time(at + 5 * 365 * 86_400_000)),
    name,
    spki,
  );
  const signature = sign('RSA-SHA256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, sha256WithRsa, der(0x03, Buffer.of(0), signature));
  return { x5c: certificate.toString('base64'), x5t: createHash('sha1').update(certificate).digest('base64url') };
}
