/**
 * A certificate authority for one run. It can mint Microsoft's host names, so its key never leaves memory, it lives for
 * hours, and name constraints keep it from vouching for anything but the names it was made for and loopback.
 */
import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { encodeNameConstraints, nameConstraintsOid } from './name-constraints.ts';

/** A server certificate with its key, ready for `tls.createServer`. */
export interface Leaf {
  /** PKCS #8 private key, PEM. */
  readonly key: string;
  /** Certificate, PEM. */
  readonly cert: string;
  /** base64 SHA-256 of the public key: what Chromium's `--ignore-certificate-errors-spki-list` takes. */
  readonly spkiSha256: string;
}

/** An authority that lives in memory, as long as the process. */
export interface Authority {
  /** The authority's own certificate, PEM: the only part of it that may be written to disk. */
  readonly certificatePem: string;
  /**
   * Issues a server certificate for `names` (DNS names and IP addresses).
   * @throws RangeError when a name lies outside the authority's constraints.
   */
  issue(names: readonly string[]): Promise<Leaf>;
}

export interface AuthorityOptions {
  /** DNS names, with their sub-domains, that the authority may vouch for. Loopback always is. */
  readonly names?: readonly string[];
  /** Life in days; half a day unless told. */
  readonly days?: number;
}

/** Names the harness serves in host mode `real`. */
export const defaultNames: readonly string[] = [
  'login.microsoftonline.com',
  'login.windows.net',
  'sts.windows.net',
  'graph.microsoft.com',
  'azure-api.net',
  'documents.azure.com',
];

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const loopbackNames = ['localhost', '127.0.0.1', '::1'];
const day = 86_400_000;
/** Clocks of client and server may differ a little; a certificate from the future is refused. */
const backdate = 5 * 60_000;

const { subtle } = globalThis.crypto;

const serialNumber = (): string => `01${randomBytes(15).toString('hex')}`;

function within(name: string, permitted: readonly string[]): boolean {
  if (loopbackNames.includes(name)) return true;
  return !isIP(name) && permitted.some((parent) => name === parent || name.endsWith(`.${parent}`));
}

/**
 * Creates the authority of a run: P-256, self-signed, name-constrained (RFC 5280 4.2.1.10), path length 0.
 */
export async function createAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const permitted = (options.names ?? defaultNames).map((name) => name.toLowerCase());
  const notBefore = new Date(Date.now() - backdate);
  const notAfter = new Date(Date.now() + (options.days ?? 0.5) * day);
  const keys = await subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Sallyport temporary authority, O=Sallyport',
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.Extension(nameConstraintsOid, true, new Uint8Array(encodeNameConstraints(['localhost', ...permitted]))),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });

  async function issue(names: readonly string[]): Promise<Leaf> {
    const wanted = names.map((name) => name.toLowerCase());
    const [first] = wanted;
    if (first === undefined) throw new RangeError('a certificate needs at least one name');
    for (const name of wanted) {
      if (!within(name, permitted)) {
        throw new RangeError(
          `the temporary authority may not vouch for '${name}'; it was made for ${permitted.join(', ')}`,
        );
      }
    }
    const leafKeys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: `CN=${first}`,
      issuer: certificate.subject,
      notBefore,
      notAfter,
      signingAlgorithm: algorithm,
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          wanted.map((name) => ({ type: isIP(name) ? ('ip' as const) : ('dns' as const), value: name })),
        ),
        await x509.SubjectKeyIdentifierExtension.create(leafKeys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(certificate),
      ],
    });
    const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', leafKeys.privateKey));
    const spki = Buffer.from(await subtle.exportKey('spki', leafKeys.publicKey));
    return {
      key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
      cert: leaf.toString('pem'),
      spkiSha256: createHash('sha256').update(spki).digest('base64'),
    };
  }

  return { certificatePem: certificate.toString('pem'), issue };
}
