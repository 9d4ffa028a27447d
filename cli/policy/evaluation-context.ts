/** `context` for an expression that is evaluated outside any gateway. */
import { randomUUID } from 'node:crypto';
import type { BodyHost, ContextHost, MultiMapHost, UrlHost } from '../../gateway/dotnet/context/host.ts';
import { urlHost } from '../../gateway/pipeline/context-host.ts';
import { GatewayUrl } from '../../gateway/pipeline/message/url.ts';
import type { RequestInput, ResponseInput } from './evaluation-input.ts';

function headersHost(headers: RequestInput['headers']): MultiMapHost {
  const values = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
  return { names: () => Object.keys(headers), values: (name) => values.get(name.toLowerCase()) };
}

/** A message's body as a function, since reading it without preserving takes it away. */
function bodyOf(content: unknown): () => BodyHost | null {
  if (content === undefined) return () => null;
  const bytes = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  let consumed = false;
  const host: BodyHost = {
    charset: 'utf-8',
    read: (preserve) => {
      consumed ||= !preserve;
      return bytes;
    },
  };
  return () => (consumed ? null : host);
}

function url(text: string): UrlHost {
  const parsed = GatewayUrl.parse(text);
  if (!parsed) throw new Error(`'${text}' is no http or https URL`);
  return urlHost(parsed, () => true);
}

export interface EvaluationState {
  readonly request: RequestInput;
  readonly response: ResponseInput | undefined;
  /** Values as `object`. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Gets what `context.Trace` is called with. */
  readonly onTrace: (source: string | null, message: string) => void;
}

/** The context host over values given on the command line. */
export function evaluationContext({ request, response, variables, onTrace }: EvaluationState): ContextHost {
  const requestBody = bodyOf(request.body);
  const responseBody = bodyOf(response?.body);
  const target = url(request.url);
  const matched = new Map(Object.entries(request.matchedParameters));
  const timestamp = Date.now();
  return {
    requestId: randomUUID(),
    timestamp,
    now: () => Date.now(),
    tracing: true,
    variables,
    request: {
      method: request.method,
      url: target,
      originalUrl: target,
      headers: headersHost(request.headers),
      ipAddress: request.ipAddress,
      matchedParameters: { names: () => matched.keys(), value: (name) => matched.get(name) },
      certificate: null,
      get body() {
        return requestBody();
      },
    },
    response: response
      ? {
          statusCode: response.statusCode,
          statusReason: response.statusReason,
          headers: headersHost(response.headers),
          get body() {
            return responseBody();
          },
        }
      : null,
    lastError: null,
    api: null,
    operation: null,
    product: null,
    subscription: null,
    user: null,
    deployment: {
      region: 'offline',
      serviceId: 'offline',
      serviceName: 'offline',
      gatewayId: 'managed',
      isManaged: true,
      certificates: new Map(),
    },
    trace: onTrace,
  };
}
