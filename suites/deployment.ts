/**
 * What a check sees of the system under test, and all it sees. `fixtures` implements it over the offline stack, over a
 * stack started by `sallyport up`, and over a live deployment; a check cannot tell them apart except by what is absent.
 */

/** The published designs and today's specification; see ARCHITECTURE.md. */
export const topologies = ['broker', 'client-credentials', 'gateway-obo', 'direct'] as const;
/** One of the designs that the checks know. */
export type Topology = (typeof topologies)[number];

/** A person who can sign in. */
export interface TestUser {
  /** User principal name. */
  readonly name: string;
  /** What the directory calls them; appears in `displayName`. Unknown for live targets. */
  readonly displayName?: string;
  /** Object id in the directory. */
  readonly objectId?: string;
}

/** A request from outside. Redirects are never followed. */
export interface OutsideRequest {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request and its answer, as it crossed the outer boundary. */
export interface Exchange {
  /** Joins with the gateway's trace: the trace id of the request's `traceparent`. */
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly requestBody: string;
  readonly status: number;
  /** In wire order, duplicates kept, names as received. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Values of a response header, in order. @param name case-insensitive */
export function headerValues(exchange: Exchange, name: string): string[] {
  const wanted = name.toLowerCase();
  return exchange.headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** An answer whose body is read as it comes. */
export interface StreamedAnswer {
  /** As that of an exchange. */
  readonly id: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** The next piece of the body, or undefined at its end. */
  next(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** How a browser's journey ended. */
export interface Journey {
  /** The redirect to the client's redirect URI, or undefined when the journey ended on a page. */
  readonly redirect?: URL;
  /** Every exchange of the browser, in order; the last one is the page or the redirect it ended with. */
  readonly exchanges: readonly Exchange[];
}

/** A person's browser: keeps cookies from one journey to the next. */
export interface Browser {
  /**
   * Opens `url`, signs in as `user` where asked, answers consent pages, follows redirects, and stops before leaving for
   * a URI that starts with `redirectUri`.
   */
  travel(url: string, options: { user: TestUser; redirectUri: string; consent?: 'approve' | 'deny' }): Promise<Journey>;
}

/** The answer of a tool. */
export interface ToolAnswer {
  readonly isError: boolean;
  /** Text content, joined. */
  readonly text: string;
}

/** A connected MCP client. */
export interface McpSession {
  listTools(): Promise<readonly string[]>;
  callTool(name: string, args?: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  /** The access token that the client holds. */
  accessToken(): string | undefined;
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/** Tokens that must be refused. Names are those of fixtures/tokens. */
export const badTokens = [
  'wrong-audience',
  'wrong-issuer',
  'unsigned',
  'self-signed',
  'expired',
  'foreign-client',
  'app-only',
  'user',
  'missing-scope',
  'missing-role',
] as const;
/** The name of a bad token that a deployment's forge can make. */
export type BadToken = (typeof badTokens)[number];

/** Makes tokens for one door. Without a user: those of an application that calls in its own name. */
export interface TokenMaker {
  /** A token as the door's caller would have it, wrong in the one way that `kind` names. */
  token(kind: BadToken, user?: TestUser): Promise<string>;
  /** The same token with nothing wrong: the positive control. */
  goodToken(user?: TestUser): Promise<string>;
  /** A good token that lives a day, as clients with continuous access evaluation get them. */
  longLived(user: TestUser): Promise<string>;
  /** A good token whose scopes are these. @param scopes bare names, separated by spaces */
  withScopes(scopes: string, user: TestUser): Promise<string>;
}

/**
 * Makes tokens that look right but for one thing. Offline only: nobody can forge for the real Entra ID. Its own tokens are
 * for the gateway: what its callers present, or, where it is the authorization server, what it redeems a code for.
 */
export interface Forge extends TokenMaker {
  /** Tokens as the server behind the gateway gets them. */
  readonly server: TokenMaker;
}

/** An application that calls in its own name (RFC 6749, 4.4). */
export interface CallingApplication {
  readonly clientId: string;
  /**
   * A fresh or cached token of its own.
   * @param scope what for; the MCP server unless told
   * @throws Error when it gets none
   */
  token(scope?: string): Promise<string>;
}

/** A request that the gateway sent on to the server behind it. */
export interface ServerRequest {
  readonly method: string;
  readonly path: string;
  /** In wire order. */
  readonly headers: readonly (readonly [string, string])[];
}

/** A request that reached the token endpoint of the issuer. */
export interface TokenRequest {
  readonly grantType: string;
  readonly clientId: string;
  /** How the client authenticated. */
  readonly credential: 'assertion' | 'certificate' | 'secret' | 'none';
  readonly status: number;
}

/** Managed identities by whose assertions each of the two proved to the issuer who it is; ids of service principals. */
export interface ProvenIdentities {
  readonly gateway: readonly string[];
  readonly server: readonly string[];
}

/** A secret found where the custody matrix forbids it. */
export interface CustodyViolation {
  /** Kind of the secret, e.g. `access_token`. */
  readonly kind: string;
  /** Where it was seen: `client` or `browser`. */
  readonly boundary: string;
  readonly rule: string;
  /** In words without the secret: "response header x-debug, base64url". */
  readonly where: string;
  /** Id of the exchange, when the boundary has exchanges. */
  readonly exchangeId?: string;
  /** Response header that carried it. */
  readonly header?: string;
}

/** What the custody matrix said of everything recorded so far. */
export interface CustodyReport {
  readonly violations: readonly CustodyViolation[];
  /** Secrets in the ledger by kind: a report about no secrets proves nothing. */
  readonly issued: Readonly<Record<string, number>>;
  /** Bytes searched by boundary. */
  readonly searched: Readonly<Record<string, number>>;
  /** Why the report proves nothing, such as a detector that misses a canary planted in a copy of the recording. */
  readonly doubts: readonly string[];
}

/** A place in a policy file. */
export interface PolicyLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly element: string;
}

/** What helps to find the element behind an objectionable answer. */
export interface LocateHints {
  /** Elements that could have enforced the requirement: the last one that ran is named. */
  readonly enforcedBy?: readonly string[];
  /** What is objectionable went on to the backend: only elements that ran before it was forwarded could have enforced. */
  readonly forwarded?: boolean;
  /** The response header that should not be there. */
  readonly header?: string;
}

/** What a verdict rests on that was not the real thing. */
export interface Crossed {
  readonly notEmulated: readonly string[];
  readonly assumptions: readonly string[];
  /** Policies that limit how often callers come, of which each refused a request. */
  readonly limits?: readonly PolicyLocation[];
}

/** Ways in which the gateway's exchange on behalf of the user can fail. */
export type ExchangeFailure =
  /** The issuer refuses with this AADSTS number. */
  | { readonly kind: 'error'; readonly code: number; readonly claims?: string }
  /** The issuer answers with this status and no body, or with what is not JSON. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'garbage' }
  /** The connection to the issuer breaks before the answer is there. */
  | { readonly kind: 'unreachable' }
  /** The gateway's managed identity has no token. */
  | { readonly kind: 'identity' };

/** The view from inside, which only a stack of the harness's own has. */
export interface Inside {
  /** Makes the issuer answer the next redemption of a code with `token` instead of its own. @returns take it back */
  answerNextRedemption(token: string): () => void;
  /** Makes every exchange of the gateway's fail, of tokens that are issued from now on. @returns undo */
  failExchanges(failure: ExchangeFailure): () => void;
  /** Words that name the tenant, its applications or its people: none may stand in an error for a caller. */
  readonly internalNames: readonly string[];
  /** Requests that reached the issuer's token endpoint so far, oldest first. */
  tokenRequests(): readonly TokenRequest[];
  provenIdentities(): ProvenIdentities;
  /** URL of the MCP server behind the gateway, reachable from here only. */
  readonly serverUrl: string;
  /** Whether a stub stands in for that server. It lets everybody in, so what a server has to refuse is not judged. */
  readonly serverIsStub?: boolean;
  /** Whether the policies exchange tokens on behalf of callers; undefined where that does not show. */
  readonly exchanges?: boolean;
  /** Requests that the gateway sent on to the server so far, oldest first. */
  serverRequests(): readonly ServerRequest[];
  /** A request straight to the server behind the gateway. */
  serverHttp(request: OutsideRequest): Promise<Exchange>;
  custody(): Promise<CustodyReport>;
  /**
   * Makes the issuer answer the next exchange on behalf of a user with a claims challenge.
   * @param claims what it asks for, JSON text @returns take it back
   */
  challengeNextExchange(claims: string): () => void;
  /** Keeps a person out, as an administrator does. @returns lets them in again */
  disableUser(user: TestUser): () => void;
  /**
   * Replaces the key that seals session tokens, and keeps the one before it.
   * @throws Error when the policies have no such keys
   */
  rotateSessionKey(): Promise<void>;
  /** Moves the clocks of issuer and gateway forward. @param seconds may be large @returns undo */
  advanceClock(seconds: number): () => void;
  /**
   * What the requests crossed that went through the gateway since the last call: elements that are not emulated, and
   * switches that stand for what is not known of the real gateway, as `name=value`.
   */
  crossed(): Crossed;
  /** A text that quotes what was seen, with the secrets of the stack taken out: named values, keys and tokens. */
  withoutSecrets(text: string): string;
  /** The policy element that shaped an answer of the gateway. @param exchangeId the exchange's id */
  locate(exchangeId: string, hints: LocateHints): PolicyLocation | undefined;
}

/** A system under test. */
export interface Deployment {
  readonly topology: Topology;
  readonly target: 'emulated' | 'live';
  /** The MCP endpoint, as clients are given it. */
  readonly url: string;
  /** People who can sign in; empty when the target has none to offer, or nobody signs in there. */
  readonly users: readonly TestUser[];
  /** A public client that is registered with the issuer beforehand, where clients cannot register themselves. */
  readonly clientId?: string;
  /** The application that calls, where nobody signs in. */
  readonly application?: CallingApplication;
  http(request: OutsideRequest): Promise<Exchange>;
  /** Sends a request and returns as soon as the answer's headers are there. @param signal gives it up */
  stream(request: OutsideRequest, signal: AbortSignal): Promise<StreamedAnswer>;
  /** An origin whose pages may run MCP clients here; undefined where none is named. */
  readonly pageOrigin?: string | undefined;
  /** A browser without any cookies. */
  browser(): Browser;
  /** Names of the real MCP clients that can be driven here, e.g. `sdk-v1`; the first is the default. */
  readonly clients: readonly string[];
  /**
   * A real MCP client signs in as `user` and connects. Without a user it calls in the application's name.
   * @param options.browser where the person signs in
   */
  connect(user: TestUser | undefined, options?: { client?: string; browser?: Browser }): Promise<McpSession>;
  /**
   * A tool that anybody who is let in may call without arguments, where the server behind the gateway is not the reference
   * server: its answer says nothing of who calls.
   */
  readonly tool?: string;
  /** A redirect URI that belongs to nobody but this run. */
  readonly redirectUri: string;
  readonly forge?: Forge;
  readonly inside?: Inside;
  /**
   * Where nobody lists what was issued: tokens of the issuer that the gateway has shown to client or browser so far, told
   * by their shape. What does not look like one, such as an opaque code of another form, passes unseen.
   */
  readonly custodyByShape?: () => CustodyReport;
}
