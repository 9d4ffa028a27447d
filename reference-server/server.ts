/** The reference MCP server, composed: everything it needs comes from its settings. */
import http from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { ServerConfig } from './config/config.ts';
import { readUserProfile } from './graph/user-profile.ts';
import { bodyLimit } from './http/body.ts';
import { withClaimsGate } from './http/claims-gate.ts';
import { createRequestListener, mcpPath } from './http/request-listener.ts';
import type { Logger } from './log/logger.ts';
import { createExchange } from './on-behalf-of/exchange.ts';
import { managedIdentityAssertion } from './on-behalf-of/managed-identity-assertion.ts';
import { argumentSource } from './token-source/argument.ts';
import { headerSource } from './token-source/header.ts';
import { addGetGraphUserDetails, type GraphUserDetailsOptions } from './tools/get-graph-user-details.ts';
import { createAccessTokenValidator } from './validation/access-token-validator.ts';
import { remoteSigningKeys } from './validation/signing-keys.ts';

const graphScope = 'https://graph.microsoft.com/User.Read';

export interface ReferenceServerOptions {
  readonly log: Logger;
  /** Milliseconds since 1970; the machine's clock unless told. */
  readonly clock?: () => number;
}

/** The server's request listener, for any `node:http` server. */
export function createReferenceServer(config: ServerConfig, options: ReferenceServerOptions): http.RequestListener {
  const { log, clock = Date.now } = options;
  const validate = createAccessTokenValidator({
    expected: {
      clientId: config.clientId,
      tenantId: config.tenantId,
      issuerV1: `${config.stsIssuer}/${config.tenantId}/`,
      issuerV2: `${config.authorityHost}/${config.tenantId}/v2.0`,
      requiredScope: config.requiredScope,
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
    clientAssertion: managedIdentityAssertion(config.managedIdentityClientId, config.tokenExchangeAudience),
    clock,
  });
  const tool: GraphUserDetailsOptions = {
    exchange,
    readProfile: (accessToken) => readUserProfile(config.graphEndpoint, accessToken),
    log,
  };
  const mcp = createMcpHandler(
    () => {
      const server = new McpServer({ name: 'sallyport-reference-server', version: '0.1.0' });
      addGetGraphUserDetails(server, tool);
      return server;
    },
    // Messages of the SDK may quote the request, so the log has only their kind.
    { maxRequestBodySize: bodyLimit, onerror: (error) => log('mcp.rejected', { name: error.name }) },
  );
  return createRequestListener({
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
    source: config.tokenSource === 'header' ? headerSource(validate) : argumentSource(validate),
    mcp: toNodeHandler(withClaimsGate(mcp), { maxRequestBodySize: bodyLimit }),
    log,
  });
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
  const server = http.createServer(createReferenceServer(config, options));
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
