/**
 * The service model: what a gateway runs, whatever it was loaded from. Loaders produce it, the host executes it, and it
 * holds nothing that depends on where it came from except file names for messages.
 */

/** How the deployment hands a policy to Azure, which decides whether expressions may hold raw quotes and `<`. */
export type PolicyFormat = 'rawxml' | 'xml';

/** A policy document's text, as found. */
export interface PolicySource {
  /** File as the user knows it, relative to where they stand; findings and traces name it. */
  readonly file: string;
  readonly text: string;
  readonly format: PolicyFormat;
  /**
   * Line and column in the file, both from 1, of an offset of the text, where the text is not the whole file: a policy in a
   * template's string, or one in which the deployment replaces words. Left out, the text is the file's.
   */
  readonly position?: (offset: number) => { readonly line: number; readonly column: number };
  /** What decides the format, where that is not the layout as such. */
  readonly formatFrom?: FormatPlace;
}

/** Where a deployment says the format of a policy, or deploys it without saying one. */
export interface FormatPlace {
  readonly file: string;
  readonly line: number;
  /** False for the place that refers to the policy and names no format. */
  readonly named: boolean;
}

/**
 * What a named value or backend stands for, so that a harness can supply it without knowing its name.
 * Our own manifests state roles; loaders of foreign layouts infer them from use.
 */
export const roles = [
  'tenantId',
  'clientId',
  'serverClientId',
  'scope',
  'audience',
  'loginHost',
  'graphHost',
  'gatewayUrl',
  'mcpServerUrl',
  'storeUrl',
  'managedIdentityClientId',
  'clientSecret',
  'encryptionKey',
  'initializationVector',
  'signingKey',
  'functionKey',
] as const;
/** What a named value is for. */
export type Role = (typeof roles)[number];

/** A named value. `value` or `role` (or both: the role's value wins when the harness has one). */
export interface NamedValue {
  readonly name: string;
  readonly value?: string;
  readonly role?: Role;
  /** Masked in every output. */
  readonly secret: boolean;
}

/** One backend of a pool. */
export interface PoolMember {
  readonly backendId: string;
  /** Share of the requests among members of one priority, 1 to 100; 1 when left out. */
  readonly weight?: number;
  /** Members of a higher number serve only while those of lower ones are out of service; 1 when left out. */
  readonly priority?: number;
}

/** When a backend is taken out of service, and for how long. */
export interface CircuitBreaker {
  /** Failures within the interval that trip it. */
  readonly count: number;
  readonly intervalMs: number;
  /** Statuses that are failures. A call without any answer always is one. */
  readonly statusCodes: readonly { readonly min: number; readonly max: number }[];
  readonly tripMs: number;
  /** Whether a Retry-After of the backend replaces `tripMs`. */
  readonly acceptRetryAfter?: boolean;
}

/** What the gateway adds to every request to a backend; named values in it are replaced. */
export interface BackendCredentials {
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly certificateId?: string;
}

/** A backend entity, referenced by `backend-id`: one server, or a pool of other backends. */
export interface Backend {
  readonly id: string;
  readonly url?: string;
  readonly role?: Role;
  readonly pool?: readonly PoolMember[];
  /** Of a pool: the cookie by which the gateway knows the member that a client's session began with. */
  readonly sessionCookie?: string;
  readonly circuitBreaker?: CircuitBreaker;
  readonly credentials?: BackendCredentials;
}

/** One operation of an API: method and template such as `/oauth/{step}`. */
export interface Operation {
  readonly id: string;
  readonly name: string;
  /** HTTP method in upper case, or `*`. */
  readonly method: string;
  readonly urlTemplate: string;
  readonly description?: string;
  /** Parameters as the API's description declares them: what an MCP tool of the operation asks for. */
  readonly parameters?: readonly OperationParameter[];
  /** JSON Schema of the request body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** The description says more of the body than `body` does: it is recursive, or very large. */
  readonly bodyIsPartial?: boolean;
  /** Headers of requests as the API's description declares them; left out where nothing is known of them. */
  readonly headers?: readonly OperationHeader[];
  /** Responses as the API's description declares them; left out where nothing is known of them. */
  readonly responses?: readonly OperationResponse[];
  readonly policy?: PolicySource;
}

