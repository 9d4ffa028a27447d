/** The gateway: a listener that behaves as Azure API Management with the given policies. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listen } from '../../net/listener.ts';
import '../dotnet/index.ts';
import '../dotnet/context/index.ts';
import { createExpressionCompiler, type ExpressionCompiler } from '../expressions/index.ts';
import { rememberingCompiler } from '../expressions/remembering-compiler.ts';
import { type McpClientOptions, mcpClient } from '../mcp/mcp-client.ts';
import type { ServiceModel } from '../model.ts';
import type { PolicyIssue } from '../pipeline/load/policy-issue.ts';
import { Body } from '../pipeline/message/body.ts';
import { isEventStream } from '../pipeline/message/event-stream.ts';
import { Headers } from '../pipeline/message/headers.ts';
import { GatewayUrl } from '../pipeline/message/url.ts';
import type { Coverage } from '../pipeline/trace/coverage.ts';
import { Masker } from '../pipeline/trace/masker.ts';
import type { RequestTrace } from '../pipeline/trace/request-trace.ts';
import { defaultSwitches, type Switches } from '../switches.ts';
import { answerRequest, type RunningService } from './answer-request.ts';
import { receiveRequest } from './arrival.ts';
import { looksAtCertificates } from './client-certificates.ts';
import { compileService } from './compiled-service.ts';
import { createEgress } from './egress.ts';
import type { GatewayOptions, GatewaySecret } from './gateway-options.ts';
import { keepLatest } from './keep-latest.ts';
import { revisionKey } from './revision-key.ts';
import { sendAnswer } from './send-answer.ts';
import { createServices } from './shared-services.ts';

export interface Gateway {
  /** `http(s)://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  /** The latest requests, oldest first. */
  readonly traces: readonly RequestTrace[];
  /** Warnings about the policies that are loaded. */
  readonly problems: readonly PolicyIssue[];
  coverage(): Coverage;
  /** A text with secret named values, subscription keys and what else is secret in the gateway taken out. */
  withoutSecrets(text: string): string;
  /**
   * Swaps the policies; requests in progress finish with the old ones.
   * @throws PolicyLoadError and keeps what is loaded
   */
  reload(model: ServiceModel): Promise<void>;
  /** Stops listening and ends what is open. May be called twice. */
  close(): Promise<void>;
}

const nowhere = new GatewayUrl({ scheme: 'http', host: 'localhost', port: 80, path: '/', queryString: '' });

let compilerOfAll: Promise<ExpressionCompiler> | undefined;
/** One compiler for all gateways of the process: most of what one compiles, another has compiled. */
function sharedCompiler(): Promise<ExpressionCompiler> {
  compilerOfAll ??= createExpressionCompiler().then((compiler) => rememberingCompiler(compiler));
  return compilerOfAll;
}

