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
import type { RequestMessage, ResponseMessage } from './message/message.ts';
import { GatewayUrl } from './message/url.ts';
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
  const request = requestHost(state.request, services.switches['url.queryDecoded']);
  const responses = new WeakMap<ResponseMessage, ResponseHost>();
  const host: ContextHost = {
    requestId: state.id,
    timestamp: state.startedAt,
    tracing: true,
    request,
    variables: state.variables,
    now: () => services.now(),
    get response() {
      const { response } = state;
      if (!response) return null;
      const known = responses.get(response) ?? responseHost(response);
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
    trace: (source, message) => state.onContextTrace(source, message),
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

/** A URL. @param decoded whether query values are percent-decoded */
export function urlHost(url: GatewayUrl, decoded: boolean): UrlHost {
  const written = decoded
    ? undefined
    : url.with({ queryString: url.queryString.replaceAll('%', '%25').replaceAll('+', '%2B') });
  const source = written ?? url;
  const { scheme, host, port, path, queryString } = url;
  return {
    scheme,
    host,
    port,
    path,
    queryString,
    query: multiMap(
      (name) => source.query(name),
      () => new Map(source.parameters.map((each) => [each.name.toLowerCase(), each.name])).values(),
    ),
    toString: () => url.toString(),
  };
}

/** The body of a message; null without one. Reading it without preserving takes it out of the message. */
function bodyHost(message: RequestMessage | ResponseMessage): BodyHost | null {
  const { body } = message;
  if (!body) return null;
  return {
    get charset() {
      return message.charset;
    },
    read: (preserve) => {
      const { bytes } = body;
      if (!preserve && message.body === body) message.consume();
      return bytes;
    },
  };
}

function requestHost(request: ClientRequest, decoded: boolean): RequestHost {
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
      return bodyHost(request);
    },
  };
}

const headersHost = (message: RequestMessage | ResponseMessage): MultiMapHost =>
  multiMap(
    (name) => message.headers.values(name),
    () => message.headers.names(),
  );

/** A response, as `context.Response` or in a variable. */
export function responseHost(response: ResponseMessage): ResponseHost {
  return {
    headers: headersHost(response),
    get statusCode() {
      return response.status;
    },
    get statusReason() {
      return response.reason;
    },
    get body() {
      return bodyHost(response);
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
    serviceUrl: parsed ? urlHost(parsed, true) : null,
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
