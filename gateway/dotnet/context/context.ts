import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { Guid } from '../primitives/guid.ts';
import { Api } from './api.ts';
import { Backend } from './backend.ts';
import { Deployment } from './deployment.ts';
import type { ContextHost, ResponseHost } from './host.ts';
import { LastError } from './last-error.ts';
import { contextType, fullName } from './names.ts';
import { Operation } from './operation.ts';
import { Product } from './product.ts';
import { NetRequest } from './request.ts';
import { NetResponse } from './response.ts';
import { Subscription } from './subscription.ts';
import { dateTime, timeSpan } from './time-values.ts';
import { User } from './user.ts';
import { Variables } from './variables.ts';
import { Workspace } from './workspace.ts';

/** The type of `context`. */
const proxyRequestContext: NamedType = contextType('IProxyRequestContext');

/** `context`: a live view of the request in progress. */
export class NetContext extends NetObject {
  readonly host: ContextHost;
  readonly request: NetRequest;
  readonly variables: Variables;
  #response: { readonly host: ResponseHost; readonly value: NetResponse } | undefined;
  constructor(host: ContextHost) {
    super();
    this.host = host;
    this.request = new NetRequest(host.request);
    this.variables = new Variables(host.variables, () => host.missingVariableThrows?.() ?? false);
  }
  override get netType(): NamedType {
    return proxyRequestContext;
  }
  get response(): NetResponse | null {
    const { response } = this.host;
    if (!response) return null;
    if (this.#response?.host !== response) this.#response = { host: response, value: new NetResponse(response) };
    return this.#response.value;
  }
}

const wrap = <H, N>(host: H | null, type: new (host: H) => N): N | null => (host === null ? null : new type(host));

defineType({
  name: fullName('IProxyRequestContext'),
  kind: 'class',
  members: {
    'IContextApi Api { get; }': (self: NetContext) => wrap(self.host.api, Api),
    'IBackend Backend { get; }': (self: NetContext) => wrap(self.host.backend ?? null, Backend),
    'IDeployment Deployment { get; }': (self: NetContext) => new Deployment(self.host.deployment),
    'TimeSpan Elapsed { get; }': (self: NetContext) => timeSpan(self.host.now() - self.host.timestamp),
    'ILastError LastError { get; }': (self: NetContext) => wrap(self.host.lastError, LastError),
    'IOperation Operation { get; }': (self: NetContext) => wrap(self.host.operation, Operation),
    'IProduct Product { get; }': (self: NetContext) => wrap(self.host.product, Product),
    'IRequest Request { get; }': (self: NetContext) => self.request,
    'Guid RequestId { get; }': (self: NetContext) => new Guid(self.host.requestId.replaceAll('-', '')),
    'IResponse Response { get; }': (self: NetContext) => self.response,
    'ISubscription Subscription { get; }': (self: NetContext) => wrap(self.host.subscription, Subscription),
    'DateTime Timestamp { get; }': (self: NetContext) => dateTime(self.host.timestamp),
    'bool Tracing { get; }': (self: NetContext) => self.host.tracing,
    'IUser User { get; }': (self: NetContext) => wrap(self.host.user, User),
    'VariableDictionary Variables { get; }': (self: NetContext) => self.variables,
    'IWorkspace Workspace { get; }': (self: NetContext) => wrap(self.host.workspace ?? null, Workspace),
    'void Trace(string message)': (self: NetContext, message: string | null) => self.host.trace(null, message ?? ''),
    'void Trace(string source, string message)': (self: NetContext, source: string | null, message: string | null) =>
      self.host.trace(source, message ?? ''),
  },
});
