/** One request's run through its policies: what policies see as `Run`. */
import { NetResponse } from '../dotnet/context/response.ts';
import { box } from '../dotnet/core/box.ts';
import { T } from '../dotnet/core/type-ref.ts';
import { toText } from '../dotnet/primitives/virtual.ts';
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
import type { Switches } from '../switches.ts';
import { asPolicyFailure, clientGone } from './as-policy-failure.ts';
import { bodyReading, responseHost } from './context-host.ts';
import { evaluateExpression, type PlacedExpression } from './evaluate-expression.ts';
import { exchange, noBackend } from './exchange.ts';
import { Body, BodyTooLargeError } from './message/body.ts';
import { isEventStream } from './message/event-stream.ts';
import { Headers } from './message/headers.ts';
import { RequestMessage, ResponseMessage } from './message/message.ts';
import { GatewayUrl } from './message/url.ts';
import { PolicyFailure } from './policy-failure.ts';
import type { RequestState } from './request-state.ts';

export class Execution implements Run {
  readonly section: Section;
  readonly scope: Scope;
  readonly step: number;
  readonly signal: AbortSignal;
  readonly #state: RequestState;
  readonly #target: PolicyMessage | undefined;
  readonly #site: Site | undefined;

  /** @param step index in the trace @param site of that step */
  constructor(
    state: RequestState,
    section: Section,
    scope: Scope,
    step: number,
    site: Site | undefined,
    target?: PolicyMessage,
    signal: AbortSignal = state.signal,
  ) {
    this.#state = state;
    this.section = section;
    this.scope = scope;
    this.step = step;
    this.#site = site;
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
  get asksForPolicyFile() {
    return this.#state.only === 'cross-domain';
  }
  get onErrorHasPolicies(): boolean {
    return this.#state.route.chain.some(({ sections }) =>
      (sections.get('on-error')?.steps ?? []).some((step) => !('base' in step)),
    );
  }
  get subscriptionId() {
    return this.#state.route.subscription?.id;
  }
  get deployment() {
    return this.#state.facts;
  }
  get userId() {
    return this.#state.route.subscription?.user?.id;
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
  get operation() {
    return this.#state.route.operation;
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
    return new Execution(this.#state, section, scope, step, this.#site, target, signal ?? this.signal);
  }

  /** Performs one step. @param started when, on the clock of `performance.now` */
  performOne(step: Step, started: number): Flow | Promise<Flow> {
    return this.#perform(step, started);
  }

  perform(steps: readonly Step[]): Flow | Promise<Flow> {
    // reading the clock costs as much as a simple step: each begins when the one before it has ended
    let started = performance.now();
    for (let index = 0; index < steps.length; index++) {
      const flow = this.#perform(steps[index] as Step, started);
      if (flow instanceof Promise) return this.#rest(flow, steps, index + 1);
      if (flow === 'end') return 'end';
      started = Math.max(started, this.#state.ended);
    }
    return undefined;
  }

  async #rest(pending: Promise<Flow>, steps: readonly Step[], next: number): Promise<Flow> {
    let flow = await pending;
    for (let index = next; flow !== 'end' && index < steps.length; index++) {
      const performed = this.#perform(steps[index] as Step, performance.now());
      flow = performed instanceof Promise ? await performed : performed;
    }
    return flow;
  }

  #perform(step: Step, started: number): Flow | Promise<Flow> {
    const { recorder } = this.#state;
    if (this.signal.aborted) throw new PolicyFailure(clientGone);
    const { only } = this.#state;
    if (only !== undefined) {
      // only cors is evaluated during preflight (cors page, usage notes); fragments may hold it
      if (step.policy !== only && step.policy !== 'include-fragment') return undefined;
      if (step.policy === only) this.#state.onlySeen = true;
    }
    if (this.#state.resumesBehindStore) {
      if (!step.storesResponse) return undefined;
      // a fragment is pasted as it is; of anything else nobody knows whether its conditions held
      if (step.policy !== 'include-fragment') {
        this.#state.resumesBehindStore = false;
        return undefined;
      }
    }
    if (++this.#state.performed > mostSteps) throw tooManySteps();
    const index = recorder.begin(step, this.scope, this.section);
    step.covered.hits++;
    if (step.emulation === 'none') {
      const record = recorder.at(index);
      if (record) record.outcome = 'not-emulated';
      this.#state.crossed(step.policy);
      return undefined;
    }
    try {
      const run = new Execution(this.#state, this.section, this.scope, index, step.site, this.#target, this.signal);
      const flow = step.execute(run);
      if (flow instanceof Promise) return this.#performed(step, index, started, flow);
      return this.#ended(index, started, flow ?? undefined);
    } catch (error) {
      throw this.#failed(step, index, started, error);
    }
  }

  async #performed(step: Step, index: number, started: number, flow: ReturnType<Step['execute']>): Promise<Flow> {
    try {
      return this.#ended(index, started, (await flow) ?? undefined);
    } catch (error) {
      throw this.#failed(step, index, started, error);
    }
  }

  #ended(index: number, started: number, flow: Flow): Flow {
    const record = this.#state.recorder.at(index);
    this.#state.ended = performance.now();
    if (record) {
      if (flow === 'end' && record.outcome === 'ok') record.outcome = 'ended';
      record.ms = this.#state.ended - started;
    }
    return flow;
  }

  #failed(step: Step, index: number, started: number, error: unknown): PolicyFailure {
    const { recorder } = this.#state;
    const failure = this.#asFailure(error, index);
    failure.place ??= {
      policy: step.policy,
      scope: this.scope,
      section: this.section,
      site: step.site,
      policyId: step.id,
      step: index,
    };
    const record = recorder.at(index);
    if (record) {
      record.outcome = 'failed';
      record.error = { reason: failure.failure.reason, message: recorder.mask(failure.message) };
      record.ms = performance.now() - started;
    }
    return failure;
  }