/**
 * Starts a gateway.
 * @throws PolicyLoadError when a policy can't be loaded; nothing is left running then
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const switches: Switches = { ...defaultSwitches, ...options.switches };
  const now = options.clock ?? Date.now;
  const compiler = await sharedCompiler();
  const masker = new Masker();
  const hosts = new Map(options.egress.hosts);
  const egress = createEgress({ ...options.egress, hosts });
  const issued = (kind: GatewaySecret['kind'], value: string, audience: string): void => {
    // tokens are many and opaque; the others are few, and written into whatever policies make
    if (kind === 'named_value' || kind === 'subscription_key') masker.addSecret(value);
    else masker.add(value);
    options.onIssued?.({ kind, value, audience, issuedAt: now() });
  };
  if (options.managedIdentities) masker.addSecret(options.managedIdentities.header);

  // the port has to be known before policies can be compiled, because gatewayUrl may depend on it
  let handle = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(503).end();
  };
  const listener = await listen((request, response) => handle(request, response), {
    ...(options.tls ? { tls: options.tls } : {}),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  // on the machine that a gateway runs on, the loopback address is the gateway: deployed policies chain APIs by it
  for (const name of ['127.0.0.1', 'localhost']) {
    const address = `${name}:${options.tls ? 443 : 80}`;
    if (!hosts.has(address)) hosts.set(address, listener.port);
  }
  const closed = new AbortController();
  const close = async (): Promise<void> => {
    closed.abort();
    await Promise.all([listener.close(), egress.close()]);
  };

  const supplied = {
    bindings: { gatewayUrl: (options.publicUrl ?? listener.url).replace(/\/+$/, ''), ...options.bindings },
    namedValues: options.namedValues ?? {},
  };
  const shared = createServices(
    options,
    switches,
    egress,
    now,
    (token, resource) => issued('managed_identity_token', token, resource),
    (token, { authorizationId }) => issued('connection_token', token, authorizationId),
    closed.signal,
  );
  for (const { clientSecret, refreshToken } of options.connections ?? []) {
    masker.addSecret(clientSecret);
    if (refreshToken) masker.addSecret(refreshToken);
  }
  const startedAt = now();
  const runtime = {
    now,
    randomBytes: (count: number): Uint8Array => randomBytes(count),
    platform: switches.platform,
    // the interpreter counts an evaluation's work itself
    charge: (): void => {},
  };
  const onDefect = (error: unknown): void => options.onDefect?.(error);

  const run = (model: ServiceModel): RunningService => {
    // neither demanded nor judged here, and asked for only where a policy looks: browsers bother people with it. Server
    // reads both for every connection, so that what is reloaded may ask as well
    if (options.tls && looksAtCertificates(model)) {
      Object.assign(listener.server, { requestCert: true, rejectUnauthorized: false });
    }
    const compiled = compileService(model, supplied, options.subscriptions ?? [], compiler, switches, now);
    for (const [name, value] of compiled.secrets) issued('named_value', value, name);
    for (const { name, primaryKey, secondaryKey } of compiled.subscriptions) {
      issued('subscription_key', primaryKey, name);
      if (secondaryKey) issued('subscription_key', secondaryKey, name);
    }
    const services = { ...shared, backends: compiled.backends, certificates: compiled.certificates.byId };
    const mcpServices = new Map(
      model.apis
        .filter(({ mcp }) => mcp !== undefined)
        .map((api) => {
          const { bodyLimit: limit, client } = services;
          const wrapped = mcpClient(api, client, {
            apis: model.apis,
            switches,
            limit,
            invoke: loopback(() => service),
          });
          return [revisionKey(api), { ...services, client: wrapped }] as const;
        }),
    );
    const service: RunningService = {
      compiled,
      services,
      mcpServices,
      facts: {
        region: options.region ?? 'local',
        gatewayId: 'managed',
        certificates: compiled.certificates.hosts,
        apis: model.apis,
        startedAt,
        serviceName: model.name,
        serviceUrl: (api) => compiled.serviceUrl(api),
      },
      masker,
      runtime,
      locations: options.locations,
      onDefect,
    };
    return service;
  };

  /** A tool call of an MCP server: a request to another API of this gateway, with all its policies. */
  const loopback =
    (service: () => RunningService): McpClientOptions['invoke'] =>
    async ({ method, target, headers, body }, signal) => {
      const url = GatewayUrl.parse(`${supplied.bindings.gatewayUrl}${target}`) ?? nowhere;
      const received = {
        method,
        url,
        headers: Headers.fromRaw(['Host', url.authority, ...headers]),
        body: body === undefined ? undefined : Body.text(body),
        ipAddress: '127.0.0.1',
        clientCertificate: undefined,
      };
      const { response, trace } = await answerRequest(service(), received, signal);
      remember(trace);
      return response;
    };

  const traces: RequestTrace[] = [];
  const remember = keepLatest(traces, options.limits?.traces ?? 1000, options.onTrace);

  let running: RunningService;
  try {
    running = run(options.model);
  } catch (error) {
    await close();
    throw error;
  }

  const refused = new WeakSet<Socket>();
  handle = (incoming, outgoing): void => {
    const { socket } = incoming;
    if (refused.has(socket)) return;
    const received = receiveRequest(incoming, options.tls !== undefined);
    if (!received) {
      // whatever else is on the connection is not read: its sender and this gateway may differ on where it begins
      refused.add(socket);
      outgoing.writeHead(400, 'Bad Request', { 'Content-Length': '0', Connection: 'close' }).end();
      return;
    }
    const gone = new AbortController();
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) gone.abort();
    });
    incoming.on('error', () => gone.abort());
    answerRequest(running, received, gone.signal)
      .then(({ response, trace }) => {
        remember(trace);
        const held = response.buffering && switches['eventStream.buffering'] === 'documented';
        const blockSize = held && isEventStream(response) ? 8192 : 0;
        return sendAnswer(response, outgoing, { bodiless: received.method === 'HEAD', blockSize });
      })
      .catch((error: unknown) => {
        onDefect(error);
        if (!outgoing.headersSent) outgoing.writeHead(500, { 'Content-Length': '0' });
        outgoing.end();
      })
      .finally(() => received.body?.drain());
  };

  let closing: Promise<void> | undefined;
  return {
    url: listener.url,
    port: listener.port,
    traces,
    get problems() {
      return running.compiled.issues;
    },
    coverage: () => running.compiled.coverage.snapshot(),
    withoutSecrets: (text) => masker.known(text),
    reload: async (model) => {
      const next = run(model);
      next.compiled.coverage.continueFrom(running.compiled.coverage);
      running = next;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
