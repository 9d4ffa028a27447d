/** One request's run through its policies: what policies see as `Run`, and the order in which they go. */

import { NetResponse } from '../dotnet/context/response.ts';
import { box } from '../dotnet/core/box.ts';
import { NetThrow } from '../dotnet/core/exception.ts';
import { T } from '../dotnet/core/type-ref.ts';
import { toText } from '../dotnet/primitives/virtual.ts';
import { type CompiledExpression, LimitExceeded } from '../expressions/index.ts';
import type {
  Failure,
  Flow,
  PolicyMessage,
  PolicyRequest,
  PolicyResponse,
  Run,
  Scope,
  Section,
  Site,
  Step,
} from '../policies/policy.ts';
import { InvalidValue, type Kind } from '../policies/schema.ts';
import { ExchangeError } from '../policies/services.ts';
import { responseHost } from './context-host.ts';
import { Body, BodyAbortedError, BodyNotBuffered, BodyTooLargeError } from './message/body.ts';
import { Headers, InvalidHeaderError } from './message/headers.ts';
import { RequestMessage, ResponseMessage } from './message/message.ts';
import { GatewayUrl } from './message/url.ts';
import { outgoingHeaders, responseHeaders } from './outgoing-headers.ts';
import { PolicyFailure } from './policy-failure.ts';
import type { RequestState } from './request-state.ts';

/** Which bodies an expression's text names. */
export interface NamedBodies {
  readonly request: boolean;
  readonly response: boolean;
}

/** Evaluations that find a body unread are repeated; more often than this is a defect. */
const evaluations = 8;

export class Execution implements Run {
  readonly section: Section;
  readonly scope: Scope;
  readonly step: number;
  readonly signal: AbortSignal;
  readonly #state: RequestState;
  readonly #target: PolicyMessage | undefined;
  readonly #site: Site | undefined;

  constructor(
    state: RequestState,
    place: { section: Section; scope: Scope; step: number; site?: Site | undefined },
    target?: PolicyMessage,
    signal: AbortSignal = state.signal,
  ) {
    this.#state = state;
    this.section = place.section;
    this.scope = place.scope;
    this.step = place.step;
    this.#site = place.site;
    this.#target = target;
    this.signal = signal;
  }

