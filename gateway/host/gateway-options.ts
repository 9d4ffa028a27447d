import type { HostMap } from '../../net/host-map.ts';
import type { Role, ServiceModel, Subscription } from '../model.ts';
import type { RequestTrace } from '../pipeline/trace/request-trace.ts';
import type { AuthorizationProvider, TelemetrySink, ValueCache } from '../policies/services.ts';
import type { Switches } from '../switches.ts';
import type { Connection } from './credential-manager.ts';
import type { IdentityEndpoint } from './identity-client.ts';

/** A secret that came into being in the gateway, for whoever keeps the ledger. */
export interface GatewaySecret {
  readonly kind: 'named_value' | 'subscription_key' | 'managed_identity_token' | 'connection_token';
  readonly value: string;
  /** The named value's or subscription's name, the resource of the token, or the connection's id. */
  readonly audience?: string;
  /** Milliseconds since the Unix epoch. */
  readonly issuedAt: number;
}

/** What a gateway is made of. */
export interface GatewayOptions {
  readonly model: ServiceModel;
  /** Values for the roles of named values and backends. `gatewayUrl` defaults to `publicUrl`. */
  readonly bindings?: Readonly<Partial<Record<Role, string>>>;
  /** Named values by name; they win over roles and over the model. */
  readonly namedValues?: Readonly<Record<string, string>>;
  /** Which hosts can be reached, and on which loopback port. Everything else but loopback is refused. */
  readonly egress: { readonly hosts: HostMap; readonly ca: readonly string[] };
  /** PEM; without it the gateway speaks plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** What `gatewayUrl` stands for; the listener's URL when left out. */
  readonly publicUrl?: string;
  /** Where Entra is; the public cloud when left out. */
  readonly cloud?: { readonly login: string; readonly stsIssuer: string };
  /** App Service style endpoint of the gateway's managed identity. */
  readonly managedIdentities?: IdentityEndpoint;
  readonly subscriptions?: readonly Subscription[];
  /**
   * The built-in cache, to share it between the gateways of one region as Azure's units do; each has its own unless
   * given. `cache.visibility` is then that of the cache.
   */
  readonly internalCache?: ValueCache;
  /** The cache behind `caching-type="external"`. */
  readonly externalCache?: ValueCache;
  /**
   * Origins that redirects may name and a browser can't reach -> where they are served. The listener rewrites them in
   * `Location`, for policies that hard-code Microsoft's hosts, and pages whose `Content-Security-Policy` names one may
   * lead there.
   */
  readonly locations?: ReadonlyMap<string, string>;
  readonly region?: string;
  readonly onIssued?: (secret: GatewaySecret) => void;
  /** Called once for every request, when its answer has been decided. */
  readonly onTrace?: (trace: RequestTrace) => void;
  /** Errors that are the emulation's own, for the harness to report as such. */
  readonly onDefect?: (error: unknown) => void;
  /** Connections of the credential manager, for get-authorization-context. */
  readonly connections?: readonly Connection[];
  /** A credential manager of one's own, instead of `connections`. */
  readonly authorizations?: AuthorizationProvider;
  readonly telemetry?: TelemetrySink;
  /** Milliseconds since the Unix epoch. */
  readonly clock?: () => number;
  /** Waits of retry; the machine's timers unless given. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<boolean>;
  readonly switches?: Partial<Switches>;
  readonly limits?: {
    /** Body bytes that a policy may hold in memory; 100 MB unless told. */
    readonly bodyBytes?: number;
    /** Traces kept; 1,000 unless told. */
    readonly traces?: number;
  };
}
