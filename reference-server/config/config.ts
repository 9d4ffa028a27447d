/** What the server is told by its environment, checked once, before anything listens. */
import { z } from 'zod';
import { isLoopbackHost } from './loopback.ts';

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const guid = (what: string) =>
  z
    .string({ error: `is not set: give ${what} (a GUID)` })
    .regex(guidPattern, `is not a GUID: give ${what}`)
    .toLowerCase();

const origin = (fallback: string, protocols: readonly string[]) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      const bare = url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' && !url.username;
      if (url && bare && protocols.includes(url.protocol)) return url.origin;
      const schemes = protocols.map((protocol) => protocol.slice(0, -1)).join(' or ');
      context.addIssue(`is not an ${schemes} origin: give scheme, host and port only, such as ${fallback}`);
      return z.NEVER;
    });

const names = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
  );

/** Other names of a variable, used when it is not set itself: the names of the second published design, and the host's. */
const otherNames: Readonly<Record<string, string>> = {
  APPLICATION_CID: 'CLIENT_ID',
  APPLICATION_TENANT: 'TENANT_ID',
  PORT: 'FUNCTIONS_CUSTOMHANDLER_PORT',
};

const managedIdentity = guid('the client id of the user-assigned managed identity');
const fieldName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** Headers that have a meaning of their own. */
const takenHeaders = ['authorization', 'cookie', 'host', 'origin', 'content-type', 'content-length'];

/**
 * The environment, by name. `APPLICATION_UAMI`, `APPLICATION_CID` and `APPLICATION_TENANT` are the names that the
 * published deployment sets on its function app.
 */
const environment = z.object({
  PORT: z.coerce.number('is not a number').int('is not a whole number').min(0).max(65535).default(0),
  HOST: z.string().default('127.0.0.1'),
  ALLOWED_HOSTS: names,
  ALLOWED_ORIGINS: names,
  APPLICATION_UAMI: managedIdentity.optional(),
  APPLICATION_CID: guid("the application (client) id of this server's app registration"),
  APPLICATION_TENANT: guid("the tenant's id, not its domain"),
  CLIENT_SECRET: z.string().optional(),
  // MSAL refuses an authority that is not https
  AUTHORITY_HOST: origin('https://login.microsoftonline.com', ['https:']),
  STS_ISSUER: origin('https://sts.windows.net', ['https:']),
  GRAPH_ENDPOINT: origin('https://graph.microsoft.com', ['https:']),
  TOKEN_SOURCE: z
    .enum(['header', 'argument', 'gateway'], "is none of 'header', 'argument' and 'gateway'")
    .default('header'),
  REQUIRED_SCOPE: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is not one scope name: no spaces, quotes or backslashes')
    .default('user_impersonate'),
  REQUIRED_ROLE: z.string().optional(),
  GATEWAY_CLIENT_ID: guid("the client id of the gateway's managed identity").optional(),
  GRAPH_TOKEN_HEADER: z
    .string()
    .toLowerCase()
    .regex(fieldName, 'is not a header name')
    .refine((name) => !takenHeaders.includes(name), 'has a meaning of its own: choose another header')
    .default('x-graph-token'),
  ANONYMOUS_ENDPOINTS: z.enum(['allow', 'deny'], "is neither 'allow' nor 'deny'").default('allow'),
  MCP_SESSIONS: z.enum(['off', 'on'], "is neither 'off' nor 'on'").default('off'),
  FUNCTIONS_SYSTEM_KEY: z.string().optional(),
  TOKEN_EXCHANGE_AUDIENCE: z.string().min(1).default('api://AzureADTokenExchange'),
  JWKS_COOLDOWN_SECONDS: z.coerce.number('is not a number').min(0).max(86_400).default(300),
});

/**
 * The environment of a server that exchanges tokens without a secret, and of one that its gateway hands Graph tokens:
 * each has one more id that it can't do without.
 */
const environmentFor = (variables: Readonly<Record<string, string>>) => {
  if (variables.TOKEN_SOURCE === 'gateway') {
    return environment.extend({ GATEWAY_CLIENT_ID: guid("the client id of the gateway's managed identity") });
  }
  return variables.CLIENT_SECRET === undefined
    ? environment.extend({ APPLICATION_UAMI: managedIdentity })
    : environment;
};

