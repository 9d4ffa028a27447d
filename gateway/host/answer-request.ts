/** One request: matched, admitted, run through its policies, traced. */
import { randomUUID } from 'node:crypto';
import type { Runtime } from '../dotnet/core/define.ts';
import { pathAtBackend } from '../mcp/endpoints.ts';
import { metadataBelowServer } from '../mcp/resource-metadata.ts';
import type { ServiceFacts } from '../pipeline/context-host.ts';
import { ClientRequest } from '../pipeline/message/client-request.ts';
import { isEventStream } from '../pipeline/message/event-stream.ts';
import type { ResponseMessage } from '../pipeline/message/message.ts';
import { GatewayUrl } from '../pipeline/message/url.ts';
import { PolicyFailure } from '../pipeline/policy-failure.ts';
import { RequestState } from '../pipeline/request-state.ts';
import { operationNotFound, runPipeline } from '../pipeline/run-pipeline.ts';
import type { Masker } from '../pipeline/trace/masker.ts';
import { type RequestTrace, TraceRecorder } from '../pipeline/trace/request-trace.ts';
import type { Services } from '../policies/services.ts';
import type { ReceivedRequest } from './arrival.ts';
import type { CompiledService } from './compiled-service.ts';
import { diagnosticsOf, RequestLog } from './diagnostics.ts';
import { revisionKey } from './revision-key.ts';
import type { Match } from './router.ts';
import type { Admission } from './subscription-keys.ts';

/** A compiled service with all it needs to answer. */
export interface RunningService {
  readonly compiled: CompiledService;
  readonly services: Services;
  readonly facts: ServiceFacts;
  readonly masker: Masker;
  readonly runtime: Runtime;
  /** Origins that a browser can't reach -> where they are served. */
  readonly locations: ReadonlyMap<string, string> | undefined;
  readonly onDefect: (error: unknown) => void;
  /** Services of the APIs that are MCP servers, by revision: what they forward goes another way. */
  readonly mcpServices: ReadonlyMap<string, Services>;
}

/** Answers a request. Never throws for anything a policy or the client does. */
export async function answerRequest(
  running: RunningService,
  received: ReceivedRequest,
  signal: AbortSignal,
): Promise<{ readonly response: ResponseMessage; readonly trace: RequestTrace }> {
  const { compiled, facts, masker, runtime } = running;
  const { method, url, headers } = received;
  const direct = compiled.router.match(method, url, headers);
  const asked = method === 'OPTIONS' && !direct ? compiled.router.matchPreflight(url, headers) : undefined;
  const match: Match | undefined = direct ?? asked;
  const policyFile = !match && method === 'GET' && url.path.toLowerCase() === '/crossdomain.xml';
  const services = (match && running.mcpServices.get(revisionKey(match.api))) ?? running.services;
  const admission: Admission = match ? compiled.keys.admit(match.api, url, headers) : {};
  const route = compiled.route(match, admission);
  const base = match && compiled.serviceUrl(match.api);
  const startedAt = services.now();
  const started = performance.now();
  const traceId = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-/.exec(headers.get('traceparent') ?? '')?.[1];
  const trace: RequestTrace = {
    id: randomUUID(),
    ...(traceId === undefined ? {} : { traceId }),
    method,
    path: masker.known(url.path),
    startedAt,
    ...(match ? { api: match.api.id, operation: match.operation.id } : {}),
    ...(route.product ? { product: route.product.id } : {}),
    status: 0,
    ms: 0,
    steps: [],
    sections: [],
    messages: [],
    answer: { headers: {} },
  };
  const diagnostics = diagnosticsOf(compiled.model.diagnostics ?? [], match?.api.id);
  const log = diagnostics.length > 0 ? new RequestLog(diagnostics, received) : undefined;
  const state = new RequestState({
    id: trace.id,
    startedAt,
    request: new ClientRequest({
      method,
      originalUrl: url,
      headers,
      body: received.body,
      ipAddress: received.ipAddress,
      matchedParameters: match?.parameters ?? new Map(),
      remainder: match ? pathAtBackend(match.api, match.remainder) : url.path,
      serviceUrl: base === undefined ? undefined : GatewayUrl.parse(base),
      backendId: match?.api.backendId,
      clientCertificate: received.clientCertificate,
    }),
    route,
    services,
    facts,
    recorder: new TraceRecorder(trace, masker),
    coverage: compiled.coverage,
    masker,
    runtime,
    signal,
    observed: log?.observed,
    preflight: asked ? preflightOf(headers) : undefined,
    policyFile,
    onDefect: running.onDefect,
  });
  await log?.beforePolicies(services.bodyLimit).catch(() => {});
  const response = await runPipeline(state, () => {
    if (!match && !policyFile) throw new PolicyFailure(operationNotFound);
    // browsers send no keys with a preflight
    if (admission.refusal && !asked) throw new PolicyFailure(admission.refusal);
  });
  if (response.buffering && response.body && isEventStream(response)) state.assume('eventStream.buffering', -1);
  if (match && match.remainder.length > 1 && match.remainder.endsWith('/')) state.assume('routing.trailingSlash', -1);
  if (match && (match.api.mcp ?? match.api.type) !== undefined) moveMetadata(response, url.path, state);
  rewriteLocation(response, running.locations, trace);
  extendPagePolicy(response, running.locations);
  await log?.afterPolicies(state, response);
  trace.status = response.status;
  trace.ms = performance.now() - started;
  return { response, trace };
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

/** Puts metadata that a challenge of an MCP server names where the gateway says it is. */
function moveMetadata(response: ResponseMessage, endpoint: string, state: RequestState): void {
  const challenges = response.headers.values('www-authenticate') ?? [];
  const moved = challenges.map((value) => metadataBelowServer(value, endpoint) ?? value);
  if (moved.every((value, index) => value === challenges[index])) return;
  if (state.assume('mcp.resourceMetadata', -1) === 'asWritten') return;
  response.headers.set('WWW-Authenticate', moved, response.headers.setBy('www-authenticate'));
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
  const below = location.slice(location.indexOf('//') + 2).replace(/^[^/?#]*/, '');
  response.headers.set('Location', [`${served.replace(/\/$/, '')}${below}`], response.headers.setBy('location'));
  trace.messages.push({ source: null, message: `Location: ${url.origin} is served at ${served}` });
}

/** Lets pages that may lead to the real host lead to where it is served (CSP 3, form-action holds for redirects too). */
function extendPagePolicy(response: ResponseMessage, locations: ReadonlyMap<string, string> | undefined): void {
  const policies = response.headers.values('content-security-policy') ?? [];
  if (!locations || policies.length === 0) return;
  const extended = policies.map((policy) =>
    policy.replace(/[^\s;,]+/g, (source) => {
      const served = locations.get(source.replace(/\/$/, ''));
      return served === undefined ? source : `${source} ${served.replace(/\/$/, '')}`;
    }),
  );
  if (extended.every((policy, index) => policy === policies[index])) return;
  const setBy = response.headers.setBy('content-security-policy');
  response.headers.set('Content-Security-Policy', extended, setBy);
}
