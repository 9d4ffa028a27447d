import { definePolicy, type PolicyRequest } from './policy.ts';
import { anything, optional, text } from './schema.ts';

/**
 * `authentication-certificate`: a client certificate for the connection to the server, from the service's certificates.
 * @see https://learn.microsoft.com/azure/api-management/authentication-certificate-policy
 */
export const authenticationCertificate = definePolicy({
  name: 'authentication-certificate',
  sections: ['inbound'],
  schema: {
    attributes: {
      thumbprint: optional(text),
      'certificate-id': optional(text),
      body: optional(anything),
      password: optional(text),
    },
  },
  build: ({ attributes, site }, load) => {
    if (!attributes.thumbprint && !attributes['certificate-id'] && !attributes.body) {
      load.error(site, "one of 'thumbprint', 'certificate-id' and 'body' is required");
    }
    if (attributes.thumbprint && attributes['certificate-id']) {
      load.warn(
        site,
        "The reference has either 'thumbprint' or 'certificate-id', not both; 'certificate-id' is taken.",
      );
    }
    return async (run) => {
      if (attributes.body) {
        run.warn('a certificate given as bytes is not emulated: the request goes without one');
        run.notEmulated('authentication-certificate body');
        return undefined;
      }
      const id = await attributes['certificate-id']?.get(run);
      const thumbprint = (await attributes.thumbprint?.get(run))?.replace(/[\s:]/g, '').toUpperCase();
      const { certificates } = run.services;
      const found =
        id === undefined
          ? [...certificates.values()].find((each) => each.thumbprint === thumbprint)
          : certificates.get(id);
      if (!found) {
        return run.fail({
          reason: 'CertificateNotFound',
          message: `There is no certificate '${id ?? thumbprint}'.`,
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
      const message = run.target?.kind === 'request' ? (run.target as PolicyRequest) : run.request;
      message.certificate = found;
      return undefined;
    };
  },
});
