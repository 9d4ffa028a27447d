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

/** `context` of one request. A class, because every request makes one: its getters are made once for all of them. */
class ContextView implements ContextHost {
  readonly requestId: string;
  readonly timestamp: number;
  readonly tracing = true;
  readonly request: RequestHost;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly #state: RequestState;
  readonly #reading: BodyReading;
  #response: { readonly of: ResponseMessage; readonly view: ResponseHost } | undefined;

  constructor(state: RequestState) {
    this.#state = state;
    this.#reading = bodyReading(state);
    this.requestId = state.id;
    this.timestamp = state.startedAt;
    this.variables = state.variables;
    this.request = new RequestView(state.request, () => state.assume('url.queryDecoded'), this.#reading);
  }

  now(): number {
    return this.#state.services.now();
  }
  missingVariableThrows(): boolean {
    return this.#state.assume('variables.missing') === 'throw';
  }
  get response(): ResponseHost | null {
    const { response } = this.#state;
    if (!response) return null;
    if (this.#response?.of !== response) {
      this.#response = { of: response, view: responseHost(response, this.#reading) };
    }
    return this.#response.view;
  }
  get lastError() {
    return this.#state.lastError;
  }
  get api() {
    const { api } = this.#state.route;
    return api ? apiHost(api, this.#state.facts) : null;
  }
  get operation() {
    return this.#state.route.operation ?? null;
  }
  get product() {
    const { product } = this.#state.route;
    return product ? productHost(product, this.#state.facts) : null;
  }
  get subscription() {
    const { subscription } = this.#state.route;
    return subscription ? subscriptionHost(subscription, this.#state.facts) : null;
  }
  get user() {
    const { subscription } = this.#state.route;
    return subscription?.user ? userHost(subscription.user, this.#state.facts) : null;
  }
  get workspace() {
    const id = this.#state.route.api?.workspaceId;
    return id === undefined ? null : { id, name: id };
  }
  get backend() {
    const { request, services } = this.#state;
    const { backendId: id } = request;
    return id === undefined ? null : { id, isPool: services.backends.get(id)?.isPool ?? false };
  }
  get deployment() {
    const { facts, request } = this.#state;
    const name = serviceName(request.originalUrl.host, facts);
    return {
      region: facts.region,
      serviceId: name,
      serviceName: name,
      gatewayId: facts.gatewayId,
      isManaged: facts.gatewayId === 'managed',
      certificates: facts.certificates,
    };
  }
  trace(source: string | null, message: string): void {
    if (source !== null && this.#state.assume('trace.twoArguments') === 'throw') {
      throw new PolicyFailure({
        reason: 'ExpressionValueEvaluationFailure',
        message: 'Expression evaluation failed. context.Trace takes one argument.',
        status: 500,
        publicMessage: 'Internal server error',
      });
    }
    this.#state.traced ??= [];
    this.#state.traced.push([source, message]);
  }
}

/** `context` as the expressions of one request see it. */
export const contextHost = (state: RequestState): ContextHost => new ContextView(state);

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

/** How expressions read bodies, which switches decide. */
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

class RequestView implements RequestHost {
  readonly #request: ClientRequest;
  readonly #decoded: () => boolean;
  readonly #reading: BodyReading;
  readonly headers: MultiMapHost;
  #original: UrlHost | undefined;
  #url: { readonly of: GatewayUrl; readonly view: UrlHost } | undefined;

  constructor(request: ClientRequest, decoded: () => boolean, reading: BodyReading) {
    this.#request = request;
    this.#decoded = decoded;
    this.#reading = reading;
    this.headers = headersHost(request);
  }

  get originalUrl(): UrlHost {
    this.#original ??= urlHost(this.#request.originalUrl, this.#decoded);
    return this.#original;
  }
  get url(): UrlHost {
    const { url } = this.#request;
    if (this.#url?.of !== url) this.#url = { of: url, view: urlHost(url, this.#decoded) };
    return this.#url.view;
  }
  get matchedParameters(): MapHost {
    const { matchedParameters } = this.#request;
    return {
      names: () => matchedParameters.keys(),
      value: (name) => matchedParameters.get(name.toLowerCase()),
    };
  }
  get ipAddress(): string {
    return this.#request.ipAddress;
  }
  get certificate(): Uint8Array | null {
    return this.#request.clientCertificate ?? null;
  }
  get method(): string {
    return this.#request.method;
  }
  get body(): BodyHost | null {
    return bodyHost(this.#request, this.#reading);
  }
}

const headersHost = (message: RequestMessage | ResponseMessage): MultiMapHost =>
  multiMap(
    (name) => message.headers.values(name),
    () => message.headers.names(),
  );

class ResponseView implements ResponseHost {
  readonly #response: ResponseMessage;
  readonly #reading: BodyReading;
  readonly headers: MultiMapHost;

  constructor(response: ResponseMessage, reading: BodyReading) {
    this.#response = response;
    this.#reading = reading;
    this.headers = headersHost(response);
  }
  get statusCode(): number {
    return this.#response.status;
  }
  get statusReason(): string {
    return this.#response.reason;
  }
  get body(): BodyHost | null {
    return bodyHost(this.#response, this.#reading);
  }
}

/** A response, as `context.Response` or in a variable. */
export const responseHost = (response: ResponseMessage, reading: BodyReading): ResponseHost =>
  new ResponseView(response, reading);

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
    apis: facts.apis
      .filter((api) => product.apiIds.includes(api.id) && (api.isCurrentRevision ?? true))
      .map((api) => apiHost(api, facts)),
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
