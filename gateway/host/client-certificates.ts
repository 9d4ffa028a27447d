/** Whether a gateway asks its clients for a certificate. */
import type { ServiceModel } from '../model.ts';

const looking = /validate-client-certificate|\bCertificate\b/;

/** Whether a policy of the model looks, or may look, at the certificate that a client presents. */
export const looksAtCertificates = (model: ServiceModel): boolean =>
  [
    model.policy,
    ...model.fragments.values(),
    ...model.products.map(({ policy }) => policy),
    ...model.apis.flatMap(({ policy, operations }) => [policy, ...operations.map((each) => each.policy)]),
  ].some((policy) => policy !== undefined && looking.test(policy.text));
