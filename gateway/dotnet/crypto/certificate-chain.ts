import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { type CallInfo, defineType, type Runtime } from '../core/define.ts';
import { required } from '../primitives/argument-errors.ts';
import { certificateNamespace, type NetCertificate } from './certificate-value.ts';

let roots: X509Certificate[] | undefined;

/** The roots that this process trusts, NODE_EXTRA_CA_CERTS among them. */
export function trustedRoots(): readonly X509Certificate[] {
  roots ??= getCACertificates('default').map((pem) => new X509Certificate(pem));
  return roots;
}

/** Whether an authority issued a certificate: by name, and by signature. */
export const signedBy = ({ content: { certificate } }: NetCertificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

/**
 * Whether a certificate is current and signed by a root that this process trusts. Intermediates are not at hand, so
 * what they issued fails; revocation is never looked up.
 */
export function verifyChain(subject: NetCertificate, runtime: Runtime): boolean {
  const { certificate } = subject.content;
  runtime.charge(10_000);
  const now = runtime.now();
  const current = certificate.validFromDate.getTime() <= now && now <= certificate.validToDate.getTime();
  return current && trustedRoots().some((root) => signedBy(subject, root));
}

defineType({
  name: `${certificateNamespace}.RSACertificateExtensions`,
  kind: 'class',
  members: {
    'static RSA GetRSAPrivateKey(this X509Certificate2 certificate)': (certificate: NetCertificate | null) =>
      required(certificate, 'certificate').rsa(true),
    'static RSA GetRSAPublicKey(this X509Certificate2 certificate)': (certificate: NetCertificate | null) =>
      required(certificate, 'certificate').rsa(false),
  },
});

/** API Management's own extension (policy expressions reference, "Context variable"). */
defineType({
  name: 'Microsoft.Azure.ApiManagement.CertificateExtensions',
  kind: 'class',
  members: {
    'static bool VerifyNoRevocation(this X509Certificate2 input)': (input: NetCertificate | null, call: CallInfo) =>
      verifyChain(required(input, 'input'), call.runtime),
  },
});
