import { X509Certificate } from 'node:crypto';
import { signedBy, trustedRoots } from '../dotnet/crypto/certificate-chain.ts';
import { certificateFromDer, NAME_TYPE, type NetCertificate } from '../dotnet/crypto/certificate-value.ts';
import { definePolicy, type Run } from './policy.ts';
import { bool, defaulted, optional, text } from './schema.ts';

const literally = { expressions: false } as const;
const hexadecimal = (value: string): string => value.replace(/[\s:]/g, '').toUpperCase();

/** Claim of an identity -> whether a certificate has it. */
const claims: Readonly<Record<string, (certificate: NetCertificate, wanted: string, run: Run) => boolean>> = {
  thumbprint: (certificate, wanted) => certificate.thumbprint === hexadecimal(wanted),
  'serial-number': (certificate, wanted) => certificate.serialNumber === hexadecimal(wanted),
  'common-name': (certificate, wanted) => certificate.nameInfo(NAME_TYPE.simple, false, 'windows') === wanted,
  subject: (certificate, wanted) => certificate.subject === wanted,
  'dns-name': (certificate, wanted) =>
    certificate.nameInfo(NAME_TYPE.dns, false, 'windows').toLowerCase() === wanted.toLowerCase(),
  'issuer-subject': (certificate, wanted) => certificate.issuer === wanted,
  'issuer-thumbprint': (certificate, wanted, run) => {
    const uploaded = [...run.services.certificates.values()].map((each) => new X509Certificate(each.certificate));
    return [...uploaded, ...trustedRoots()].some(
      (issuer) => hexadecimal(issuer.fingerprint) === hexadecimal(wanted) && signedBy(certificate, issuer),
    );
  },
  'issuer-certificate-id': (certificate, wanted, run) => {
    const issuer = run.services.certificates.get(wanted);
    return issuer !== undefined && signedBy(certificate, new X509Certificate(issuer.certificate));
  },
};

/**
 * `validate-client-certificate`: the certificate that the client presented with its TLS connection. Reasons, answer and
 * the order of the checks as captured from real gateways. An issuer is looked for among the service's certificates and
 * the roots that this process trusts; revocation is never looked up, and a certificate that hangs on it is reported as
 * not emulated.
 * @see https://learn.microsoft.com/azure/api-management/validate-client-certificate-policy
 */
export const validateClientCertificate = definePolicy({
  name: 'validate-client-certificate',
  sections: ['inbound'],
  schema: {
    attributes: {
      'validate-revocation': defaulted(bool, 'true', literally),
      'validate-trust': defaulted(bool, 'true', literally),
      'validate-not-before': defaulted(bool, 'true', literally),
      'validate-not-after': defaulted(bool, 'true', literally),
      'ignore-error': defaulted(bool, 'false', literally),
    },
    children: {
      identities: {
        occurs: '?',
        children: {
          identity: {
            attributes: {
              thumbprint: optional(text),
              'serial-number': optional(text),
              'common-name': optional(text),
              subject: optional(text),
              'dns-name': optional(text),
              'issuer-subject': optional(text),
              'issuer-thumbprint': optional(text),
              'issuer-certificate-id': optional(text),
            },
          },
        },
      },
    },
  },
  build: ({ attributes, children, site }, load) => {
    const identities = children.identities[0]?.children.identity;
    if (identities && identities.length > 10) load.error(site, "'identities' holds at most 10 elements 'identity'");

    async function matches(run: Run, certificate: NetCertificate): Promise<boolean> {
      if (!identities || identities.length === 0) return true;
      for (const identity of identities) {
        let all = true;
        for (const [claim, value] of Object.entries(identity.attributes)) {
          const wanted = await value?.get(run);
          if (wanted !== undefined && !claims[claim]?.(certificate, wanted, run)) all = false;
        }
        if (all) return true;
      }
      return false;
    }

    async function refusal(run: Run): Promise<readonly [reason: string, message: string] | undefined> {
      const presented = run.request.clientCertificate;
      if (!presented) return ['NotFound', 'Client certificate was not found.'];
      const certificate = certificateFromDer(presented);
      const { validFromDate, validToDate } = certificate.content.certificate;
      const now = run.services.now();
      if ((await attributes['validate-not-before'].get(run)) && now < validFromDate.getTime()) {
        return ['NotYetValid', 'Client certificate is not valid yet.'];
      }
      if ((await attributes['validate-not-after'].get(run)) && now > validToDate.getTime()) {
        return ['Expired', 'Client certificate has expired.'];
      }
      if (
        (await attributes['validate-trust'].get(run)) &&
        !trustedRoots().some((root) => signedBy(certificate, root))
      ) {
        return ['NotTrusted', 'A certificate chain could not be built to a trusted root authority.'];
      }
      if (!(await matches(run, certificate))) {
        return ['IdentityNotMatched', 'Certificate does not match any of allowed identities.'];
      }
      if (await attributes['validate-revocation'].get(run)) {
        run.notEmulated('validate-client-certificate validate-revocation');
      }
      return undefined;
    }

    return async (run) => {
      const refused = await refusal(run);
      if (!refused) return;
      const [reason, message] = refused;
      run.note(message);
      if (await attributes['ignore-error'].get(run)) return;
      run.fail({
        reason: `ClientCertificate${reason}`,
        message,
        status: 401,
        publicMessage: reason === 'NotFound' ? 'Client certificate missing' : 'Invalid client certificate',
      });
    };
  },
});
