/**
 * The dispatchers of a gateway: one for all calls, and one for each client certificate that policies present. What goes
 * through a proxy has one for itself.
 */
import type { Dispatcher } from 'undici';
import { mappedDispatcher } from '../../net/dispatcher.ts';
import type { HostMap } from '../../net/host-map.ts';
import { type Ending, proxiedDispatcher, servedPort } from '../../net/proxied-dispatcher.ts';
import type { HttpProxy, ServiceCertificate } from '../policies/services.ts';

export interface Egress {
  readonly dispatcher: (
    certificate: ServiceCertificate | undefined,
    proxy?: HttpProxy | undefined,
  ) => Pick<Dispatcher, 'dispatch'>;
  /** Whether a host is mapped, or on loopback. */
  reaches(hostname: string, port: number): boolean;
  close(): Promise<void>;
}

/** @param options which hosts are served where, and by whom they are vouched for */
export function createEgress(options: { readonly hosts: HostMap; readonly ca: readonly string[] }): Egress {
  const plain = mappedDispatcher({ ...options, allowLoopback: true });
  const presenting = new Map<string, Dispatcher>();
  const proxied = new Set<Ending>();
  return {
    reaches: (hostname, port) => servedPort(options, hostname, port) !== undefined,
    dispatcher: (certificate, proxy) => {
      if (proxy) return proxiedDispatcher({ ...options, ...presented(certificate) }, proxy, proxied);
      if (certificate?.privateKey === undefined) return plain;
      const known = presenting.get(certificate.thumbprint);
      if (known) return known;
      const dispatcher = mappedDispatcher({
        ...options,
        allowLoopback: true,
        ...presented(certificate),
      });
      presenting.set(certificate.thumbprint, dispatcher);
      return dispatcher;
    },
    close: async () => {
      await Promise.all([...proxied, plain, ...presenting.values()].map((each) => each.destroy()));
    },
  };
}

const presented = (certificate: ServiceCertificate | undefined) =>
  certificate?.privateKey === undefined
    ? {}
    : { certificate: { cert: certificate.certificate, key: certificate.privateKey } };
