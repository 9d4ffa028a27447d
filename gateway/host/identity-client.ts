/** Tokens of the gateway's managed identity, from an App Service style endpoint (2019-08-01). */
import type { HttpClient, IdentityService, IdentityToken } from '../policies/services.ts';
import { getJson } from './json-request.ts';

export interface IdentityEndpoint {
  readonly endpoint: string;
  /** The value of X-IDENTITY-HEADER. */
  readonly header: string;
}

/** A cached token is not used in its last minute, so that it does not expire on its way. */
const margin = 60_000;
const timeoutMs = 30_000;
const maxEntries = 1000;

/** `expires_on` is seconds since the epoch, as a string or a number. */
function expiry(value: unknown, now: number): number {
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : now;
}

/** Asks the gateway's managed identity for tokens, over the protocol of App Service, and keeps them until they end. */
export class IdentityClient implements IdentityService {
  readonly #client: HttpClient;
  readonly #endpoint: IdentityEndpoint | undefined;
  readonly #now: () => number;
  readonly #onToken: (token: string, resource: string) => void;
  readonly #tokens = new Map<string, IdentityToken>();

  constructor(
    client: HttpClient,
    endpoint: IdentityEndpoint | undefined,
    now: () => number,
    onToken: (token: string, resource: string) => void,
  ) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#now = now;
    this.#onToken = onToken;
  }

  async token(resource: string, clientId: string | undefined, signal: AbortSignal): Promise<IdentityToken> {
    if (!this.#endpoint) throw new Error('The gateway has no managed identity.');
    const key = JSON.stringify([resource, clientId]);
    const known = this.#tokens.get(key);
    if (known && known.expiresAt - margin > this.#now()) return known;
    const url = new URL(this.#endpoint.endpoint);
    url.searchParams.set('resource', resource);
    url.searchParams.set('api-version', '2019-08-01');
    if (clientId !== undefined) url.searchParams.set('client_id', clientId);
    const { status, json } = await getJson(
      this.#client,
      url.toString(),
      ['X-IDENTITY-HEADER', this.#endpoint.header],
      timeoutMs,
      signal,
    );
    const { access_token: accessToken } = json;
    if (status !== 200 || typeof accessToken !== 'string') {
      const detail = typeof json.message === 'string' ? json.message : json.error_description;
      throw new Error(`The identity endpoint answered ${status}${typeof detail === 'string' ? `: ${detail}` : ''}.`);
    }
    const token = { accessToken, expiresAt: expiry(json.expires_on, this.#now()) };
    if (this.#tokens.size >= maxEntries) this.#tokens.clear();
    this.#tokens.set(key, token);
    this.#onToken(accessToken, resource);
    return token;
  }
}