  get request() {
    return this.#state.request;
  }
  get response(): ResponseMessage | undefined {
    return this.#state.response;
  }
  set response(response: PolicyResponse | undefined) {
    this.#state.response = response as ResponseMessage | undefined;
  }
  get target(): PolicyMessage | undefined {
    if (this.#target) return this.#target;
    return this.section === 'outbound' || this.section === 'on-error' ? this.#state.response : this.#state.request;
  }
  get variables() {
    return this.#state.variables;
  }
  get services() {
    return this.#state.services;
  }
  get runtime() {
    return this.#state.runtime;
  }
  get preflight() {
    return this.#state.preflight;
  }
  get subscriptionId() {
    return this.#state.route.subscription?.id;
  }
  get apiId() {
    return this.#state.route.api?.id;
  }
  get operationId() {
    return this.#state.route.operation?.id;
  }
  get productId() {
    return this.#state.route.product?.id;
  }

  get apiName() {
    return this.#state.route.api?.name;
  }
  get operationName() {
    return this.#state.route.operation?.name;
  }
  get urlTemplate() {
    return this.#state.route.operation?.urlTemplate ?? '/';
  }
  get pathBelowApi() {
    return this.#state.request.remainder;
  }

  now(): number {
    return this.#state.services.now();
  }

  int(value: number): unknown {
    return box(Math.trunc(value), T.int);
  }

  targeting(target: PolicyMessage | undefined, signal?: AbortSignal): Run {
    const { section, scope, step } = this;
    return new Execution(this.#state, { section, scope, step, site: this.#site }, target, signal ?? this.signal);
  }

  async perform(steps: readonly Step[]): Promise<Flow> {
    for (const step of steps) {
      if ((await this.#perform(step)) === 'end') return 'end';
    }
    return undefined;
  }

  async #perform(step: Step): Promise<Flow> {
    const { recorder, coverage } = this.#state;
    if (this.signal.aborted) throw new PolicyFailure(clientGone);
    if (this.#state.preflight) {
      // only cors is evaluated during preflight (cors page, usage notes); fragments may hold it
      if (step.policy !== 'cors' && step.policy !== 'include-fragment') return undefined;
      if (step.policy === 'cors') this.#state.corsSeen = true;
    }
    const index = recorder.begin(step, this.scope, this.section);
    const record = recorder.at(index);
    const started = performance.now();
    coverage.hit(step.site);
    try {
      if (step.emulation === 'none') {
        if (record) record.outcome = 'not-emulated';
        this.#state.crossed(step.policy);
        return undefined;
      }
      const place = { section: this.section, scope: this.scope, step: index, site: step.site };
      const flow = await step.execute(new Execution(this.#state, place, this.#target, this.signal));
      if (flow === 'end' && record?.outcome === 'ok') record.outcome = 'ended';
      return flow ?? undefined;
    } catch (error) {
      const failure = this.#asFailure(error, index);
      failure.place ??= {
        policy: step.policy,
        scope: this.scope,
        section: this.section,
        site: step.site,
        policyId: step.id,
        step: index,
      };
      if (record) {
        record.outcome = 'failed';
        record.error = { reason: failure.failure.reason, message: recorder.mask(failure.message) };
      }
      throw failure;
    } finally {
      if (record) record.ms = performance.now() - started;
    }
  }

  /** Whatever a policy threw, as what on-error gets. */
  #asFailure(error: unknown, step: number): PolicyFailure {
    if (error instanceof PolicyFailure) return error;
    const internal = 'Internal server error';
    const failed = (reason: string, message: string, status = 500): PolicyFailure =>
      new PolicyFailure(
        { reason, message, status, ...(status === 500 ? { publicMessage: internal } : {}) },
        { cause: error },
      );
    if (error instanceof InvalidHeaderError) return failed('ExpressionValueEvaluationFailure', error.message);
    if (error instanceof BodyTooLargeError) return failed('MessageBodyTooLarge', error.message);
    if (error instanceof BodyAbortedError) {
      return this.#state.signal.aborted
        ? new PolicyFailure(clientGone)
        : failed('BackendConnectionFailure', error.message);
    }
    if (error instanceof ExchangeError) return failed('BackendConnectionFailure', error.message);
    const message = error instanceof Error ? error.message : String(error);
    this.#state.recorder.warn(step, `the gateway itself failed here, which is a defect of the emulation: ${message}`);
    this.#state.defect(error);
    return failed('InternalError', message);
  }

  /** Evaluates an expression for an attribute or text of the current step. */
  evaluate<T>(compiled: CompiledExpression, bodies: NamedBodies, kind: Kind<T>, what: string): T | Promise<T> {
    const { request, response } = this.#state;
    const unread =
      (bodies.request && request.body && !request.body.buffered) ||
      (bodies.response && response?.body && !response.body.buffered && !isEventStream(response));
    if (unread) return this.#evaluateBuffered(compiled, bodies, kind, what);
    try {
      return this.#evaluateNow(compiled, kind, what);
    } catch (error) {
      if (!(error instanceof BodyNotBuffered)) throw error;
      return this.#evaluateBuffered(compiled, { request: false, response: false }, kind, what, error);
    }
  }

  async #evaluateBuffered<T>(
    compiled: CompiledExpression,
    bodies: NamedBodies,
    kind: Kind<T>,
    what: string,
    missing?: BodyNotBuffered,
  ): Promise<T> {
    const { request, response } = this.#state;
    if (bodies.request && request.body) await this.bodyBytes(request);
    if (bodies.response && response?.body && !isEventStream(response)) await this.bodyBytes(response);
    let unread = missing?.body;
    for (let attempt = 0; attempt < evaluations; attempt++) {
      if (unread) await this.#buffer(unread);
      try {
        return this.#evaluateNow(compiled, kind, what);
      } catch (error) {
        if (!(error instanceof BodyNotBuffered)) throw error;
        unread = error.body;
      }
    }
    throw new Error('an expression kept finding an unread body');
  }

  #evaluateNow<T>(compiled: CompiledExpression, kind: Kind<T>, what: string): T {
    const { runtime } = this.#state;
    const lines: (readonly [string | null, string])[] = [];
    this.#state.onContextTrace = (source, message) => lines.push([source, message]);
    try {
      const value = compiled.evaluate({ context: this.#state.context, runtime });
      for (const [source, message] of lines) this.#state.recorder.message(source, message);
      return kind.convert(value, () => toText(value, runtime));
    } catch (error) {
      if (error instanceof NetThrow) return this.#expressionFailed(error.exception.message, error);
      if (error instanceof LimitExceeded) return this.#expressionFailed(error.message, error);
      if (error instanceof InvalidValue) return this.#expressionFailed(`The value of ${what} ${error.message}.`, error);
      throw error;
    }
  }

  #expressionFailed(message: string, cause: unknown): never {
    throw new PolicyFailure(
      {
        reason: 'ExpressionValueEvaluationFailure',
        message: `Expression evaluation failed. ${message}`,
        status: 500,
        publicMessage: 'Internal server error',
      },
      { cause },
    );
  }

  bodyBytes(message: PolicyMessage): Promise<Uint8Array> {
    const { body } = message as RequestMessage | ResponseMessage;
    return body ? this.#buffer(body) : Promise.resolve(new Uint8Array());
  }

  async #buffer(body: Body): Promise<Uint8Array> {
    const { response } = this.#state;
    if (body === response?.body && !body.buffered && isEventStream(response)) {
      this.warn('reads the body of an event stream: the whole stream is held back until it ends, as on Azure');
    }
    return body.buffer(this.services.bodyLimit);
  }

  setVariable(name: string, value: unknown): void {
    this.#state.variables.set(name, value ?? null);
    this.#state.recorder.variable(this.step, name, this.#describe(value));
  }

  #describe(value: unknown): string {
    if (value === null || value === undefined) return 'null';
    if (value instanceof NetResponse) return `IResponse ${value.host.statusCode}`;
    try {
      return toText(value, this.#state.runtime);
    } catch {
      return '?';
    }
  }

  async newRequest(copy: PolicyRequest | undefined, withBody: boolean): Promise<RequestMessage> {
    if (!copy) return new RequestMessage('GET', nowhere);
    const source = copy as RequestMessage;
    const request = new RequestMessage(source.method, source.url, source.headers.clone());
    if (withBody && source.body) request.body = Body.of(await this.bodyBytes(source));
    request.bodyReplaced = true;
    return request;
  }

  newResponse(copy: PolicyResponse | undefined): ResponseMessage {
    if (!copy) return new ResponseMessage(200, 'OK', Headers.empty(), undefined, this.step);
    const source = copy as ResponseMessage;
    const { status, reason, headers, body } = source;
    const response = new ResponseMessage(status, reason, headers.clone(), body, this.step);
    response.bodyReplaced = source.bodyReplaced || body?.buffered === true;
    return response;
  }

  responseIn(variable: string): PolicyResponse | undefined {
    const value = this.#state.variables.get(variable);
    return value instanceof NetResponse ? this.#state.responses.get(value) : undefined;
  }

  responseValue(response: PolicyResponse): unknown {
    const message = response as ResponseMessage;
    const value = new NetResponse(responseHost(message));
    this.#state.responses.set(value, message);
    return value;
  }

  parseUrl(text: string): GatewayUrl | undefined {
    return GatewayUrl.parse(text);
  }

  async send(
    request: PolicyRequest,
    options: { readonly timeoutMs: number; readonly keepBody: boolean },
  ): Promise<ResponseMessage> {
    const message = request as RequestMessage;
    if (message === this.#state.request && !this.#state.request.hasBackend) {
      throw new ExchangeError('invalid', 'The API has no backend URL, and no policy set one.');
    }
    const headers = outgoingHeaders(message, message === this.#state.request);
    const body = message.body?.outgoing();
    // a stream can be sent once; what is not in memory is gone afterwards
    if (message.body && !message.body.buffered) {
      message.body = undefined;
      message.bodyReplaced = true;
    }
    const { method, certificate } = message;
    const answer = await this.services.client.send({
      method,
      url: message.url.toString(),
      headers,
      body,
      timeoutMs: options.timeoutMs,
      signal: this.signal,
      certificate,
    });
    const bodiless = method === 'HEAD' || answer.status === 204 || answer.status === 304;
    if (bodiless) answer.body.resume();
    const response = new ResponseMessage(
      answer.status,
      answer.reason,
      responseHeaders(answer.headers),
      bodiless ? undefined : Body.streaming(answer.body),
      this.step,
    );
    if (options.keepBody) await this.bodyBytes(response);
    return response;
  }

  fail(failure: Failure): never {
    throw new PolicyFailure(failure);
  }

  note(text: string): void {
    this.#state.recorder.note(this.step, text);
  }

  warn(text: string): void {
    this.#state.recorder.warn(this.step, text);
  }

  branch(name: string, site: Site | undefined): void {
    this.#state.recorder.branch(this.step, name);
    if (this.#site) this.#state.coverage.branch(this.#site, name);
    void site;
  }

  secret(value: string): void {
    this.#state.masker.add(value);
  }

  notEmulated(what: string): void {
    this.#state.crossed(what);
    const record = this.#state.recorder.at(this.step);
    if (record) record.outcome = 'not-emulated';
  }

  get shared(): Map<string, unknown> {
    return this.#state.shared;
  }

  afterResponse(action: () => void | Promise<void>): void {
    this.#state.after.push(action);
  }
}

const nowhere = new GatewayUrl({ scheme: 'http', host: 'localhost', port: 80, path: '/', queryString: '' });

const clientGone: Failure = {
  reason: 'ClientConnectionFailure',
  message: 'The client closed the connection before the request was answered.',
  status: 499,
  statusReason: 'Client Closed Request',
};

/** Whether the response is a stream of server-sent events, which may never end. */
export function isEventStream(response: ResponseMessage): boolean {
  return /^\s*text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
}
