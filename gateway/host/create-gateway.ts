/** The gateway: a listener that behaves as Azure API Management with the given policies. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from '../../net/listener.ts';
import '../dotnet/index.ts';
import { createExpressionCompiler } from '../expressions/index.ts';
import type { ServiceModel } from '../model.ts';
import type { ServiceFacts } from '../pipeline/context-host.ts';
import { isEventStream } from '../pipeline/execution.ts';
import type { PolicyIssue } from '../pipeline/load/policy-issue.ts';
import { ClientRequest } from '../pipeline/message/client-request.ts';
import type { ResponseMessage } from '../pipeline/message/message.ts';
import { GatewayUrl } from '../pipeline/message/url.ts';
import { PolicyFailure } from '../pipeline/policy-failure.ts';
import { RequestState } from '../pipeline/request-state.ts';
import { operationNotFound, runPipeline } from '../pipeline/run-pipeline.ts';
import type { Coverage } from '../pipeline/trace/coverage.ts';
import { Masker } from '../pipeline/trace/masker.ts';
import { type RequestTrace, TraceRecorder } from '../pipeline/trace/request-trace.ts';
import type { Services } from '../policies/services.ts';
import { defaultSwitches, type Switches } from '../switches.ts';
import { type ReceivedRequest, receiveRequest } from './arrival.ts';
import { certificateFacts } from './certificates.ts';
import { type CompiledService, compileService } from './compiled-service.ts';
import { Counters } from './counters.ts';
import { createEgress } from './egress.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { httpClient } from './http-client.ts';
import { IdentityClient } from './identity-client.ts';
import { InternalCache } from './internal-cache.ts';
import { OpenIdCache } from './openid-cache.ts';
import type { Match } from './router.ts';
import { sendAnswer } from './send-answer.ts';
import { sleep } from './sleep.ts';
import type { Admission } from './subscription-keys.ts';

export interface Gateway {
  /** `http(s)://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  /** The latest requests, oldest first. */
  readonly traces: readonly RequestTrace[];
  /** Warnings about the policies that are loaded. */
  readonly problems: readonly PolicyIssue[];
  coverage(): Coverage;
  /**
   * Swaps the policies; requests in progress finish with the old ones.
   * @throws PolicyLoadError and keeps what is loaded
   */
  reload(model: ServiceModel): Promise<void>;
  /** Stops listening and ends what is open. May be called twice. */
  close(): Promise<void>;
}

const publicCloud = { login: 'https://login.microsoftonline.com', stsIssuer: 'https://sts.windows.net' };
const megabyte = 1024 * 1024;

