/**
 * Diagnostic settings: what the service tells its loggers about requests (diagnostic settings reference). Logging bytes of
 * a body holds that body back, which an event stream does not survive.
 */
import type { DataMask, Diagnostic, LoggedMessage } from '../model.ts';
import { streamHeldBack } from '../pipeline/execution.ts';
import type { Body } from '../pipeline/message/body.ts';
import { isEventStream } from '../pipeline/message/event-stream.ts';
import type { Headers } from '../pipeline/message/headers.ts';
import type { ResponseMessage } from '../pipeline/message/message.ts';
import type { GatewayUrl } from '../pipeline/message/url.ts';
import type { Observed, RequestState } from '../pipeline/request-state.ts';

const longestBody = 8192;
const hidden = '***';

/** The diagnostics of an API: its own, and those of all APIs that it does not replace. */
export function diagnosticsOf(diagnostics: readonly Diagnostic[], apiId: string | undefined): readonly Diagnostic[] {
  const own = apiId === undefined ? [] : diagnostics.filter((each) => each.apiId === apiId);
  const general = diagnostics.filter((each) => each.apiId === undefined && !own.some(({ id }) => id === each.id));
  return [...own, ...general];
}

const ruleFor = (masks: readonly DataMask[] | undefined, name: string): DataMask | undefined =>
  masks?.find((mask) => mask.name === '*' || mask.name.toLowerCase() === name.toLowerCase());

function loggedHeaders(headers: Headers, logged: LoggedMessage): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of logged.headers ?? []) {
    const value = headers.get(name);
    const rule = ruleFor(logged.maskedHeaders, name);
    if (value === undefined || rule?.mode === 'hide') continue;
    shown[name] = rule ? hidden : value;
  }
  return shown;
}

/** The URL with query parameters masked or left out. */
function loggedUrl(url: GatewayUrl, masks: readonly DataMask[] | undefined): string {
  const pairs = url.queryString
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .flatMap((pair, index) => {
      const rule = ruleFor(masks, url.parameters[index]?.name ?? '');
      if (rule?.mode === 'hide') return [];
      return rule ? [`${pair.split('=', 1)[0]}=${hidden}`] : [pair];
    });
  return `${url.origin}${url.path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

interface Message {
  readonly method?: string | undefined;
  readonly url?: GatewayUrl | undefined;
  readonly status?: number | undefined;
  readonly headers: Headers;
  readonly body: Body | undefined;
}

function logged({ method, url, status, headers, body }: Message, what: LoggedMessage | undefined): object | undefined {
  const settings = what ?? {};
  const bytes = Math.min(settings.bodyBytes ?? 0, longestBody);
  const content = bytes > 0 && body?.buffered ? Buffer.from(body.bytes.subarray(0, bytes)).toString('utf8') : undefined;
  return {
    ...(method === undefined ? {} : { method }),
    ...(url === undefined ? {} : { url: loggedUrl(url, settings.maskedQuery) }),
    ...(status === undefined ? {} : { status }),
    headers: loggedHeaders(headers, settings),
    ...(content === undefined ? {} : { body: content }),
  };
}

type Logged = 'frontendRequest' | 'backendRequest' | 'backendResponse' | 'frontendResponse';

const wantsBody = (diagnostics: readonly Diagnostic[], message: Logged): boolean =>
  diagnostics.some((each) => (each[message]?.bodyBytes ?? 0) > 0);

/** Watches one request for its diagnostics. */
export class RequestLog {
  readonly #diagnostics: readonly Diagnostic[];
  readonly #frontend: Message;

  constructor(diagnostics: readonly Diagnostic[], frontend: Message) {
    this.#diagnostics = diagnostics;
    this.#frontend = { ...frontend, headers: frontend.headers.clone() };
  }

  /** Which bodies have to be in memory when they cross to the backend and back. */
  get observed(): Observed {
    return {
      requestBody: wantsBody(this.#diagnostics, 'backendRequest'),
      responseBody: wantsBody(this.#diagnostics, 'backendResponse'),
    };
  }

  /** Reads the client's body when some of it is logged; one that is too large goes on unread. */
  async beforePolicies(limit: number): Promise<void> {
    if (wantsBody(this.#diagnostics, 'frontendRequest')) await this.#frontend.body?.exceeds(limit);
  }

  /** Tells the loggers. Reads the answer's body when some of it is logged. */
  async afterPolicies(state: RequestState, response: ResponseMessage): Promise<void> {
    if (wantsBody(this.#diagnostics, 'frontendResponse') && response.body && !response.body.buffered) {
      if (isEventStream(response)) state.recorder.message(null, streamHeldBack);
      try {
        await response.body.exceeds(state.services.bodyLimit);
      } catch {
        // sending it will show the same
        return;
      }
    }
    const failed = state.lastError !== null || response.status >= 400;
    for (const diagnostic of this.#diagnostics) {
      const sampled = state.services.random() * 100 < (diagnostic.sampling ?? 100);
      if (!(sampled || (failed && diagnostic.alwaysLogErrors))) continue;
      if (diagnostic.verbosity === 'error' && !failed) continue;
      this.#tell(diagnostic, state, response);
    }
  }

  #tell(diagnostic: Diagnostic, state: RequestState, response: ResponseMessage): void {
    const { forwarded, lastError } = state;
    state.services.telemetry.event('request', {
      diagnostic: diagnostic.id,
      requestId: state.id,
      apiId: state.route.api?.id,
      operationId: state.route.operation?.id,
      ...(diagnostic.logClientIp ? { clientIp: state.request.ipAddress } : {}),
      ...(lastError ? { lastError: { source: lastError.source, reason: lastError.reason } } : {}),
      frontendRequest: logged(this.#frontend, diagnostic.frontendRequest),
      ...(forwarded ? { backendRequest: logged(forwarded.request, diagnostic.backendRequest) } : {}),
      ...(forwarded?.response ? { backendResponse: logged(forwarded.response, diagnostic.backendResponse) } : {}),
      frontendResponse: logged(
        { status: response.status, headers: response.headers, body: response.body },
        diagnostic.frontendResponse,
      ),
    });
  }
}
