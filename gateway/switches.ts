/**
 * Named switches for what Azure API Management does that documentation does not settle, or settles twice. Each has a
 * default and its reason; results that cross one say so.
 */
export interface Switches {
  /**
   * A section element that a document leaves out. `base`: as if it held `<base/>`; published examples that hold only
   * `<inbound>` still forward.
   */
  readonly 'section.missing': 'base' | 'empty';
  /** `set-body` on a message without a body: the reference says it throws; published brokers rely on `create`. */
  readonly 'setBody.noBody': 'create' | 'throw';
  /** When a cache-store-value becomes visible. Documented as asynchronous, without a figure. */
  readonly 'cache.visibility': 'immediate' | { readonly delayedMs: number };
  /** What the built-in cache gives back: the .NET value that was stored, or its text. Undocumented. */
  readonly 'cache.valueType': 'kept' | 'text';
  /**
   * Whether return-response starts with the headers that the response had. The reference speaks of a new response; not
   * to carry them is what loses a challenge, so that it is seen here.
   */
  readonly 'returnResponse.carriesHeaders': boolean;
  /** Whether reading a body needs its Content-Encoding undone. Reported: expressions see the compressed bytes. */
  readonly 'body.decompress': boolean;
  /** Whether the values of Url.Query are percent-decoded. Undocumented. */
  readonly 'url.queryDecoded': boolean;
  /** `context.Variables["missing"]`: null in Microsoft's toolkit. */
  readonly 'variables.missing': 'null' | 'throw';
  /** `cors` default of terminate-unmatched-request: the reference page says both. */
  readonly 'cors.terminateUnmatched': boolean;
  /** Whether an event stream is held back in 8 KiB blocks without buffer-response="false", as the reference has it. */
  readonly 'eventStream.buffering': 'off' | 'documented';
  /** How `/path/` relates to an operation `/path`. */
  readonly 'routing.trailingSlash': 'ignore' | 'strict';
  /** Spelling of default error bodies: the classic tiers write spaces, one capture of a v2 tier does not. */
  readonly 'errors.json': 'spaced' | 'compact';
  /** The platform under C#: classic gateways run .NET on Windows, v2 and self-hosted ones on Linux. */
  readonly platform: 'windows' | 'linux';
  /**
   * Whether a refused token is answered with a challenge (WWW-Authenticate) of the gateway's own. No capture shows one,
   * and policies add theirs by hand.
   */
  readonly 'jwt.challenge': 'none' | 'bearer';
  /**
   * Whether failed-validation-error-message still shows when on-error holds policies. A published snippet says that it
   * does not; published policies replace the response anyway.
   */
  readonly 'jwt.messageWithOnError': 'kept' | 'dropped';
  /** The claim that names the client in v2.0 tokens: `azp`, as Entra writes it, or `appid` alone, as was reported. */
  readonly 'azureAdToken.v2Client': 'azp' | 'appid';
  /** Expressions in the audiences of validate-azure-ad-token: documented, and reported as refused. */
  readonly 'azureAdToken.audienceExpressions': 'evaluate' | 'refuse';
  /** `context.Trace` with two arguments: deployed policies use it, the reference names one. */
  readonly 'trace.twoArguments': 'accept' | 'throw';
  /**
   * A line break in the value that an expression gives set-header, such as a LastError.Message of several lines: an error,
   * because headers of .NET refuse it and nothing else may begin a header, or a space. Undocumented, although the error
   * handling page copies that message into a header.
   */
  readonly 'setHeader.lineBreak': 'throw' | 'space';
  /** Dates in JSON that `Body.As<JObject>` reads: DateTime, as JObject.Parse makes them, or text. Undocumented. */
  readonly 'body.jsonDates': 'DateTime' | 'text';
  /** Whether Graph-style tokens (a `nonce` in the header) are verified by hashing it, or fail as on Azure. */
  readonly 'jwt.headerNonce': 'fail' | 'hash';
  /**
   * Whether an audience that differs from an allowed one by a slash at its end passes: the default of IdentityModel, the
   * library that the gateway validates with.
   */
  readonly 'jwt.audienceSlash': 'ignored' | 'counts';
  /**
   * The issuer that a multi-tenant configuration publishes, with `{tenantid}` in it, when validate-jwt names none:
   * `filled` with the token's own tenant, because the reference has such configurations among its examples, or `literal`,
   * which no token fits.
   */
  readonly 'jwt.issuerTemplate': 'filled' | 'literal';
  /**
   * `..` that reaches a rewritten path by way of a parameter or an expression: the request is refused, or the dots are
   * followed, as .NET does with those of any URL, and it may leave the path that the policy chose. Nothing published
   * says whether the gateway looks for them; a harness for policies had better not let them through.
   */
  readonly 'rewriteUri.dotSegments': 'refuse' | 'follow';
  /** Rate limiting: sliding window (classic tiers) or token bucket (v2 tiers). */
  readonly 'rateLimit.algorithm': 'sliding' | 'bucket';
  /**
   * Which headers of a tool call reach the REST API behind it, besides the subscription key: those that policies of the
   * MCP server set (documented, and seen since 2025-11), or none (seen until then).
   */
  readonly 'mcp.toolHeaders': 'setByPolicy' | 'none';
  /**
   * Whether REST operations as tools are served over HTTP+SSE too, at `/sse` and `/messages`: seen from 2025-05 on and
   * still listed beside `/mcp` in the overview of 2025-11, called deprecated.
   */
  readonly 'mcp.toolEventStream': 'serve' | 'absent';
  /**
   * Where a challenge of an API of type `mcp` says its metadata is, when a policy writes it at the root: below the endpoint,
   * as a published workshop observed it in 2026, or as written. The reference says nothing.
   */
  readonly 'mcp.resourceMetadata': 'belowEndpoint' | 'asWritten';
  /** Prompts of an existing MCP server: documented as not supported; `forward` passes them like everything else. */
  readonly 'mcp.prompts': 'refuse' | 'forward';
}

/** The documented choices. */
export const defaultSwitches: Switches = {
  'section.missing': 'base',
  'setBody.noBody': 'create',
  'cache.visibility': 'immediate',
  'cache.valueType': 'kept',
  'returnResponse.carriesHeaders': false,
  'body.decompress': false,
  'url.queryDecoded': true,
  'variables.missing': 'null',
  'cors.terminateUnmatched': false,
  'eventStream.buffering': 'off',
  'routing.trailingSlash': 'ignore',
  'errors.json': 'spaced',
  platform: 'windows',
  'jwt.challenge': 'none',
  'jwt.messageWithOnError': 'kept',
  'azureAdToken.v2Client': 'azp',
  'azureAdToken.audienceExpressions': 'evaluate',
  'trace.twoArguments': 'accept',
  'setHeader.lineBreak': 'throw',
  'body.jsonDates': 'DateTime',
  'jwt.headerNonce': 'fail',
  'jwt.audienceSlash': 'ignored',
  'jwt.issuerTemplate': 'filled',
  'rewriteUri.dotSegments': 'refuse',
  'rateLimit.algorithm': 'sliding',
  'mcp.toolHeaders': 'setByPolicy',
  'mcp.toolEventStream': 'serve',
  'mcp.resourceMetadata': 'belowEndpoint',
  'mcp.prompts': 'refuse',
};
