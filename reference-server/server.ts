/** The reference MCP server, composed: everything it needs comes from its settings. */
import http from 'node:http';
import { McpServer } from '@modelcontextprotocol/server';
import { sessionOwner } from './caller/session-owner.ts';
import type { ServerConfig } from './config/config.ts';
import { endpointRoutes } from './endpoints/routes.ts';
import { createGraphAccess } from './graph/graph-access.ts';
import { readUserProfile } from './graph/user-profile.ts';
import { LingeringResponse } from './http/lingering-response.ts';
import { currentRequest } from './http/request-context.ts';
import { createRequestListener } from './http/request-listener.ts';
import type { Logger } from './log/logger.ts';
import { addTools } from './mcp/add-tools.ts';
import { mcpPath, mcpRoutes } from './mcp/routes.ts';
import { createExchange, type ExchangeOptions } from './on-behalf-of/exchange.ts';
import { managedIdentityAssertion } from './on-behalf-of/managed-identity-assertion.ts';
import { argumentSource } from './token-source/argument.ts';
import { gatewaySource } from './token-source/gateway.ts';
import { headerSource } from './token-source/header.ts';
import type { TokenSource } from './token-source/token-source.ts';
import { createTools } from './tools/index.ts';
import { type AccessTokenValidator, createAccessTokenValidator } from './validation/access-token-validator.ts';
import { remoteSigningKeys } from './validation/signing-keys.ts';

const graphScope = 'https://graph.microsoft.com/User.Read';

export interface ReferenceServerOptions {
  readonly log: Logger;
  /** Milliseconds since 1970; the machine's clock unless told. */
  readonly clock?: () => number;
  /** Adds to every MCP server that is made, after the server's own tools. */
  readonly extend?: (server: McpServer) => void;
}

/** The server's request listener, for any `node:http` server. */
function createReferenceServer(config: ServerConfig, options: ReferenceServerOptions): http.RequestListener {
  const { log, clock = Date.now, extend } = options;
  const validate = createAccessTokenValidator({
    expected: {
      clientId: config.clientId,
      tenantId: config.tenantId,
      issuerV1: `${config.stsIssuer}/${config.tenantId}/`,
      issuerV2: `${config.authorityHost}/${config.tenantId}/v2.0`,
      requiredScope: config.requiredScope,
      requiredRole: config.requiredRole,
      gatewayClientId: config.gatewayClientId,
    },
    keys: remoteSigningKeys(
      new URL(`${config.authorityHost}/${config.tenantId}/discovery/v2.0/keys`),
      config.jwksCooldownSeconds * 1000,
    ),
    clock,
  });
  const exchange = createExchange({
    clientId: config.clientId,
    tenantId: config.tenantId,
    authorityHost: config.authorityHost,
    scopes: [graphScope],
    credential: credentialOf(config),
    clock,
  });
  const readProfile = createGraphAccess({
    exchange,
    readWith: (graphToken) => readUserProfile(config.graphEndpoint, graphToken),
  });
  const tools = createTools(readProfile);
  const newServer = (): McpServer => {
    const server = new McpServer({ name: 'sallyport-reference-server', version: '0.1.0' });
    addTools(server, tools, log);
    extend?.(server);
    return server;
  };
  const source = sourceOf(config, validate);
  return createRequestListener({
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
    source,
    routes: new Map([
      ...mcpRoutes({
        newServer,
        sessions: config.sessions,
        functionsSystemKey: config.functionsSystemKey,
        owner: async () => {
          const sender = await currentRequest().sender();
          return sender && sessionOwner(sender);
        },
        clock,
        log,
      }),
      ...(source.onEveryRequest ? endpointRoutes(tools, { anonymously: config.anonymousEndpoints, log }) : []),
    ]),
    log,
  });
}

/** How the server proves who it is to the sign-in service. A server whose gateway makes the exchange never does. */
function credentialOf(config: ServerConfig): ExchangeOptions['credential'] {
  const { managedIdentityClientId, clientSecret, tokenExchangeAudience } = config;
  if (managedIdentityClientId !== undefined) {
    return managedIdentityAssertion(managedIdentityClientId, tokenExchangeAudience);
  }
  return { secret: clientSecret ?? '' };
}

function sourceOf({ tokenSource, graphTokenHeader }: ServerConfig, validate: AccessTokenValidator): TokenSource {
  switch (tokenSource) {
    case 'header':
      return headerSource(validate);
    case 'argument':
      return argumentSource(validate);
    case 'gateway':
      return gatewaySource(validate, graphTokenHeader);
  }
}

/** A listening server. */
export interface RunningServer {
  /** URL of the MCP endpoint. */
  readonly url: string;
  /** Stops at once, ending open connections. */
  close(): Promise<void>;
}

/**
 * Listens.
 * @throws NodeJS.ErrnoException of `listen`, such as EADDRINUSE
 */
export async function startReferenceServer(
  config: ServerConfig,
  options: ReferenceServerOptions,
): Promise<RunningServer> {
  const server = http.createServer({ ServerResponse: LingeringResponse }, createReferenceServer(config, options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: config.port, host: config.host, exclusive: true }, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host.includes(':') && !config.host.startsWith('[') ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${port}${mcpPath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
