import { type CallInfo, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { certificateNamespace, type NetCertificate } from './certificate-value.ts';
import { cryptoType } from './hash-algorithm.ts';
import { NetOid } from './oid.ts';

/** System.Security.Cryptography.X509Certificates.PublicKey. */
export class NetPublicKey extends NetObject {
  readonly certificate: NetCertificate;
  constructor(certificate: NetCertificate) {
    super();
    this.certificate = certificate;
  }
  override get netType(): TypeRef {
    return cryptoType('X509Certificates.PublicKey');
  }
}

/** System.Security.Cryptography.AsnEncodedData: bytes with the name of what they are. */
class NetEncodedData extends NetObject {
  readonly oid: string;
  readonly data: Uint8Array;
  constructor(oid: string, data: Uint8Array) {
    super();
    this.oid = oid;
    this.data = data;
  }
  override get netType(): TypeRef {
    return cryptoType('AsnEncodedData');
  }
}

defineType({
  name: 'System.Security.Cryptography.AsnEncodedData',
  kind: 'class',
  members: {
    'Oid Oid { get; }': (self: NetEncodedData) => NetOid.of(self.oid),
    'byte[] RawData { get; }': (self: NetEncodedData) => bytes(Uint8Array.from(self.data)),
  },
});

defineType({
  name: `${certificateNamespace}.PublicKey`,
  kind: 'class',
  members: {
    'Oid Oid { get; }': ({ certificate }: NetPublicKey) => NetOid.of(certificate.fields.keyAlgorithm),
    'AsnEncodedData EncodedKeyValue { get; }': ({ certificate: { fields } }: NetPublicKey) =>
      new NetEncodedData(fields.keyAlgorithm, fields.key),
    'AsnEncodedData EncodedParameters { get; }': ({ certificate: { fields } }: NetPublicKey) =>
      new NetEncodedData(fields.keyAlgorithm, fields.keyParameters),
    'AsymmetricAlgorithm Key { get; }': ({ certificate }: NetPublicKey) =>
      certificate.rsa(false) ??
      throwNet('System.NotSupportedException', 'The certificate key algorithm is not supported.'),
    'RSA GetRSAPublicKey()': ({ certificate }: NetPublicKey, _call: CallInfo) => certificate.rsa(false),
  },
});