/**
 * Starts a gateway.
 * @throws PolicyLoadError when a policy can't be loaded; nothing is left running then
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const switches: Switches = { ...defaultSwitches, ...options.switches };
  const now = options.clock ?? Date.now;
  const compiler = await createExpressionCompiler();
  const masker = new Masker();
  const egress = createEgress(options.egress);
  const client = httpClient(egress.dispatcher);
  const startedAt = now();

  const issued = (
    kind: 'named_value' | 'subscription_key' | 'managed_identity_token',
    value: string,
    audience: string,
  ): void => {
    masker.add(value);
    options.onIssued?.({ kind, value, audience, issuedAt: now() });
  };
  if (options.managedIdentities) masker.add(options.managedIdentities.header);

  // the port has to be known before policies can be compiled, because gatewayUrl may depend on it
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => {
    response.writeHead(503).end();
  };
  const listener = await listen((request, response) => handle(request, response), {
    ...(options.tls ? { tls: options.tls } : {}),
    ...(options.port === undefined ? {} : { port: options.port }),
  });

  const publicUrl = (options.publicUrl ?? listener.url).replace(/\/+$/, '');
  const supplied = {
    bindings: { gatewayUrl: publicUrl, ...options.bindings },
    namedValues: options.namedValues ?? {},
  };
  const compile = (model: ServiceModel): CompiledService => {
    const compiled = compileService(model, supplied, options.subscriptions ?? [], compiler, switches);
    for (const [name, value] of compiled.secrets) issued('named_value', value, name);
    for (const { name, primaryKey, secondaryKey } of compiled.subscriptions) {
      issued('subscription_key', primaryKey, name);
      if (secondaryKey) issued('subscription_key', secondaryKey, name);
    }
    return compiled;
  };

  let service: CompiledService;
  try {
    service = compile(options.model);
  } catch (error) {
    await Promise.all([listener.close(), egress.close()]);
    throw error;
  }

  const internal = new InternalCache(now, switches['cache.visibility']);
  const shared = {
    switches,
    client,
    identity: new IdentityClient(client, options.managedIdentities, now, (token, resource) =>
      issued('managed_identity_token', token, resource),
    ),
    openid: new OpenIdCache(client, now),
    counters: new Counters(now, switches['rateLimit.algorithm']),
    cloud: options.cloud ?? publicCloud,
    bodyLimit: options.limits?.bodyBytes ?? 100 * megabyte,
    telemetry: options.telemetry ?? { event: () => {} },
    authorizations: options.authorizations,
    now,
    random: Math.random,
    sleep: options.sleep ?? sleep,
    cache: (type: Parameters<Services['cache']>[0]) =>
      type === 'internal'
        ? internal
        : type === 'external'
          ? options.externalCache
          : (options.externalCache ?? internal),
  };
  const runtime = {
    now,
    randomBytes: (count: number): Uint8Array => randomBytes(count),
    platform: switches.platform,
    // the interpreter counts an evaluation's work itself
    charge: (): void => {},
  };

  const traces: RequestTrace[] = [];
  const keptTraces = options.limits?.traces ?? 1000;
  const remember = (trace: RequestTrace): void => {
    traces.push(trace);
    if (traces.length > keptTraces) traces.shift();
    options.onTrace?.(trace);
  };

  const answer = async (received: ReceivedRequest, signal: AbortSignal): Promise<ResponseMessage> => {
    const current = service;
    const { method, url, headers } = received;
    const direct = current.router.match(method, url);
    const asked = method === 'OPTIONS' && !direct ? current.router.matchPreflight(url, headers) : undefined;
    const match: Match | undefined = direct ?? asked;
    const admission: Admission = match ? current.keys.admit(match.api, url, headers) : {};
    const route = current.route(match, admission);
    const base = match && current.serviceUrl(match.api);
    const request = new ClientRequest({
      method,
      originalUrl: url,
      headers,
      body: received.body,
      ipAddress: received.ipAddress,
      matchedParameters: match?.parameters ?? new Map(),
      remainder: match?.remainder ?? url.path,
      serviceUrl: base === undefined ? undefined : GatewayUrl.parse(base),
      clientCertificate: received.clientCertificate,
    });
    const id = randomUUID();
    const began = now();
    const started = performance.now();
    const trace: RequestTrace = {
      id,
      method,
      path: url.path,
      startedAt: began,
      ...(match ? { api: match.api.id, operation: match.operation.id } : {}),
      ...(route.product ? { product: route.product.id } : {}),
      status: 0,
      ms: 0,
      steps: [],
      sections: [],
      messages: [],
      answer: { headers: {} },
    };
    const certificates = certificateFacts(current.model.certificates ?? []);
    const facts: ServiceFacts = {
      region: options.region ?? 'local',
      gatewayId: 'managed',
      certificates: certificates.hosts,
      apis: current.model.apis,
      startedAt,
      serviceName: current.model.name,
      serviceUrl: (api) => current.serviceUrl(api),
    };
    const state = new RequestState({
      id,
      startedAt: began,
      request,
      route,
      services: { ...shared, backends: current.backends, certificates: certificates.byId },
      facts,
      recorder: new TraceRecorder(trace, masker),
      coverage: current.coverage,
      masker,
      runtime,
      signal,
      preflight: asked ? preflightOf(headers) : undefined,
      onDefect: (error) => options.onDefect?.(error),
    });
    const response = await runPipeline(state, () => {
      if (!match) throw new PolicyFailure(operationNotFound);
      if (admission.refusal && !asked) throw new PolicyFailure(admission.refusal);
    });
    rewriteLocation(response, options.locations, trace);
    trace.status = response.status;
    trace.ms = performance.now() - started;
    remember(trace);
    return response;
  };

  handle = (incoming, outgoing): void => {
    const received = receiveRequest(incoming, options.tls !== undefined);
    if (!received) {
      outgoing.writeHead(400, 'Bad Request', { 'Content-Length': '0' }).end();
      return;
    }
    const gone = new AbortController();
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) gone.abort();
    });
    incoming.on('error', () => gone.abort());
    answer(received, gone.signal)
      .then((response) => {
        const hold =
          response.buffering && switches['eventStream.buffering'] === 'documented' && isEventStream(response);
        return sendAnswer(response, outgoing, { bodiless: received.method === 'HEAD', blockSize: hold ? 8192 : 0 });
      })
      .catch((error: unknown) => {
        options.onDefect?.(error);
        if (!outgoing.headersSent) outgoing.writeHead(500, { 'Content-Length': '0' });
        outgoing.end();
      });
  };

  let closing: Promise<void> | undefined;
  return {
    url: listener.url,
    port: listener.port,
    get traces() {
      return traces;
    },
    get problems() {
      return service.issues;
    },
    coverage: () => service.coverage.snapshot(),
    reload: (model) => {
      try {
        service = compile(model);
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(error);
      }
    },
    close: () => {
      closing ??= Promise.all([listener.close(), egress.close()]).then(() => {});
      return closing;
    },
  };
}

function preflightOf(headers: ReceivedRequest['headers']): { method: string; headers: string[] } {
  const names = headers.get('access-control-request-headers') ?? '';
  return {
    method: (headers.get('access-control-request-method') ?? '').trim().toUpperCase(),
    headers: names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  };
}

/** Sends a browser to where a host is served, when a policy names the real one. */
function rewriteLocation(
  response: ResponseMessage,
  locations: ReadonlyMap<string, string> | undefined,
  trace: RequestTrace,
): void {
  const location = response.headers.get('location');
  if (!locations || location === undefined) return;
  const url = GatewayUrl.parse(location);
  const served = url && locations.get(url.origin);
  if (!url || served === undefined) return;
  const by = response.headers.setBy('location');
  response.headers.set(
    'Location',
    [`${served}${location.slice(location.indexOf(url.host) + url.authority.length)}`],
    by,
  );
  trace.messages.push({ source: null, message: `Location: ${url.origin} is served at ${served}` });
}
