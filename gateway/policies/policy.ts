/**
 * What a policy element is to the rest of the gateway, and what it may see of it. One file per element declares its
 * schema and its behaviour with `definePolicy`; it reaches messages, variables and services through `Run` alone.
 */
import type { Runtime } from '../dotnet/core/define.ts';
import type { Switches } from '../switches.ts';
import type { DescribedOperation } from './operation-schema.ts';
import type { ElementSchema, Read } from './schema.ts';
import type { HttpProxy, ServiceCertificate, Services } from './services.ts';

export const sections = ['inbound', 'backend', 'outbound', 'on-error'] as const;
/** A section of a policy document. */
export type Section = (typeof sections)[number];

const scopes = ['global', 'workspace', 'product', 'api', 'operation'] as const;
/** Where a policy document is attached. */
export type Scope = (typeof scopes)[number];

/** Where an element stands: in a file, and in the pipeline. */
export interface Site {
  readonly element: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** From the section down: `choose[1]/when[2]/set-header[1]`, each counted among siblings of its name. */
  readonly path: string;
  /** The same as LastError.Path has it: `choose\\when[2]\\set-header`. */
  readonly hierarchy: string;
}

/** `end` stops the pipeline: the response stands. Nothing returned: go on. */
export type Flow = 'end' | undefined;
// biome-ignore lint/suspicious/noConfusingVoidType: a behaviour that always goes on returns nothing
export type Execute = (run: Run) => Flow | void | Promise<Flow | void>;

/** A loaded policy element. */
export interface Step {
  readonly policy: string;
  readonly site: Site;
  /** The `id` attribute, which LastError.PolicyId reports. */
  readonly id: string | undefined;
  /** What the gateway knows about its fidelity; `none` is executed as a no-op and reported. */
  readonly emulation: Emulation;
  /** Counts how often it ran. */
  readonly covered: { hits: number };
  /** Set for cache-store and for what holds one: a cached response goes on behind it. */
  readonly storesResponse?: boolean;
  readonly execute: Execute;
}

/** `none`: loads, does nothing, and crossing it is reported. */
export type Emulation = 'full' | 'none';

/** What a reference page says of how an element is used, besides its sections. Breaking it is a warning. */
export interface Usage {
  /** The policy stands only once in a section, or in a whole document. */
  readonly once?: 'section' | 'document';
  /** Where documents with it are attached; anywhere when left out. */
  readonly scopes?: readonly Scope[];
}

/** A policy element's declaration. */
export interface PolicyDefinition {
  readonly name: string;
  /** Sections that the reference page names. Deployed policies break them, so another section is a warning only. */
  readonly sections: readonly Section[];
  readonly usage?: Usage;
  readonly emulation: Emulation;
  readonly schema: ElementSchema;
  readonly build: (element: Read<ElementSchema>, load: LoadContext) => Execute;
}

/** What building an element may use. */
export interface LoadContext {
  readonly section: Section;
  readonly scope: Scope;
  readonly switches: Switches;
  /** Reports that the document can't be loaded. */
  error(site: Site, message: string): void;
  /** Reports something that Azure's reference advises against and deployed policies do. */
  warn(site: Site, message: string): void;
  /** Names the branches that `Run.branch` may take, so that coverage shows those that never ran. */
  branches(names: readonly string[]): void;
  /** The steps of a fragment at this place. Reports unknown fragments and cycles itself. */
  fragment(id: string, site: Site): readonly Step[];
  /** Whether a backend entity of that id exists. */
  readonly backendIds: ReadonlySet<string>;
}

/** Declares a policy element. */
export function definePolicy<const S extends ElementSchema>(definition: {
  readonly name: string;
  readonly sections: readonly Section[];
  readonly usage?: Usage;
  readonly emulation?: Emulation;
  readonly schema: S;
  readonly build: (element: Read<S>, load: LoadContext) => Execute;
}): PolicyDefinition {
  const build = definition.build as unknown as PolicyDefinition['build'];
  return { emulation: 'full', ...definition, build };
}

