/** Certificates of the service, as policies and `context.Deployment.Certificates` use them. */
import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateHost } from '../dotnet/context/host.ts';
import type { Certificate } from '../model.ts';
import type { ServiceCertificate } from '../policies/services.ts';

export interface CertificateFacts {
  readonly byId: ReadonlyMap<string, ServiceCertificate>;
  /** By id and by thumbprint, which is what the context's dictionary is asked for. */
  readonly hosts: ReadonlyMap<string, CertificateHost>;
}

const known = new WeakMap<readonly Certificate[], CertificateFacts>();

/** Reads the certificates of a model, once. @throws when one is malformed */
export function certificateFacts(certificates: readonly Certificate[]): CertificateFacts {
  const cached = known.get(certificates);
  if (cached) return cached;
  const byId = new Map<string, ServiceCertificate>();
  const hosts = new Map<string, CertificateHost>();
  for (const { id, certificate, privateKey } of certificates) {
    const der = new X509Certificate(certificate).raw;
    const thumbprint = createHash('sha1').update(der).digest('hex').toUpperCase();
    byId.set(id, { thumbprint, certificate, privateKey });
    hosts.set(id, { der, privateKeyPem: privateKey });
    hosts.set(thumbprint, { der, privateKeyPem: privateKey });
  }
  const facts = { byId, hosts };
  known.set(certificates, facts);
  return facts;
}
