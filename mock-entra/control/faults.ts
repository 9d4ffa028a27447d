/** Faults: an endpoint answers wrongly on purpose, for requests that match, so many times. */
import type { Parameters } from '../http/parameters.ts';

/** Endpoints that faults and the request log tell apart. */
export type Endpoint =
  | 'authorize'
  | 'token'
  | 'devicecode'
  | 'logout'
  | 'adminconsent'
  | 'discovery'
  | 'keys'
  | 'instance'
  | 'userrealm'
  | 'pages'
  | 'graph'
  | 'identity'
  | 'imds'
  | 'github'
  | 'issuer';

/** What happens instead of, or to, the usual answer. */
export type FaultEffect =
  /** An AADSTS error; `values` fill its text, the other members replace what the registry says. */
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly values?: Readonly<Record<string, string>>;
      readonly error?: string;
      readonly suberror?: string;
      readonly status?: number;
      readonly claims?: string;
      readonly retryAfter?: number;
    }
  /** The answer is as usual, but for its access token. */
  | { readonly kind: 'accessToken'; readonly token: string }
  /** The answer is as usual, but for its id token. */
  | { readonly kind: 'idToken'; readonly token: string }
  /** Members of the usual JSON answer are replaced; `undefined` removes one. */
  | { readonly kind: 'members'; readonly members: Readonly<Record<string, unknown>> }
  /** The answer comes later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** No answer, until the client gives up. */
  | { readonly kind: 'hang' }
  /** The answer breaks off in its middle. */
  | { readonly kind: 'cut' }
  /** The answer is not JSON although it says so. */
  | { readonly kind: 'badJson' }
  /** A bare status, with `Retry-After` if given. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number; readonly body?: string }
  /** An error in the form of Graph. */
  | {
      readonly kind: 'odata';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly retryAfter?: number;
    }
  /** Graph answers 401 `insufficient_claims` with this challenge (a JSON text). */
  | { readonly kind: 'claimsChallenge'; readonly claims: string }
  /** The key set is the one from before the last rotation. */
  | { readonly kind: 'staleKeys' };

/** A fault at one endpoint. */
export interface Fault {
  readonly endpoint: Endpoint;
  /** Parameters that must have exactly these values; without it every request matches. */
  readonly match?: Readonly<Record<string, string>>;
  readonly effect: FaultEffect;
  /** How often it happens; without it until removed. */
  readonly times?: number;
}

/** Most faults in force at once. */
const mostFaults = 200;

/** The faults in force, in the order they were asked for. */
export class Faults {
  #active: { fault: Fault; left: number }[] = [];

  /**
   * Puts a fault in force.
   * @returns takes it away again.
   * @throws RangeError for more than 200 at once.
   */
  add(fault: Fault): () => void {
    if (this.#active.length >= mostFaults) throw new RangeError(`more than ${mostFaults} faults at once`);
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.push(entry);
    return () => {
      this.#active = this.#active.filter((other) => other !== entry);
    };
  }

  /** The effects that this request meets; counts them as used. */
  take(endpoint: Endpoint, parameters: Parameters): readonly FaultEffect[] {
    if (this.#active.length === 0) return [];
    const met = this.#active.filter(
      ({ fault, left }) =>
        left > 0 &&
        fault.endpoint === endpoint &&
        Object.entries(fault.match ?? {}).every(([name, value]) => parameters.get(name) === value),
    );
    for (const entry of met) entry.left--;
    if (met.length > 0) this.#active = this.#active.filter(({ left }) => left > 0);
    return met.map(({ fault }) => fault.effect);
  }

  clear(): void {
    this.#active = [];
  }
}