/** For elements that may stand anywhere. */
export const everySection: readonly Section[] = sections;

// ---- what a behaviour may see of the request in progress ----

/** What a message's body is to a policy. */
export interface PolicyBody {
  readonly buffered: boolean;
  /** Present once buffered. */
  readonly bytes: Uint8Array;
}

/** Header fields, in order, names compared without case. */
export interface PolicyHeaders {
  names(): string[];
  has(name: string): boolean;
  values(name: string): string[] | undefined;
  get(name: string): string | undefined;
  set(name: string, values: readonly string[], by?: number): void;
  append(name: string, values: readonly string[], by?: number): void;
  delete(name: string, by?: number): void;
  toRaw(): string[];
  /** Every name that a step set or deleted, lower case, with the step that did so last. */
  origins(): Iterable<readonly [string, number | undefined]>;
}

/** What requests and responses have in common. */
export interface PolicyMessage {
  readonly kind: 'request' | 'response';
  readonly headers: PolicyHeaders;
  readonly body: PolicyBody | undefined;
  /** Replaces the body; `undefined` removes it. */
  setBody(content: Uint8Array | undefined, by: number): void;
}

/** The URL of a request that policies edit. */
export interface PolicyUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly queryString: string;
  readonly origin: string;
  readonly authority: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  query(name: string): string[] | undefined;
  toString(): string;
}

/** The request on its way to the backend. */
export interface PolicyRequest extends PolicyMessage {
  readonly kind: 'request';
  method: string;
  url: PolicyUrl;
  /** Presented to the server by TLS. */
  certificate: ServiceCertificate | undefined;
  /** What the request goes through; undefined when it goes to its server. */
  proxy: HttpProxy | undefined;
}

/** The response on its way to the client, or one that a policy builds. */
export interface PolicyResponse extends PolicyMessage {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  setStatus(status: number, reason: string | undefined, by: number): void;
  /** forward-request's buffer-response. */
  buffering: boolean;
  /** Releases the connection behind a body that nobody will read. */
  discard(): void;
}

/** The client's request: what it sent, and what has become of it. */
export interface IncomingRequest extends PolicyRequest {
  readonly originalUrl: PolicyUrl;
  readonly originalMethod: string;
  /** The Cookie header as the client sent it; empty without one. */
  readonly originalCookies: string;
  readonly ipAddress: string;
  /** What the client presented with its TLS connection, DER; undefined without one. */
  readonly clientCertificate: Uint8Array | undefined;
  readonly matchedParameters: ReadonlyMap<string, string>;
  /** Where the path of `url` ends that belongs to the backend's base URL. */
  setBackend(baseUrl: string, backendId?: string): void;
  /** The backend entity in use; undefined for a base URL. */
  readonly backendId: string | undefined;
  /** The backend's base URL; undefined without a backend. */
  readonly backendUrl: PolicyUrl | undefined;
  /** Replaces path and query below the backend's base URL. @param target starts with `/` */
  rewrite(target: string): void;
  /** Replaces the query string. @param queryString with leading `?`, or empty */
  setQuery(queryString: string): void;
}

/** Everything that ends in on-error. */
export interface Failure {
  /** LastError.Source; the failing element when left out. */
  readonly source?: string;
  readonly reason: string;
  /** LastError.Message, and the default body's message unless `publicMessage` says otherwise. */
  readonly message: string;
  readonly status: number;
  readonly statusReason?: string;
  readonly publicMessage?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Replaces the default body. */
  readonly body?: string;
  readonly contentType?: string;
}