/** The server's settings. */
export interface ServerConfig {
  /** TCP port; 0 takes any free one. */
  readonly port: number;
  /** Address to bind; loopback unless told. */
  readonly host: string;
  /** Host names (no port) that a request's `Host` may name. */
  readonly allowedHosts: readonly string[];
  /** Host names (no scheme, no port) that a browser's `Origin` may name. */
  readonly allowedOrigins: readonly string[];
  /** Client id of the user-assigned managed identity that stands in for a client secret. */
  readonly managedIdentityClientId: string | undefined;
  /** A client secret, as the second published design has one. A managed identity needs none, and wins. */
  readonly clientSecret: string | undefined;
  /** This server's application id: the audience of the tokens it takes, and the client of the exchange. */
  readonly clientId: string;
  /** Tenant id, lower case. */
  readonly tenantId: string;
  /** Origin of the sign-in service. */
  readonly authorityHost: string;
  /** Origin that issuers of version 1.0 tokens start with. */
  readonly stsIssuer: string;
  /** Origin of Microsoft Graph. */
  readonly graphEndpoint: string;
  /** Where the caller's token is read from. The other places are never read. */
  readonly tokenSource: 'header' | 'argument' | 'gateway';
  /** Scope that a user token must carry. */
  readonly requiredScope: string;
  /** Role that lets an application call in its own name; undefined: none may. */
  readonly requiredRole: string | undefined;
  /** Source `gateway`: client id of the gateway's managed identity, the only caller there may be. */
  readonly gatewayClientId: string | undefined;
  /** Source `gateway`: header with the user's token for Graph, lower case. */
  readonly graphTokenHeader: string;
  /** Whether the HTTP endpoints that need no user answer a request without any token. */
  readonly anonymousEndpoints: boolean;
  /** Whether `/mcp` keeps sessions for the 2025 revisions. Where the Functions extension serves, it always does. */
  readonly sessions: boolean;
  /** Key that requests to `/runtime/webhooks/mcp` must bring in `x-functions-key`; undefined: none. */
  readonly functionsSystemKey: string | undefined;
  /** Resource that the managed identity asks a token for. Sovereign clouds have their own. */
  readonly tokenExchangeAudience: string;
  /** How long an unknown key id may not cause another fetch of the signing keys, in seconds. */
  readonly jwksCooldownSeconds: number;
}

/** The environment does not describe a server. `problems` has one line per variable, each with what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the settings from environment variables. An empty variable counts as not set.
 * @throws ConfigError naming every variable that is missing or wrong, at once
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): ServerConfig {
  const given = Object.keys(environment.shape).flatMap((name) => {
    const value = variables[name] || variables[otherNames[name] ?? ''];
    return value ? [[name, value.trim()] as const] : [];
  });
  const present: Record<string, string> = Object.fromEntries(given);
  const parsed = environmentFor(present).safeParse(present);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const value = parsed.data;
  const loopback = isLoopbackHost(value.HOST);
  if (!loopback && value.ALLOWED_HOSTS.length === 0) {
    // Without it any name that resolves here would be served, which is what DNS rebinding needs.
    throw new ConfigError([
      `ALLOWED_HOSTS is not set: HOST=${value.HOST} is not loopback, so name the host names clients reach this server by`,
    ]);
  }
  const allowedHosts = value.ALLOWED_HOSTS.length > 0 ? value.ALLOWED_HOSTS : ['localhost', '127.0.0.1', '[::1]'];
  return {
    port: value.PORT,
    host: value.HOST,
    allowedHosts,
    allowedOrigins: value.ALLOWED_ORIGINS.length > 0 ? value.ALLOWED_ORIGINS : allowedHosts,
    managedIdentityClientId: value.APPLICATION_UAMI,
    clientSecret: value.APPLICATION_UAMI === undefined ? value.CLIENT_SECRET : undefined,
    clientId: value.APPLICATION_CID,
    tenantId: value.APPLICATION_TENANT,
    authorityHost: value.AUTHORITY_HOST,
    stsIssuer: value.STS_ISSUER,
    graphEndpoint: value.GRAPH_ENDPOINT,
    tokenSource: value.TOKEN_SOURCE,
    requiredScope: value.REQUIRED_SCOPE,
    requiredRole: value.REQUIRED_ROLE,
    gatewayClientId: value.TOKEN_SOURCE === 'gateway' ? value.GATEWAY_CLIENT_ID : undefined,
    graphTokenHeader: value.GRAPH_TOKEN_HEADER,
    anonymousEndpoints: value.ANONYMOUS_ENDPOINTS === 'allow',
    sessions: value.MCP_SESSIONS === 'on',
    functionsSystemKey: value.FUNCTIONS_SYSTEM_KEY,
    tokenExchangeAudience: value.TOKEN_EXCHANGE_AUDIENCE,
    jwksCooldownSeconds: value.JWKS_COOLDOWN_SECONDS,
  };
}
