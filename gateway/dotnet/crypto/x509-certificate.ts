import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { type CallInfo, defineType } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { DateTime, LOCAL } from '../time/date-time-value.ts';
import { ticksFromUnix } from '../time/ticks.ts';
import { cryptographic } from './failure.ts';
import { NetRsa } from './rsa.ts';

const namespace = 'System.Security.Cryptography.X509Certificates';
const type = named(`${namespace}.X509Certificate2`);

/** System.Security.Cryptography.X509Certificates.X509Certificate2. */
export class NetCertificate extends NetObject {
  readonly certificate: X509Certificate;
  readonly privateKeyPem: string | undefined;
  constructor(certificate: X509Certificate, privateKeyPem?: string) {
    super();
    this.certificate = certificate;
    this.privateKeyPem = privateKeyPem;
  }
  override get netType(): TypeRef {
    return type;
  }
  get sha1(): Uint8Array {
    return new Uint8Array(createHash('sha1').update(this.certificate.raw).digest());
  }
  get thumbprint(): string {
    return Buffer.from(this.sha1).toString('hex').toUpperCase();
  }
  toText(): string {
    return `[Subject]\n  ${distinguished(this.certificate.subject)}\n`;
  }
  equalityKey(): string {
    return `certificate:${this.thumbprint}`;
  }
}

/** node lists the parts of a name in file order, one a line; .NET lists them the other way round with commas. */
const distinguished = (name: string): string => name.split('\n').reverse().join(', ');

/** .NET gives the dates of a certificate in local time; gateways run in UTC. */
const localTime = (date: Date): DateTime => new DateTime(ticksFromUnix(date.getTime()), LOCAL);

/** Whether a root that this process trusts signed the certificate. Intermediates are not at hand, so their issue fails. */
function trusted(certificate: X509Certificate): boolean {
  return getCACertificates('default').some((pem) => {
    const root = new X509Certificate(pem);
    return certificate.checkIssued(root) && certificate.verify(root.publicKey);
  });
}

/** A certificate from its DER, with its private key where there is one. @throws CryptographicException */
export function certificateFromDer(der: Uint8Array, privateKeyPem?: string): NetCertificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch {
    return cryptographic('Cannot find the requested object.');
  }
  return new NetCertificate(certificate, privateKeyPem);
}

defineType({ name: `${namespace}.X509Certificate`, kind: 'class', interfaces: ['IDisposable'], members: {} });

defineType({
  name: `${namespace}.X509Certificate2`,
  kind: 'class',
  base: `${namespace}.X509Certificate`,
  members: {
    'X509Certificate2(byte[] rawData)': (raw: NetArray | null) => certificateFromDer(bytesOf(required(raw, 'rawData'))),
    'string Thumbprint { get; }': (self: NetCertificate) => self.thumbprint,
    'string Subject { get; }': (self: NetCertificate) => distinguished(self.certificate.subject),
    'string Issuer { get; }': (self: NetCertificate) => distinguished(self.certificate.issuer),
    'string SerialNumber { get; }': (self: NetCertificate) => self.certificate.serialNumber,
    'DateTime NotBefore { get; }': (self: NetCertificate) => localTime(self.certificate.validFromDate),
    'DateTime NotAfter { get; }': (self: NetCertificate) => localTime(self.certificate.validToDate),
    'byte[] RawData { get; }': (self: NetCertificate) => bytes(new Uint8Array(self.certificate.raw)),
    'bool HasPrivateKey { get; }': (self: NetCertificate) => self.privateKeyPem !== undefined,
    'byte[] GetCertHash()': (self: NetCertificate) => bytes(self.sha1),
    'string GetCertHashString()': (self: NetCertificate) => self.thumbprint,
    'string GetSerialNumberString()': (self: NetCertificate) => self.certificate.serialNumber,
    'byte[] GetRawCertData()': (self: NetCertificate) => bytes(new Uint8Array(self.certificate.raw)),
    'void Dispose()': () => undefined,
  },
});

defineType({
  name: `${namespace}.RSACertificateExtensions`,
  kind: 'class',
  members: {
    'static RSA GetRSAPrivateKey(this X509Certificate2 certificate)': (certificate: NetCertificate | null) => {
      const { certificate: x509, privateKeyPem } = required(certificate, 'certificate');
      return privateKeyPem === undefined ? null : new NetRsa(x509.publicKey, createPrivateKey(privateKeyPem));
    },
    'static RSA GetRSAPublicKey(this X509Certificate2 certificate)': (certificate: NetCertificate | null) =>
      new NetRsa(required(certificate, 'certificate').certificate.publicKey),
  },
});

defineType({
  name: 'Microsoft.Azure.ApiManagement.CertificateExtensions',
  kind: 'class',
  members: {
    'static bool VerifyNoRevocation(this X509Certificate2 input)': (input: NetCertificate | null, call: CallInfo) => {
      const { certificate } = required(input, 'input');
      const now = call.runtime.now();
      const current = certificate.validFromDate.getTime() <= now && now <= certificate.validToDate.getTime();
      return current && trusted(certificate);
    },
  },
});
