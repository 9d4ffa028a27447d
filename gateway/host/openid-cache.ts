/** OpenID configurations and their keys, cached as validate-jwt's reference page describes. */
import type { HttpClient, OpenIdConfiguration, OpenIdService, PublishedKey } from '../policies/services.ts';
import { getJson } from './json-request.ts';

const hour = 3_600_000;
/** Between two fetches for an unknown key id, or after a failure. */
const pause = 5 * 60_000;
const timeoutMs = 20_000;
const maxEntries = 1000;
const maxKeys = 200;

interface Entry {
  configuration?: OpenIdConfiguration;
  /** Milliseconds since the Unix epoch. */
  fetchedAt: number;
  attemptedAt: number;
  error?: Error;
  pending?: Promise<OpenIdConfiguration> | undefined;
}

export class OpenIdCache implements OpenIdService {
  readonly #client: HttpClient;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  constructor(client: HttpClient, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  configuration(url: string, unknownKid: boolean): Promise<OpenIdConfiguration> {
    const now = this.#now();
    const entry = this.#entries.get(url) ?? {
      fetchedAt: Number.NEGATIVE_INFINITY,
      attemptedAt: Number.NEGATIVE_INFINITY,
    };
    if (!this.#entries.has(url)) {
      if (this.#entries.size >= maxEntries) this.#entries.clear();
      this.#entries.set(url, entry);
    }
    if (entry.pending) return entry.pending;
    const fresh = entry.configuration !== undefined && now - entry.fetchedAt < hour;
    const paused = now - entry.attemptedAt < pause;
    if (entry.configuration && (paused || (fresh && !unknownKid))) return Promise.resolve(entry.configuration);
    if (paused && entry.error) return Promise.reject(entry.error);
    entry.attemptedAt = now;
    entry.pending = this.#fetch(url)
      .then((configuration) => {
        entry.configuration = configuration;
        entry.fetchedAt = this.#now();
        return configuration;
      })
      .catch((error: Error) => {
        entry.error = error;
        // what was known stays usable when a refresh fails
        if (entry.configuration) return entry.configuration;
        throw error;
      })
      .finally(() => {
        entry.pending = undefined;
      });
    return entry.pending;
  }

  /** Forgets everything, as a restart does. */
  clear(): void {
    this.#entries.clear();
  }

  async #fetch(url: string): Promise<OpenIdConfiguration> {
    // shared by requests, so that one client's leaving does not fail the others
    const { signal } = new AbortController();
    const configuration = await this.#get(url, signal);
    const { issuer, jwks_uri: keysUrl } = configuration;
    if (typeof issuer !== 'string' || typeof keysUrl !== 'string') {
      throw new Error(`The OpenID configuration at ${url} has no issuer or no jwks_uri.`);
    }
    const { keys } = await this.#get(keysUrl, signal);
    if (!Array.isArray(keys)) throw new Error(`The key set at ${keysUrl} has no keys.`);
    const published = keys
      .slice(0, maxKeys)
      .filter((key): key is PublishedKey => typeof key === 'object' && key !== null && typeof key.kty === 'string');
    return { issuer, keys: published };
  }

  async #get(url: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const { status, json } = await getJson(this.#client, url, [], timeoutMs, signal);
    if (status !== 200) throw new Error(`${url} answered ${status}.`);
    return json;
  }
}
