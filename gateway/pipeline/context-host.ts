/** The pipeline's side of `context`: live views of the request in progress. */
import type {
  ApiHost,
  BodyHost,
  CertificateHost,
  ContextHost,
  MapHost,
  MultiMapHost,
  ProductHost,
  RequestHost,
  ResponseHost,
  SubscriptionHost,
  UrlHost,
  UserHost,
} from '../dotnet/context/host.ts';
import type { Api, Product } from '../model.ts';
import type { ClientRequest } from './message/client-request.ts';
import { decompressed } from './message/decompressed.ts';
import type { RequestMessage, ResponseMessage } from './message/message.ts';
import { GatewayUrl } from './message/url.ts';
import { PolicyFailure } from './policy-failure.ts';
import type { RequestState } from './request-state.ts';
import type { UsedSubscription } from './route.ts';

/** What `context.Deployment` and `context.Api` show that is the same for every request. */
export interface ServiceFacts {
  readonly region: string;
  readonly gatewayId: string;
  readonly certificates: ReadonlyMap<string, CertificateHost>;
  readonly apis: readonly Api[];
  /** Used where the host the client named is not the service's. */
  readonly serviceName: string;
  /** When the service began: what creation dates show. Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** The base URL of an API, with backends and roles resolved. */
  readonly serviceUrl: (api: Api) => string | undefined;
}

/** APIM's own names for the subscription key. */
export const subscriptionKeyNames = { header: 'Ocp-Apim-Subscription-Key', query: 'subscription-key' };