/** The request in progress, as a policy sees it. */
export interface Run {
  readonly section: Section;
  readonly scope: Scope;
  readonly request: IncomingRequest;
  response: PolicyResponse | undefined;
  /** What `set-header`, `set-body` and their like change here. */
  readonly target: PolicyMessage | undefined;
  readonly variables: Map<string, unknown>;
  /** The step in progress, for what is set on an answer. */
  readonly step: number;
  readonly services: Services;
  /** What .NET code needs to print and compare values. */
  readonly runtime: Runtime;
  /** Aborted when the client has gone away. */
  readonly signal: AbortSignal;
  /** Set while only `cors` is evaluated. */
  readonly preflight: { readonly method: string; readonly headers: readonly string[] } | undefined;
  /** Set while only `cross-domain` is evaluated: the client asks for the policy file at the root. */
  readonly asksForPolicyFile: boolean;
  /** Whether the on-error sections of the effective policy hold anything but `<base/>`. */
  readonly onErrorHasPolicies: boolean;
  /** The subscription that authorized the call. */
  readonly subscriptionId: string | undefined;
  /** Where the gateway runs, as `context.Deployment` has it. */
  readonly deployment: { readonly region: string; readonly gatewayId: string };
  /** Who owns that subscription. */
  readonly userId: string | undefined;
  readonly apiId: string | undefined;
  readonly operationId: string | undefined;
  readonly productId: string | undefined;
  readonly apiName: string | undefined;
  readonly operationName: string | undefined;
  /** What the API's description says of the operation; undefined when none matched. */
  readonly operation: DescribedOperation | undefined;
  /** The operation's URL template, query included. */
  readonly urlTemplate: string;
  /** The path that follows the API's own in the client's request. */
  readonly pathBelowApi: string;
  now(): number;
  /** A .NET int, as a context variable holds it. */
  int(value: number): unknown;
  /** Runs nested policies in order: at once as far as none of them has to wait. */
  perform(steps: readonly Step[]): Flow | Promise<Flow>;
  /** The same run, with another message as target. */
  targeting(target: PolicyMessage | undefined, signal?: AbortSignal): Run;
  /** Sets a context variable, which the trace shows. */
  setVariable(name: string, value: unknown): void;
  /** @param copy the request whose method, URL, headers and (with `withBody`) body it starts with */
  newRequest(copy: PolicyRequest | undefined, withBody: boolean): Promise<PolicyRequest>;
  newResponse(copy: PolicyResponse | undefined): PolicyResponse;
  /** The response that a context variable holds; undefined when it holds something else. */
  responseIn(variable: string): PolicyResponse | undefined;
  /** A response as a context variable holds it. */
  responseValue(response: PolicyResponse): unknown;
  /** Marks which branch of the current step runs, for trace and coverage. */
  branch(name: string): void;
  /**
   * Sends `request`. The answer's body is a stream until something reads it.
   * @throws ExchangeError
   */
  send(
    request: PolicyRequest,
    options: { readonly timeoutMs: number; readonly keepBody: boolean },
  ): Promise<PolicyResponse>;
  /** Parses an absolute http(s) URL. */
  parseUrl(text: string): PolicyUrl | undefined;
  /** Reads a message's body into memory and keeps it. @returns no bytes without a body */
  bodyBytes(message: PolicyMessage): Promise<Uint8Array>;
  /** Whether a message's body has more than `limit` bytes; what has more is not read further. */
  bodyExceeds(message: PolicyMessage, limit: number): Promise<boolean>;
  /** Ends the section with an error, which on-error gets. */
  fail(failure: Failure): never;
  /** A line in the trace, at the current step. */
  note(text: string): void;
  /** A finding in the trace: something that is probably not meant. */
  warn(text: string): void;
  /** Masks `value` in every output from now on. */
  secret(value: string): void;
  /** The value of a switch where it decides something for this request: the trace and its results name it. */
  assume<K extends keyof Switches>(name: K): Switches[K];
  /** Marks something that the gateway does not emulate as crossed: results that depend on it are no verdict. */
  notEmulated(what: string): void;
  /** What policies of one request leave for one another, by the leaver's name. */
  readonly shared: Map<string, unknown>;
  /** Runs after outbound (or on-error), when the answer is known. */
  afterResponse(action: () => void | Promise<void>): void;
}
