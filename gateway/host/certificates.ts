/** Certificates of the service, as policies and `context.Deployment.Certificates` use them. */
import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateHost } from '../dotnet/context/host.ts';
import type { Certificate } from '../model.ts';
import type { PolicyIssue } from '../pipeline/load/policy-issue.ts';
import type { ServiceCertificate } from '../policies/services.ts';

export interface CertificateFacts {
  readonly byId: ReadonlyMap<string, ServiceCertificate>;
  /** By id and by thumbprint, which is what the context's dictionary is asked for. */
  readonly hosts: ReadonlyMap<string, CertificateHost>;
}

/** Reads the certificates of a model. @param issues gets one per certificate that is malformed */
export function certificateFacts(certificates: readonly Certificate[], issues: PolicyIssue[]): CertificateFacts {
  const byId = new Map<string, ServiceCertificate>();
  const hosts = new Map<string, CertificateHost>();
  for (const { id, certificate, privateKey } of certificates) {
    let der: Uint8Array;
    try {
      der = new X509Certificate(certificate).raw;
    } catch {
      const message = `The certificate '${id}' can't be read; it has to be PEM.`;
      issues.push({ severity: 'error', file: '(certificates)', line: 1, column: 1, message });
      continue;
    }
    const thumbprint = createHash('sha1').update(der).digest('hex').toUpperCase();
    byId.set(id, { thumbprint, certificate, privateKey });
    hosts.set(id, { der, privateKeyPem: privateKey });
    hosts.set(thumbprint, { der, privateKeyPem: privateKey });
  }
  return { byId, hosts };
}
