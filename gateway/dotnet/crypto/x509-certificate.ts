import { type CallInfo, defineEnum, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { equal } from '../primitives/virtual.ts';
import { verifyChain } from './certificate-chain.ts';
import { certificateFromDer, certificateNamespace, NAME_TYPE, NetCertificate } from './certificate-value.ts';
import { NetDistinguishedName, nameText } from './distinguished-name.ts';
import { cryptographic } from './failure.ts';
import type { HashAlgorithmName } from './hash-algorithm-name.ts';
import { nodeHashName } from './hashes.ts';
import { NetOid } from './oid.ts';
import { NetPublicKey } from './public-key.ts';

export { certificateFromDer } from './certificate-value.ts';

/** X509ContentType. */
const CONTENT = {
  Unknown: 0,
  Cert: 1,
  SerializedCert: 2,
  Pfx: 3,
  Pkcs12: 3,
  SerializedStore: 4,
  Pkcs7: 5,
  Authenticode: 6,
};

defineEnum({ name: `${certificateNamespace}.X509ContentType`, values: CONTENT });
defineEnum({
  name: `${certificateNamespace}.X509NameType`,
  values: {
    SimpleName: NAME_TYPE.simple,
    EmailName: NAME_TYPE.email,
    UpnName: NAME_TYPE.principal,
    DnsName: NAME_TYPE.dns,
    DnsFromAlternativeName: NAME_TYPE.dnsFromAlternative,
    UrlName: NAME_TYPE.url,
  },
});

/** No bytes make a certificate without content, whose members then fail. */
const fromBytes = (raw: NetArray | null): NetCertificate =>
  raw && raw.items.length > 0 ? certificateFromDer(bytesOf(raw)) : new NetCertificate();

/** The constructors of both classes. A password matters to PKCS#12 alone. */
const constructors = (name: string) => ({
  [`${name}()`]: () => new NetCertificate(),
  [`${name}(byte[] data)`]: fromBytes,
  [`${name}(byte[] rawData, string password)`]: (raw: NetArray | null, _password: string | null) => fromBytes(raw),
});

const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();

function exported(self: NetCertificate, { value }: EnumValue, { runtime }: CallInfo): NetArray {
  if (value === CONTENT.Cert) return bytes(self.der);
  if (value === CONTENT.Pfx) {
    return throwNet('System.NotSupportedException', 'Certificates are not exported with keys within expressions.');
  }
  if ((value === CONTENT.SerializedCert || value === CONTENT.SerializedStore) && runtime.platform === 'linux') {
    return throwNet(
      'System.PlatformNotSupportedException',
      'X509ContentType.SerializedCert and X509ContentType.SerializedStore are not supported on Unix.',
    );
  }
  return cryptographic('Invalid content type.');
}

defineType({
  name: `${certificateNamespace}.X509Certificate`,
  kind: 'class',
  interfaces: ['IDisposable'],
  members: {
    ...constructors('X509Certificate'),
    'string Subject { get; }': (self: NetCertificate) => self.subject,
    'string Issuer { get; }': (self: NetCertificate) => self.issuer,
    'byte[] GetCertHash()': (self: NetCertificate) => bytes(self.digest('sha1')),
    'byte[] GetCertHash(HashAlgorithmName hashAlgorithm)': (self: NetCertificate, algorithm: HashAlgorithmName) =>
      bytes(self.digest(nodeHashName(algorithm.name))),
    'string GetCertHashString()': (self: NetCertificate) => self.thumbprint,
    'string GetCertHashString(HashAlgorithmName hashAlgorithm)': (self: NetCertificate, algorithm: HashAlgorithmName) =>
      hex(self.digest(nodeHashName(algorithm.name))),
    'string GetEffectiveDateString()': (self: NetCertificate, call: CallInfo) => self.notBefore.toText(call.runtime),
    'string GetExpirationDateString()': (self: NetCertificate, call: CallInfo) => self.notAfter.toText(call.runtime),
    'string GetFormat()': () => 'X509',
    'string GetName()': (self: NetCertificate) => nameText(self.fields.subject, true),
    'string GetIssuerName()': (self: NetCertificate) => nameText(self.fields.issuer, true),
    'string GetKeyAlgorithm()': (self: NetCertificate) => self.fields.keyAlgorithm,
    'byte[] GetKeyAlgorithmParameters()': (self: NetCertificate) => bytes(Uint8Array.from(self.fields.keyParameters)),
    'string GetKeyAlgorithmParametersString()': (self: NetCertificate) => hex(self.fields.keyParameters),
    'byte[] GetPublicKey()': (self: NetCertificate) => bytes(Uint8Array.from(self.fields.key)),
    'string GetPublicKeyString()': (self: NetCertificate) => hex(self.fields.key),
    'byte[] GetRawCertData()': (self: NetCertificate) => bytes(self.der),
    'string GetRawCertDataString()': (self: NetCertificate) => hex(self.der),
    'byte[] GetSerialNumber()': (self: NetCertificate) => bytes(Uint8Array.from(self.fields.serial).reverse()),
    'string GetSerialNumberString()': (self: NetCertificate) => self.serialNumber,
    'byte[] Export(X509ContentType contentType)': exported,
    'string ToString(bool verbose)': (self: NetCertificate, verbose: boolean, { runtime }: CallInfo) =>
      verbose
        ? throwNet('System.NotSupportedException', 'The verbose text of certificates is not supported.')
        : self.toText(runtime),
    'bool Equals(X509Certificate other)': (self: NetCertificate, other: NetCertificate | null) =>
      other !== null && equal(self, other),
    'void Reset()': (self: NetCertificate) => self.dispose(),
    'void Dispose()': (self: NetCertificate) => self.dispose(),
  },
});

defineType({
  name: `${certificateNamespace}.X509Certificate2`,
  kind: 'class',
  base: `${certificateNamespace}.X509Certificate`,
  members: {
    ...constructors('X509Certificate2'),
    'string Thumbprint { get; }': (self: NetCertificate) => self.thumbprint,
    'string SerialNumber { get; }': (self: NetCertificate) => self.serialNumber,
    'int Version { get; }': (self: NetCertificate) => self.fields.version,
    'DateTime NotBefore { get; }': (self: NetCertificate) => self.notBefore,
    'DateTime NotAfter { get; }': (self: NetCertificate) => self.notAfter,
    'byte[] RawData { get; }': (self: NetCertificate) => bytes(self.der),
    'X500DistinguishedName SubjectName { get; }': (self: NetCertificate) =>
      new NetDistinguishedName(self.fields.subject),
    'X500DistinguishedName IssuerName { get; }': (self: NetCertificate) => new NetDistinguishedName(self.fields.issuer),
    'Oid SignatureAlgorithm { get; }': (self: NetCertificate) => NetOid.of(self.fields.signatureAlgorithm),
    'PublicKey PublicKey { get; }': (self: NetCertificate) => new NetPublicKey(self),
    'bool HasPrivateKey { get; }': (self: NetCertificate) => self.content.privateKeyPem !== undefined,
    'AsymmetricAlgorithm PrivateKey { get; }': (self: NetCertificate) => self.rsa(true),
    'string FriendlyName { get; }': (self: NetCertificate) => (self.content ? '' : null),
    'bool Archived { get; }': (self: NetCertificate) => self.content === undefined,
    'string GetNameInfo(X509NameType nameType, bool forIssuer)': (
      self: NetCertificate,
      nameType: EnumValue,
      forIssuer: boolean,
      { runtime }: CallInfo,
    ) => self.nameInfo(nameType.value, forIssuer, runtime.platform),
    'bool Verify()': (self: NetCertificate, call: CallInfo) => verifyChain(self, call.runtime),
  },
});
