/** The client's request: what arrived, and what has become of it. */
import type { IncomingRequest } from '../../policies/policy.ts';
import type { Body } from './body.ts';
import type { Headers } from './headers.ts';
import { RequestMessage } from './message.ts';
import { GatewayUrl } from './url.ts';

export interface Arrival {
  readonly method: string;
  /** As the client wrote it: scheme, Host and request target. */
  readonly originalUrl: GatewayUrl;
  readonly headers: Headers;
  readonly body: Body | undefined;
  readonly ipAddress: string;
  /** Names in lower case. */
  readonly matchedParameters: ReadonlyMap<string, string>;
  /** What is left of the path below the API's own, with leading slash. */
  readonly remainder: string;
  /** The backend's base URL; undefined when the API has none. */
  readonly serviceUrl: GatewayUrl | undefined;
  /** The backend entity that `serviceUrl` comes from. */
  readonly backendId?: string | undefined;
  /** DER. */
  readonly clientCertificate?: Uint8Array | undefined;
}

const joinPath = (base: string, below: string): string => {
  const left = base.replace(/\/+$/, '');
  if (below === '' || below === '/') return left === '' ? '/' : base;
  return `${left}${below.startsWith('/') ? '' : '/'}${below}`;
};

/**
 * `Url` is what goes to the backend: base URL and what follows the API's path. Policies move its two halves
 * separately, and `OriginalUrl` never changes.
 */
export class ClientRequest extends RequestMessage implements IncomingRequest {
  readonly originalUrl: GatewayUrl;
  readonly originalMethod: string;
  readonly originalCookies: string;
  readonly ipAddress: string;
  readonly matchedParameters: ReadonlyMap<string, string>;
  readonly clientCertificate: Uint8Array | undefined;
  /** What followed the API's path as the request arrived. */
  readonly remainder: string;
  #base: GatewayUrl;
  #below: string;
  /** Whether there is anything to forward to. */
  hasBackend: boolean;
  /** The backend entity in use; undefined for a base URL. */
  backendId: string | undefined;

  constructor(arrival: Arrival) {
    const base = arrival.serviceUrl ?? arrival.originalUrl.with({ path: '/', queryString: '' });
    const url = base.with({
      path: joinPath(base.path, arrival.remainder),
      queryString: arrival.originalUrl.queryString,
    });
    super(arrival.method, url, arrival.headers, arrival.body);
    this.originalUrl = arrival.originalUrl;
    this.originalMethod = arrival.method;
    this.originalCookies = arrival.headers.values('cookie')?.join('; ') ?? '';
    this.ipAddress = arrival.ipAddress;
    this.matchedParameters = arrival.matchedParameters;
    this.clientCertificate = arrival.clientCertificate;
    this.hasBackend = arrival.serviceUrl !== undefined;
    this.backendId = arrival.backendId;
    this.remainder = arrival.remainder;
    this.#base = base;
    this.#below = arrival.remainder;
  }

  setBackend(baseUrl: string, backendId?: string): void {
    const base = GatewayUrl.parse(baseUrl);
    if (!base) return;
    this.#base = base;
    this.hasBackend = true;
    this.backendId = backendId;
    this.url = base.with({ path: joinPath(base.path, this.#below), queryString: this.url.queryString });
  }

  get backendUrl(): GatewayUrl | undefined {
    return this.hasBackend ? this.#base : undefined;
  }

  rewrite(target: string): void {
    const mark = target.indexOf('?');
    this.#below = mark < 0 ? target : target.slice(0, mark);
    this.url = this.#base.with({
      path: joinPath(this.#base.path, this.#below),
      queryString: mark < 0 ? '' : target.slice(mark),
    });
  }

  setQuery(queryString: string): void {
    this.url = this.url.with({ queryString });
  }
}
