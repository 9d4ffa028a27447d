import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import type { Runtime } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { DateTime, LOCAL } from '../time/date-time-value.ts';
import { ticksFromUnix } from '../time/ticks.ts';
import {
  alternativeName,
  type CertificateFields,
  certificateFields,
  GENERAL_NAME,
  principalName,
} from './certificate-fields.ts';
import { nameText, relativeNames } from './distinguished-name.ts';
import { cryptographic } from './failure.ts';
import { NetRsa } from './rsa-key.ts';

/** Where .NET keeps certificates. */
export const certificateNamespace = 'System.Security.Cryptography.X509Certificates';
const type = named(`${certificateNamespace}.X509Certificate2`);

const RSA_KEY = '1.2.840.113549.1.1.1';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const ISSUER_ALTERNATIVE_NAME = '2.5.29.18';
const COMMON_NAME = '2.5.4.3';
const UNIT = '2.5.4.11';
const ORGANISATION = '2.5.4.10';
const EMAIL = '1.2.840.113549.1.9.1';

/** X509NameType by its .NET value. */
export const NAME_TYPE = { simple: 0, email: 1, principal: 2, dns: 3, dnsFromAlternative: 4, url: 5 } as const;

interface Content {
  readonly certificate: X509Certificate;
  readonly fields: CertificateFields;
  readonly privateKeyPem: string | undefined;
}

const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();

/** .NET gives the dates of a certificate in local time; gateways run in UTC. */
const localTime = (date: Date): DateTime => new DateTime(ticksFromUnix(date.getTime()), LOCAL);

/** System.Security.Cryptography.X509Certificates.X509Certificate2. */
export class NetCertificate extends NetObject {
  #content: Content | undefined;
  constructor(content?: Content) {
    super();
    this.#content = content;
  }
  override get netType(): TypeRef {
    return type;
  }
  /** @throws CryptographicException after Dispose, or when there never was a certificate */
  get content(): Content {
    return this.#content ?? cryptographic('m_safeCertContext is an invalid handle.');
  }
  get fields(): CertificateFields {
    return this.content.fields;
  }
  get der(): Uint8Array {
    return new Uint8Array(this.content.certificate.raw);
  }
  dispose(): void {
    this.#content = undefined;
  }
  digest(algorithm: string): Uint8Array {
    return new Uint8Array(createHash(algorithm).update(this.der).digest());
  }
  get thumbprint(): string {
    return hex(this.digest('sha1'));
  }
  get serialNumber(): string {
    return hex(this.fields.serial);
  }
  get subject(): string {
    return nameText(this.fields.subject);
  }
  get issuer(): string {
    return nameText(this.fields.issuer);
  }
  get notBefore(): DateTime {
    return localTime(this.content.certificate.validFromDate);
  }
  get notAfter(): DateTime {
    return localTime(this.content.certificate.validToDate);
  }
  /** The RSA key, or the public half; null for certificates of other keys. */
  rsa(withPrivateKey: boolean): NetRsa | null {
    const { certificate, fields, privateKeyPem } = this.content;
    if (fields.keyAlgorithm !== RSA_KEY) return null;
    if (!withPrivateKey) return NetRsa.of(certificate.publicKey);
    return privateKeyPem === undefined ? null : NetRsa.of(certificate.publicKey, createPrivateKey(privateKeyPem));
  }

  /**
   * GetNameInfo. Linux takes the common name or else the first attribute that is no unit, organisation or e-mail
   * address as simple name; Windows falls back to those three in that order (CertGetNameString).
   */
  nameInfo(nameType: number, ofIssuer: boolean, platform: Runtime['platform']): string {
    const names = relativeNames(ofIssuer ? this.fields.issuer : this.fields.subject)
      .reverse()
      .flat();
    const attribute = (oid: string): string | undefined => names.find((each) => each.oid === oid)?.value;
    const extension = this.fields.extension(ofIssuer ? ISSUER_ALTERNATIVE_NAME : SUBJECT_ALTERNATIVE_NAME);
    switch (nameType) {
      case NAME_TYPE.simple: {
        const usual = [UNIT, ORGANISATION, EMAIL];
        const other = names.find(({ oid }) => !usual.includes(oid))?.value;
        const fallback = platform === 'windows' ? usual.map(attribute).find((value) => value !== undefined) : undefined;
        return attribute(COMMON_NAME) ?? fallback ?? other ?? '';
      }
      case NAME_TYPE.email:
        return alternativeName(extension, GENERAL_NAME.email) ?? attribute(EMAIL) ?? '';
      case NAME_TYPE.principal:
        return principalName(extension) ?? '';
      case NAME_TYPE.dns:
        return alternativeName(extension, GENERAL_NAME.dns) ?? attribute(COMMON_NAME) ?? '';
      case NAME_TYPE.dnsFromAlternative:
        return alternativeName(extension, GENERAL_NAME.dns) ?? '';
      case NAME_TYPE.url:
        return alternativeName(extension, GENERAL_NAME.uri) ?? '';
      default:
        return '';
    }
  }

  toText(runtime: Runtime): string {
    if (!this.#content) return `${certificateNamespace}.X509Certificate2`;
    const newline = runtime.platform === 'windows' ? '\r\n' : '\n';
    const parts = [
      ['Subject', this.subject],
      ['Issuer', this.issuer],
      ['Serial Number', this.serialNumber],
      ['Not Before', this.notBefore.toText(runtime)],
      ['Not After', this.notAfter.toText(runtime)],
      ['Thumbprint', this.thumbprint],
    ];
    return parts.map(([title, text]) => `[${title}]${newline}  ${text}${newline}`).join(newline);
  }
  /** Certificates are equal when issuer and serial number are. */
  equalityKey(): string {
    return `certificate:${hex(this.fields.issuer)}:${this.serialNumber}`;
  }
}

/** A certificate from its DER or PEM, with its private key where there is one. @throws CryptographicException */
export function certificateFromDer(der: Uint8Array, privateKeyPem?: string): NetCertificate {
  try {
    const certificate = new X509Certificate(der);
    return new NetCertificate({ certificate, fields: certificateFields(certificate.raw), privateKeyPem });
  } catch {
    return cryptographic(
      isPkcs12(der)
        ? 'PKCS#12 files are not read within expressions; certificates with keys come from context.Deployment.Certificates.'
        : 'ASN1 corrupted data.',
    );
  }
}

/** A sequence that begins with the version 3 (RFC 7292 section 4). */
function isPkcs12(der: Uint8Array): boolean {
  const start = Buffer.from(der.subarray(0, 12)).toString('hex');
  return /^30(?:[0-7].|8[0-4](?:..){0,4})020103/.test(start);
}
