/** Outgoing HTTP that reaches mapped hosts on loopback and refuses every other host. */
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { type HostMap, isLoopback } from './host-map.ts';

/** A request went to a host that is not served here. Nothing was resolved or connected. */
export class EgressRefusedError extends Error {
  /** Lower-case `host:port` that was asked for. */
  readonly host: string;
  readonly code = 'EGRESS_REFUSED';

  constructor(host: string) {
    super(`no connection to ${host}: it is not one of the hosts served here, and nothing leaves this machine`);
    this.name = 'EgressRefusedError';
    this.host = host;
  }
}

export interface MappedDispatcherOptions {
  readonly hosts: HostMap;
  /** The certificates, PEM, that servers must chain to. Only these are trusted: no public authority vouches for anything here. */
  readonly ca: readonly string[];
  /** Whether unmapped loopback hosts may be reached as they are; yes unless told. */
  readonly allowLoopback?: boolean;
  /** Presented to servers that ask for a certificate, PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Told the host of every refused request. */
  readonly onRefused?: (host: string) => void;
}

/**
 * An undici dispatcher that connects a mapped `host:port` to its loopback port, with SNI and certificate verification of
 * the real name. Use it with undici's own `fetch` and `request` (Node's built-in `fetch` carries another undici).
 *
 * HTTP/1.1 only: the gateway has to see header case and duplicates as they were sent.
 */
export function mappedDispatcher(options: MappedDispatcherOptions): Dispatcher {
  const { hosts, ca, allowLoopback = true, certificate, onRefused } = options;
  const connectTo = buildConnector({
    secureContext: tls.createSecureContext({ ca: [...ca], ...certificate }),
    allowH2: false,
  });
  return new Agent({
    // long-lived event streams are legitimate: no idle limit on bodies
    bodyTimeout: 0,
    connect(target, callback: (...args: [Error, null] | [null, Socket]) => void) {
      const port = target.port || (target.protocol === 'https:' ? '443' : '80');
      const key = `${target.hostname}:${port}`.toLowerCase();
      const mapped = hosts.get(key);
      if (mapped !== undefined) {
        // an address is no server name (RFC 6066, 3): the one of the Host header counts, as in .NET
        const name = target.hostname === '127.0.0.1' ? (target.servername ?? '') : target.hostname;
        const secure = target.protocol === 'https:' && name !== '' ? { servername: name } : {};
        connectTo({ protocol: target.protocol, hostname: '127.0.0.1', port: String(mapped), ...secure }, callback);
      } else if (allowLoopback && isLoopback(target.hostname)) {
        connectTo(target, callback);
      } else {
        onRefused?.(key);
        callback(new EgressRefusedError(key), null);
      }
    },
  });
}
