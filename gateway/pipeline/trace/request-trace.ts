/** What happened to one request, step by step, with nothing secret in it. */
import type { Scope, Section, Step } from '../../policies/policy.ts';
import type { StepIndex } from '../message/headers.ts';
import type { ResponseMessage } from '../message/message.ts';
import type { Masker } from './masker.ts';

export type Outcome = 'ok' | 'ended' | 'failed' | 'not-emulated';

/** One executed policy element. */
export interface TraceStep {
  readonly policy: string;
  readonly scope: Scope;
  readonly section: Section;
  /** `choose[1]/when[2]/set-header[1]`. */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Duration, children included. */
  ms: number;
  outcome: Outcome;
  /** What it did, in words. */
  notes?: string[];
  /** Findings: something that is probably not meant, or crosses a switch. */
  warnings?: string[];
  /** Switches that decided something here, with their values. */
  assumptions?: string[];
  /** Which branch of a choose ran. */
  branch?: string;
  /** Variables it set. */
  variables?: Record<string, string>;
  /** The error it ended with. */
  error?: { readonly reason: string; readonly message: string };
  /** Whether the answer shows what it set. */
  responseShaped?: boolean;
}

/** One section of one policy document that belongs to the request's effective policy. */
export interface TraceSection {
  readonly scope: Scope;
  readonly section: Section;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Whether it was entered. */
  entered: boolean;
}

/** Which steps (indices into `steps`) made the answer what it is; left out, that part came from the backend. */
export interface TraceAnswer {
  readonly status?: number;
  readonly body?: number;
  /** Lower-case header name -> step; also of headers that were deleted. */
  readonly headers: Readonly<Record<string, number>>;
  /** The step that brought the response into being. */
  readonly created?: number;
}

/** What happened to one request, step by step, secrets masked. */
export interface RequestTrace {
  readonly id: string;
  /** Trace id of the request's `traceparent` (W3C Trace Context), by which a caller joins its requests with traces. */
  readonly traceId?: string;
  readonly method: string;
  /** Path without query, which may hold secrets. */
  readonly path: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  api?: string;
  operation?: string;
  product?: string;
  status: number;
  /** Until the answer's headers were sent. */
  ms: number;
  readonly steps: TraceStep[];
  readonly sections: TraceSection[];
  /** Messages of `context.Trace`. */
  readonly messages: { readonly source: string | null; readonly message: string }[];
  answer: TraceAnswer;
  lastError?: { readonly source: string; readonly reason: string | null; readonly message: string };
  /** What was crossed that is not emulated: a result that rests on this request is no verdict. */
  notEmulated?: string[];
  /** Switches that decided something for this request, as `name=value`: what a result assumes about the real gateway. */
  assumptions?: string[];
}

/** Steps of one request that are recorded; retry loops stop adding after it. */
const longest = 2000;
/** Notes and warnings that one step keeps. */
const mostNotes = 200;

/** Writes the trace of one request. */
export class TraceRecorder {
  readonly trace: RequestTrace;
  readonly #masker: Masker;

  constructor(trace: RequestTrace, masker: Masker) {
    this.trace = trace;
    this.#masker = masker;
  }

  /** Begins a step. @returns its index */
  begin(step: Step, scope: Scope, section: Section): number {
    const { steps } = this.trace;
    if (steps.length >= longest) return steps.length - 1;
    const { file, line, column, path } = step.site;
    return steps.push({ policy: step.policy, scope, section, path, file, line, column, ms: 0, outcome: 'ok' }) - 1;
  }

  at(index: number): TraceStep | undefined {
    return this.trace.steps[index];
  }

  note(index: number, text: string): void {
    const step = this.at(index);
    if (!step) return;
    step.notes ??= [];
    if (step.notes.length >= mostNotes) return;
    step.notes.push(this.#masker.mask(text));
  }

  warn(index: number, text: string): void {
    const step = this.at(index);
    if (!step) return;
    step.warnings ??= [];
    if (step.warnings.length >= mostNotes) return;
    step.warnings.push(this.#masker.mask(text));
  }

  /** Notes a switch that decided something. @param text `name=value` */
  assume(index: number, text: string): void {
    this.trace.assumptions ??= [];
    if (!this.trace.assumptions.includes(text)) this.trace.assumptions.push(text);
    const step = this.at(index);
    if (!step) return;
    step.assumptions ??= [];
    if (!step.assumptions.includes(text)) step.assumptions.push(text);
  }

  branch(index: number, name: string): void {
    const step = this.at(index);
    if (step) step.branch = name;
  }

  variable(index: number, name: string, text: string): void {
    const step = this.at(index);
    if (!step) return;
    step.variables ??= {};
    step.variables[name] = this.#masker.variable(name, text);
  }

  message(source: string | null, message: string): void {
    if (this.trace.messages.length >= longest) return;
    this.trace.messages.push({ source, message: this.#masker.mask(message) });
  }

  mask(text: string): string {
    return this.#masker.mask(text);
  }

  /** Records which steps made the answer. */
  answer(response: ResponseMessage): void {
    const headers: Record<string, number> = {};
    for (const [name, by] of response.headers.origins()) {
      if (by === undefined) continue;
      headers[name] = by;
      this.#shaped(by);
    }
    const { statusSetBy, bodySetBy, createdBy } = response;
    const status = statusSetBy ?? createdBy;
    const body = bodySetBy ?? createdBy;
    const answer: { headers: Record<string, number>; status?: number; body?: number; created?: number } = { headers };
    if (status !== undefined) answer.status = status;
    if (body !== undefined) answer.body = body;
    if (createdBy !== undefined) answer.created = createdBy;
    this.trace.answer = answer;
    this.#shaped(status);
    this.#shaped(body);
    this.#shaped(createdBy);
  }

  #shaped(index: StepIndex): void {
    const step = index === undefined ? undefined : this.at(index);
    if (step) step.responseShaped = true;
  }
}
