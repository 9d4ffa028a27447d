/** The gateway's services behind the policies, as interfaces: the host implements them. */
import type { Readable } from 'node:stream';
import type { Switches } from '../switches.ts';

export interface Services {
  readonly switches: Switches;
  /** The value cache of a `caching-type`; undefined when none is configured for it. */
  cache(type: CachingType): ValueCache | undefined;
  readonly client: HttpClient;
  /** Whether a host is served to the gateway at all. */
  reaches(hostname: string, port: number): boolean;
  readonly identity: IdentityService;
  readonly openid: OpenIdService;
  readonly counters: CounterService;
  readonly backends: BackendDirectory;
  /** Where Entra is: what `validate-azure-ad-token` derives issuers and keys from. */
  readonly cloud: { readonly login: string; readonly stsIssuer: string };
  /** Certificates uploaded to the service, by id. */
  readonly certificates: ReadonlyMap<string, ServiceCertificate>;
  /** Body bytes a policy may hold in memory. */
  readonly bodyLimit: number;
  /** Where log-to-eventhub, emit-metric and trace go. */
  readonly telemetry: TelemetrySink;
  /** Credential manager connections, for get-authorization-context; undefined when none are configured. */
  readonly authorizations: AuthorizationProvider | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** At least 0, below 1; for jitter only. */
  random(): number;
  /** Resolves after `ms`, sooner and with false when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<boolean>;
}

/** A certificate of the service, by the id that policies use. */
export interface ServiceCertificate {
  readonly thumbprint: string;
  /** PEM. */
  readonly certificate: string;
  /** PKCS#8, PEM. */
  readonly privateKey?: string | undefined;
}

/** Backend entities by id. */
export interface BackendDirectory {
  /** Whether there is one, and its base URL; a pool's is that of its first member. */
  get(id: string): { readonly url: string | undefined; readonly isPool: boolean } | undefined;
  /**
   * A backend for one call: the entity itself, or the pool's next member that is in service.
   * @param cookie value of a cookie of the client's, by name: what keeps a session with one member
   */
  take(
    id: string,
    cookie: (name: string) => string | undefined,
  ): TakenBackend | { readonly unavailable: string } | undefined;
}

/** A backend chosen for one call. */
export interface TakenBackend {
  readonly id: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly certificateId: string | undefined;
  /** The cookie that a pool gives the client, when it has another one or none. */
  readonly sessionCookie?: { readonly name: string; readonly value: string } | undefined;
  /** Tells how the call ended. @param status undefined when no answer came @param retryAfter header of the answer */
  ended(status: number | undefined, retryAfter: string | undefined): void;
}

export type CachingType = 'internal' | 'external' | 'prefer-external';

/** Key and value store of cache-*-value; keys are shared by all APIs. */
export interface ValueCache {
  lookup(key: string): Promise<unknown>;
  /** Asynchronous and volatile: it may become visible later than it returns. @param seconds time to live */
  store(key: string, value: unknown, seconds: number): Promise<void>;
  remove(key: string): Promise<void>;
}

/** An HTTP proxy that a request goes through. */
export interface HttpProxy {
  readonly hostname: string;
  readonly port: number;
  /** Proxy-Authorization. */
  readonly authorization?: string | undefined;
}

/** A request to another server. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: Readable | Uint8Array | undefined;
  /** Until response headers arrive. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly certificate?: ServiceCertificate | undefined;
  readonly proxy?: HttpProxy | undefined;
  /** For the client's own request on its way to the backend: names, in lower case, of the headers that policies set. */
  readonly forwarded?: { readonly setByPolicy: ReadonlySet<string> } | undefined;
}

/** Its answer; the body is still under way. */
export interface IncomingResponse {
  readonly status: number;
  readonly reason: string;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: Readable;
  /** Takes the whole body when all of it is there and nobody has asked for the stream. */
  readonly whole?: () => Uint8Array | undefined;
  /** Ends a body that nobody will read; goes with `whole`. */
  readonly discard?: () => void;
}

/** Why no response arrived. */
export class ExchangeError extends Error {
  readonly kind: 'timeout' | 'connection' | 'refused' | 'aborted' | 'invalid';
  constructor(kind: ExchangeError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ExchangeError';
    this.kind = kind;
  }
}

/** Sends requests past the gateway's boundary. */
export interface HttpClient {
  /** @throws ExchangeError */
  send(request: OutgoingRequest): Promise<IncomingResponse>;
}

/** A token of the gateway's managed identity. */
export interface IdentityToken {
  readonly accessToken: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** The gateway's managed identities. */
export interface IdentityService {
  /**
   * A token for `resource`, cached until it expires.
   * @param clientId of a user-assigned identity; the system-assigned one when left out
   * @throws Error with a message fit for LastError
   */
  token(resource: string, clientId: string | undefined, signal: AbortSignal): Promise<IdentityToken>;
}

/** A JSON Web Key as an issuer publishes it. */
export interface PublishedKey {
  readonly kid?: string;
  readonly kty: string;
  readonly use?: string;
  readonly alg?: string;
  readonly issuer?: string;
  readonly [member: string]: unknown;
}

/** What an issuer publishes about itself. */
export interface OpenIdConfiguration {
  readonly issuer: string;
  readonly keys: readonly PublishedKey[];
}

/** Fetches what issuers publish, and keeps it. */
export interface OpenIdService {
  /**
   * The configuration at `url` with its keys: cached for an hour.
   * @param unknownKid asks for keys newer than the cached ones; honoured at most every five minutes
   * @throws Error with a message fit for a trace
   */
  configuration(url: string, unknownKid: boolean, signal: AbortSignal): Promise<OpenIdConfiguration>;
}

/** Counters of the rate limit and quota policies. */
export interface CounterService {
  readonly rates: RateCounter;
  readonly quotas: FixedCounter;
  /** Takes a place of limit-concurrency. @returns false when all are taken */
  enter(key: string, limit: number): boolean;
  leave(key: string): void;
}

/** What a rate limit allows at a moment. */
export interface RateState {
  /** Calls that may still be made. */
  readonly remaining: number;
  /** Milliseconds until a call is possible again; 0 when one is now. */
  readonly retryAfterMs: number;
}

/** Call rates per key; how they are reckoned is a switch. */
export interface RateCounter {
  /** @param calls allowed in `windowMs`, which is at most 300 s */
  read(key: string, windowMs: number, calls: number): RateState;
  add(key: string, windowMs: number, calls: number, units: number): void;
}

export interface FixedCounter {
  /** @param startMs when the first period begins */
  read(
    key: string,
    periodMs: number,
    startMs: number,
  ): { readonly calls: number; readonly bytes: number; readonly resetMs: number };
  add(key: string, periodMs: number, startMs: number, calls: number, bytes: number): void;
}

/** A connection's token, as the credential manager has it. */
export interface AuthorizationToken {
  readonly accessToken: string;
  /** Members of the authorization server's token response. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface AuthorizationProvider {
  /** @returns undefined when there is no such connection @throws Error when it is in an error state */
  token(
    providerId: string,
    authorizationId: string,
    identity: { readonly type: 'managed' | 'jwt'; readonly token?: string | undefined },
  ): Promise<AuthorizationToken | undefined>;
}

/**
 * What the service tells its loggers, as it would tell them: masked only where policies and diagnostics mask. Whoever
 * takes it treats it as a boundary that secrets must not cross, and not as output.
 */
export interface TelemetrySink {
  event(kind: 'eventhub' | 'metric' | 'trace' | 'request', detail: Readonly<Record<string, unknown>>): void;
}