/** A parameter of an operation: part of its template, or of the query. */
export interface OperationParameter {
  readonly name: string;
  readonly in: 'template' | 'query';
  readonly required: boolean;
  readonly description?: string;
  /** JSON Schema of its value; a string when left out. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** A header of an operation's requests or of one of its responses. */
export interface OperationHeader {
  readonly name: string;
  readonly required: boolean;
  /** JSON Schema of its value; a string when left out. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** A response of an operation. */
export interface OperationResponse {
  readonly status: number;
  readonly headers?: readonly OperationHeader[];
  /** Its representations, by media type. */
  readonly content?: readonly OperationContent[];
}

/** A representation of a response. */
export interface OperationContent {
  /** Media type without parameters, lower case. */
  readonly type: string;
  /** The whole of its schema; left out where that is not known, recursive or very large. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Examples of it, in the order of the description: text, or a JSON value. */
  readonly examples?: readonly unknown[];
}

/** An operation of a REST API, offered as an MCP tool. */
export interface McpTool {
  readonly name: string;
  readonly description?: string;
  readonly apiId: string;
  readonly operationId: string;
}

/**
 * What makes an API an MCP server: operations of REST APIs as tools, which the gateway serves itself, or an existing
 * server that the API's backend is.
 */
export type McpServer =
  | { readonly kind: 'tools'; readonly tools: readonly McpTool[] }
  | {
      readonly kind: 'existing';
      readonly transport: 'streamable' | 'sse';
      /** Path of the endpoint below the backend's URL; none when that URL is the endpoint itself. */
      readonly uriTemplate?: string;
    };

/** An API: where it is mounted, what it forwards to, and its operations. */
export interface Api {
  readonly id: string;
  readonly name: string;
  /** Path below the gateway's root, without leading slash; empty for the root. */
  readonly path: string;
  readonly revision: string;
  /** Where requests are forwarded unless a policy says otherwise. */
  readonly serviceUrl?: string;
  readonly backendId?: string;
  readonly subscriptionRequired: boolean;
  /** Whether this is the revision that requests without `;rev=` reach; true when left out. */
  readonly isCurrentRevision?: boolean;
  readonly version?: string;
  /** How a request names the version; an API of a version set without `version` is the original one. */
  readonly versioning?: {
    /** `segment`: after the path; else in a query parameter or header called `name`. */
    readonly scheme: 'segment' | 'query' | 'header';
    readonly name?: string;
  };
  /** Where the subscription key is looked for; APIM's own names when left out. */
  readonly subscriptionKeyNames?: { readonly header: string; readonly query: string };
  /** Id of the workspace that it is of, if it is of one. */
  readonly workspaceId?: string;
  readonly policy?: PolicySource;
  /** Empty for an MCP server: its endpoints are its operations, and no policy is of one alone. */
  readonly operations: readonly Operation[];
  /** API type `mcp`. */
  readonly mcp?: McpServer;
  /** The API type, where requests are forwarded like those of any other API. */
  readonly type?: 'mcp';
}

/**
 * A workspace: the scope between global and product of the APIs that are its own.
 * @see https://learn.microsoft.com/azure/api-management/workspaces-overview
 */
export interface Workspace {
  readonly id: string;
  readonly policy?: PolicySource;
}

/** A product: the scope between global and API, chosen by the subscription key. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly subscriptionRequired: boolean;
  readonly apiIds: readonly string[];
  readonly policy?: PolicySource;
}

/** A subscription: what its keys give access to. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly primaryKey: string;
  readonly secondaryKey?: string;
  /** `all`, one API, or one product. */
  readonly scope: { readonly kind: 'all' } | { readonly kind: 'api' | 'product'; readonly id: string };
  /** Only active subscriptions open anything; active when left out. */
  readonly active?: boolean;
  readonly user?: {
    readonly id: string;
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string;
  };
}

/** A certificate uploaded to the service. */
export interface Certificate {
  readonly id: string;
  /** PEM. */
  readonly certificate: string;
  /** PKCS#8, PEM. */
  readonly privateKey?: string;
}

/** A header or query parameter that a diagnostic does not show: its value, or that it is there at all. */
export interface DataMask {
  /** Name, or `*` for all. */
  readonly name: string;
  readonly mode: 'mask' | 'hide';
}

/** What a diagnostic logs of one of the four messages of a request. */
export interface LoggedMessage {
  /** Names of headers. */
  readonly headers?: readonly string[];
  /** First bytes of the body, at most 8,192; none when left out. */
  readonly bodyBytes?: number;
  readonly maskedHeaders?: readonly DataMask[];
  readonly maskedQuery?: readonly DataMask[];
}

/** A diagnostic setting: which requests are told to a logger, and what of them. */
export interface Diagnostic {
  /** `applicationinsights`, `azuremonitor`. */
  readonly id: string;
  /** The API it is for; all when left out. An API's own replaces that of all with the same id. */
  readonly apiId?: string;
  /** Per cent of the requests that are logged; 100 when left out. */
  readonly sampling?: number;
  readonly alwaysLogErrors?: boolean;
  readonly logClientIp?: boolean;
  /** `error` logs failed requests only. */
  readonly verbosity?: 'verbose' | 'information' | 'error';
  readonly frontendRequest?: LoggedMessage;
  readonly frontendResponse?: LoggedMessage;
  readonly backendRequest?: LoggedMessage;
  readonly backendResponse?: LoggedMessage;
}

/** Everything one API Management service executes. */
export interface ServiceModel {
  readonly name: string;
  /** Policy of the global scope ("All APIs"). */
  readonly policy?: PolicySource;
  readonly workspaces?: readonly Workspace[];
  readonly products: readonly Product[];
  readonly apis: readonly Api[];
  readonly fragments: ReadonlyMap<string, PolicySource>;
  readonly namedValues: readonly NamedValue[];
  readonly backends: readonly Backend[];
  readonly subscriptions?: readonly Subscription[];
  readonly certificates?: readonly Certificate[];
  readonly diagnostics?: readonly Diagnostic[];
}