export function contextHost(state: RequestState): ContextHost {
  const { facts, services } = state;
  const decoded = (): boolean => state.assume('url.queryDecoded');
  const reading = bodyReading(state);
  const request = requestHost(state.request, decoded, reading);
  const responses = new WeakMap<ResponseMessage, ResponseHost>();
  const host: ContextHost = {
    requestId: state.id,
    timestamp: state.startedAt,
    tracing: true,
    request,
    variables: state.variables,
    missingVariableThrows: () => state.assume('variables.missing') === 'throw',
    now: () => services.now(),
    get response() {
      const { response } = state;
      if (!response) return null;
      const known = responses.get(response) ?? responseHost(response, reading);
      responses.set(response, known);
      return known;
    },
    get lastError() {
      return state.lastError;
    },
    get api() {
      const { api } = state.route;
      return api ? apiHost(api, facts) : null;
    },
    get operation() {
      return state.route.operation ?? null;
    },
    get product() {
      const { product } = state.route;
      return product ? productHost(product, facts) : null;
    },
    get subscription() {
      const { subscription } = state.route;
      return subscription ? subscriptionHost(subscription, facts) : null;
    },
    get user() {
      const { subscription } = state.route;
      return subscription?.user ? userHost(subscription.user, facts) : null;
    },
    deployment: {
      region: facts.region,
      serviceId: serviceName(state.request.originalUrl.host, facts),
      serviceName: serviceName(state.request.originalUrl.host, facts),
      gatewayId: facts.gatewayId,
      isManaged: facts.gatewayId === 'managed',
      certificates: facts.certificates,
    },
    trace: (source, message) => {
      if (source !== null && state.assume('trace.twoArguments') === 'throw') {
        throw new PolicyFailure({
          reason: 'ExpressionValueEvaluationFailure',
          message: 'Expression evaluation failed. context.Trace takes one argument.',
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
      state.onContextTrace(source, message);
    },
  };
  return host;
}

/** `contoso` of `contoso.azure-api.net`; the model's name where the gateway is reached by another host. */
const serviceName = (host: string, facts: ServiceFacts): string =>
  /^([^.]+)\.azure-api\.(?:net|us|cn)$/i.exec(host)?.[1] ?? facts.serviceName;

const multiMap = (
  values: (name: string) => readonly string[] | undefined,
  names: () => Iterable<string>,
): MultiMapHost => ({
  values,
  names,
});

/** A URL. @param decoded asked whether query values are percent-decoded, where that makes a difference */
export function urlHost(url: GatewayUrl, decoded: () => boolean): UrlHost {
  const { scheme, host, port, path, queryString } = url;
  const encoded = /[%+]/.test(queryString);
  const source = (): GatewayUrl =>
    !encoded || decoded() ? url : url.with({ queryString: queryString.replaceAll('%', '%25').replaceAll('+', '%2B') });
  return {
    scheme,
    host,
    port,
    path,
    queryString,
    query: multiMap(
      (name) => source().query(name),
      () => new Map(source().parameters.map((each) => [each.name.toLowerCase(), each.name])).values(),
    ),
    toString: () => url.toString(),
  };
}

/** What the switches say of reading bodies. */
export interface BodyReading {
  /** The content as an expression gets it. @param encoding the message's Content-Encoding */
  content(bytes: Uint8Array, encoding: string): Uint8Array;
  keepsDatesAsText(): boolean;
}

export const bodyReading = (state: RequestState): BodyReading => ({
  content: (bytes, encoding) =>
    state.assume('body.decompress') ? decompressed(bytes, encoding, state.services.bodyLimit) : bytes,
  keepsDatesAsText: () => state.assume('body.jsonDates') === 'text',
});

/** The body of a message; null without one. Reading it without preserving takes it out of the message. */
function bodyHost(message: RequestMessage | ResponseMessage, reading: BodyReading): BodyHost | null {
  const { body } = message;
  if (!body) return null;
  return {
    get charset() {
      return message.charset;
    },
    keepsDatesAsText: () => reading.keepsDatesAsText(),
    read: (preserve) => {
      const { bytes } = body;
      const encoding = message.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
      const content = encoding === '' || encoding === 'identity' ? bytes : reading.content(bytes, encoding);
      if (!preserve && message.body === body) message.consume();
      return content;
    },
  };
}

function requestHost(request: ClientRequest, decoded: () => boolean, reading: BodyReading): RequestHost {
  const matched: MapHost = {
    names: () => request.matchedParameters.keys(),
    value: (name) => request.matchedParameters.get(name.toLowerCase()),
  };
  const originalUrl = urlHost(request.originalUrl, decoded);
  let current = { url: request.url, host: urlHost(request.url, decoded) };
  return {
    originalUrl,
    matchedParameters: matched,
    headers: headersHost(request),
    ipAddress: request.ipAddress,
    certificate: request.clientCertificate ?? null,
    get method() {
      return request.method;
    },
    get url() {
      if (current.url !== request.url) current = { url: request.url, host: urlHost(request.url, decoded) };
      return current.host;
    },
    get body() {
      return bodyHost(request, reading);
    },
  };
}

const headersHost = (message: RequestMessage | ResponseMessage): MultiMapHost =>
  multiMap(
    (name) => message.headers.values(name),
    () => message.headers.names(),
  );

/** A response, as `context.Response` or in a variable. */
export function responseHost(response: ResponseMessage, reading: BodyReading): ResponseHost {
  return {
    headers: headersHost(response),
    get statusCode() {
      return response.status;
    },
    get statusReason() {
      return response.reason;
    },
    get body() {
      return bodyHost(response, reading);
    },
  };
}

function apiHost(api: Api, facts: ServiceFacts): ApiHost {
  const url = facts.serviceUrl(api);
  const parsed = url === undefined ? undefined : GatewayUrl.parse(url);
  const names = api.subscriptionKeyNames ?? subscriptionKeyNames;
  return {
    id: api.id,
    name: api.name,
    path: api.path,
    revision: api.revision,
    isCurrentRevision: api.isCurrentRevision ?? true,
    version: api.version ?? null,
    protocols: ['https'],
    serviceUrl: parsed ? urlHost(parsed, () => true) : null,
    subscriptionKeyHeader: names.header,
    subscriptionKeyQuery: names.query,
  };
}

function productHost(product: Product, facts: ServiceFacts): ProductHost {
  return {
    id: product.id,
    name: product.name,
    subscriptionRequired: product.subscriptionRequired,
    approvalRequired: false,
    published: true,
    subscriptionsLimit: null,
    groups: [],
    apis: facts.apis.filter((api) => product.apiIds.includes(api.id)).map((api) => apiHost(api, facts)),
  };
}

function subscriptionHost(subscription: UsedSubscription, facts: ServiceFacts): SubscriptionHost {
  return {
    id: subscription.id,
    name: subscription.name,
    key: subscription.usedKey,
    primaryKey: subscription.primaryKey,
    secondaryKey: subscription.secondaryKey ?? '',
    createdDate: facts.startedAt,
    startDate: null,
    endDate: null,
  };
}

function userHost(user: NonNullable<UsedSubscription['user']>, facts: ServiceFacts): UserHost {
  return { ...user, note: null, registrationDate: facts.startedAt, groups: [], identities: [] };
}
