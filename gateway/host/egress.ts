/** The dispatchers of a gateway: one for all calls, and one for each client certificate that policies present. */
import type { Dispatcher } from 'undici';
import { mappedDispatcher } from '../../net/dispatcher.ts';
import type { HostMap } from '../../net/host-map.ts';
import type { ServiceCertificate } from '../policies/services.ts';

export interface Egress {
  readonly dispatcher: (certificate: ServiceCertificate | undefined) => Dispatcher;
  close(): Promise<void>;
}

/** @param options which hosts are served where, and by whom they are vouched for */
export function createEgress(options: { readonly hosts: HostMap; readonly ca: readonly string[] }): Egress {
  const plain = mappedDispatcher({ ...options, allowLoopback: true });
  const presenting = new Map<string, Dispatcher>();
  return {
    dispatcher: (certificate) => {
      if (certificate?.privateKey === undefined) return plain;
      const known = presenting.get(certificate.thumbprint);
      if (known) return known;
      const dispatcher = mappedDispatcher({
        ...options,
        allowLoopback: true,
        certificate: { cert: certificate.certificate, key: certificate.privateKey },
      });
      presenting.set(certificate.thumbprint, dispatcher);
      return dispatcher;
    },
    close: async () => {
      await Promise.all([plain, ...presenting.values()].map((each) => each.destroy()));
    },
  };
}