  #asFailure(error: unknown, step: number): PolicyFailure {
    const { signal, recorder, defect } = this.#state;
    return asPolicyFailure(error, signal.aborted, (cause) => {
      const message = cause instanceof Error ? cause.message : String(cause);
      recorder.warn(step, `the gateway itself failed here, which is a defect of the emulation: ${message}`);
      defect(cause);
    });
  }

  /** Evaluates an expression for an attribute or text of the current step. */
  evaluate<T>(expression: PlacedExpression<T>): T | Promise<T> {
    this.#state.evaluating = this.step;
    return evaluateExpression(this.#state, expression, (body) => this.#buffer(body));
  }

  bodyBytes(message: PolicyMessage): Promise<Uint8Array> {
    const { body } = message as RequestMessage | ResponseMessage;
    return body ? this.#buffer(body) : Promise.resolve(new Uint8Array());
  }

  async bodyExceeds(message: PolicyMessage, limit: number): Promise<boolean> {
    const { body } = message as RequestMessage | ResponseMessage;
    if (!body) return false;
    this.#warnOfStream(body);
    const { bodyLimit } = this.services;
    if (!(await body.exceeds(Math.min(limit, bodyLimit)))) return false;
    if (bodyLimit < limit) throw new BodyTooLargeError(bodyLimit);
    return true;
  }

  async #buffer(body: Body): Promise<Uint8Array> {
    this.#warnOfStream(body);
    return body.buffer(this.services.bodyLimit);
  }

  #warnOfStream(body: Body): void {
    const { response } = this.#state;
    if (body === response?.body && !body.buffered && isEventStream(response)) {
      this.warn('reads the body of an event stream: the whole stream is held back until it ends, as on Azure');
    }
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
    const value = new NetResponse(responseHost(message, bodyReading(this.#state)));
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
    const forwarded = request === this.#state.request;
    if (forwarded && !this.#state.request.hasBackend) throw noBackend();
    const { signal, step } = this;
    const { client, bodyLimit } = this.services;
    const observed = forwarded ? this.#state.observed : undefined;
    if (observed?.requestBody) await (request as RequestMessage).body?.exceeds(bodyLimit);
    const response = await exchange(request as RequestMessage, {
      client,
      forwardedFor: forwarded ? this.#state.request.ipAddress : undefined,
      timeoutMs: options.timeoutMs,
      signal,
      step,
    });
    if (observed) {
      if (observed.responseBody) {
        if (isEventStream(response)) this.#state.recorder.message(null, streamHeldBack);
        await response.body?.exceeds(bodyLimit);
      }
      const { method, url, headers, body } = request as RequestMessage;
      const { status } = response;
      this.#state.forwarded = {
        request: { method, url, headers: headers.clone(), body },
        response: { status, headers: response.headers.clone(), body: response.body },
      };
    }
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

  branch(name: string): void {
    this.#state.recorder.branch(this.step, name);
    if (this.#site) this.#state.coverage.branch(this.#site, name);
  }

  secret(value: string): void {
    this.#state.masker.add(value);
  }

  assume<K extends keyof Switches>(name: K): Switches[K] {
    return this.#state.assume(name, this.step);
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

/** What the trace says when a diagnostic wants to see an event stream. */
export const streamHeldBack =
  'a diagnostic logs bytes of the response body: the event stream is held back until it ends, as on Azure';

/** Steps of one request: what retries inside retries would otherwise take without end. */
const mostSteps = 50_000;

const tooManySteps = (): PolicyFailure =>
  new PolicyFailure({
    reason: 'PolicyStepLimitExceeded',
    message: `The policies of one request took more than ${mostSteps} steps.`,
    status: 500,
    publicMessage: 'Internal server error',
  });

const nowhere = new GatewayUrl({ scheme: 'http', host: 'localhost', port: 80, path: '/', queryString: '' });
