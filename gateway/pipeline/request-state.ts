/** Everything that belongs to one request, shared by the steps of its run, and what `context` shows of it. */
import { NetContext } from '../dotnet/context/context.ts';
import type { ContextHost, LastErrorHost } from '../dotnet/context/host.ts';
import type { NetResponse } from '../dotnet/context/response.ts';
import type { Runtime } from '../dotnet/core/define.ts';
import type { Services } from '../policies/services.ts';
import type { Switches } from '../switches.ts';
import { contextHost, type ServiceFacts } from './context-host.ts';
import type { LoadedSection } from './load/load-policy.ts';
import type { Body } from './message/body.ts';
import type { ClientRequest } from './message/client-request.ts';
import type { Headers } from './message/headers.ts';
import type { ResponseMessage } from './message/message.ts';
import type { GatewayUrl } from './message/url.ts';
import type { Route } from './route.ts';
import type { CoverageRecorder } from './trace/coverage.ts';
import type { Masker } from './trace/masker.ts';
import type { TraceRecorder } from './trace/request-trace.ts';

/** Which bodies of what goes to the backend and comes from it diagnostics want to see. */
export interface Observed {
  readonly requestBody: boolean;
  readonly responseBody: boolean;
}

export interface RequestStateOptions {
  /** A GUID. */
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly request: ClientRequest;
  readonly route: Route;
  readonly services: Services;
  readonly facts: ServiceFacts;
  readonly recorder: TraceRecorder;
  readonly coverage: CoverageRecorder;
  readonly masker: Masker;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Set where messages to and from the backend are kept for diagnostics. */
  readonly observed?: Observed | undefined;
  readonly preflight?: { readonly method: string; readonly headers: readonly string[] } | undefined;
  /** Whether the client asks for the policy file of `cross-domain`. */
  readonly policyFile?: boolean;
  /** Told of errors that are the emulation's own. */
  readonly onDefect: (error: unknown) => void;
}

/** `name=value` of switches, which are the same for every request of a gateway. */
const texts = new WeakMap<Switches, Map<string, string>>();

function assumption(switches: Switches, name: keyof Switches): string {
  let known = texts.get(switches);
  if (!known) {
    known = new Map();
    texts.set(switches, known);
  }
  let text = known.get(name);
  if (text === undefined) {
    const value = switches[name];
    text = `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
    known.set(name, text);
  }
  return text;
}

/** A message at the moment it crossed the gateway's boundary. */
export interface SentMessage {
  readonly method?: string;
  readonly url?: GatewayUrl;
  readonly status?: number;
  readonly headers: Headers;
  readonly body: Body | undefined;
}

/** Everything that one request has on its way through the pipeline. */
export class RequestState {
  readonly id: string;
  readonly startedAt: number;
  readonly request: ClientRequest;
  route: Route;
  readonly services: Services;
  readonly facts: ServiceFacts;
  readonly recorder: TraceRecorder;
  readonly coverage: CoverageRecorder;
  readonly masker: Masker;
  readonly runtime: Runtime;
  /** Aborted when the client has gone away; replaced for on-error, which runs all the same. */
  signal: AbortSignal;
  readonly preflight: { readonly method: string; readonly headers: readonly string[] } | undefined;

  readonly observed: Observed | undefined;
  response: ResponseMessage | undefined;
  /** The only policy that is evaluated: `cors` of a preflight, `cross-domain` of a request for its file. */
  readonly only: 'cors' | 'cross-domain' | undefined;
  /** Whether that policy was met. */
  onlySeen = false;
  /** Set while outbound is skipped up to cache-store, because the response is a cached one. */
  resumesBehindStore = false;
  lastError: LastErrorHost | null = null;
  readonly variables = new Map<string, unknown>();
  /** The messages behind the IResponse values in variables. */
  readonly responses = new WeakMap<NetResponse, ResponseMessage>();
  readonly shared = new Map<string, unknown>();
  readonly after: (() => void | Promise<void>)[] = [];
  /** Lines of `context.Trace` in the evaluation that runs. */
  traced: (readonly [source: string | null, message: string])[] | undefined;
  /** Sections that were entered. */
  readonly entered = new Set<LoadedSection>();
  /** The request as it went to the backend last, and the answer as it came. */
  forwarded: { readonly request: SentMessage; readonly response: SentMessage | undefined } | undefined;
  /** Steps that were begun, those of every retry counted. */
  performed = 0;
  /** When the latest step ended, by performance.now. */
  ended = 0;
  /** The step whose expression is evaluated. */
  evaluating = -1;
  readonly defect: (error: unknown) => void;

  #host: ContextHost | undefined;
  #context: NetContext | undefined;

  constructor(options: RequestStateOptions) {
    this.id = options.id;
    this.startedAt = options.startedAt;
    this.request = options.request;
    this.route = options.route;
    this.services = options.services;
    this.facts = options.facts;
    this.recorder = options.recorder;
    this.coverage = options.coverage;
    this.masker = options.masker;
    this.runtime = options.runtime;
    this.signal = options.signal;
    this.observed = options.observed;
    this.preflight = options.preflight;
    this.only = options.preflight ? 'cors' : options.policyFile ? 'cross-domain' : undefined;
    this.defect = options.onDefect;
  }

  /** `context`, as expressions see it. */
  get context(): NetContext {
    this.#host ??= contextHost(this);
    this.#context ??= new NetContext(this.#host);
    return this.#context;
  }

  /**
   * The value of a switch where it decides something for this request, which the trace notes.
   * @param step the step that depends on it; the one whose expression is evaluated when left out
   */
  assume<K extends keyof Switches>(name: K, step = this.evaluating): Switches[K] {
    const { switches } = this.services;
    this.recorder.assume(step, assumption(switches, name));
    return switches[name];
  }

  /** Notes that something not emulated was crossed. */
  crossed(policy: string): void {
    const { trace } = this.recorder;
    trace.notEmulated ??= [];
    if (!trace.notEmulated.includes(policy)) trace.notEmulated.push(policy);
  }
}
