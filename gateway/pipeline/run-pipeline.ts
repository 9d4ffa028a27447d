/** The order of things: inbound, backend, outbound; anything that fails goes to on-error. */
import { hitKey } from '../policies/cached-response.ts';
import type { Failure, Flow, Section, Step } from '../policies/policy.ts';
import { asPolicyFailure } from './as-policy-failure.ts';
import { errorResponse } from './error-response.ts';
import { Execution } from './execution.ts';
import type { BaseStep, LoadedPolicy } from './load/load-policy.ts';
import { Headers } from './message/headers.ts';
import { ResponseMessage } from './message/message.ts';
import { lastErrorOf, PolicyFailure } from './policy-failure.ts';
import type { RequestState } from './request-state.ts';

/** No API or operation is for the request; also what another method than an operation's gets. */
export const operationNotFound: Failure = {
  source: 'configuration',
  reason: 'OperationNotFound',
  message: 'Unable to match incoming request to an operation.',
  publicMessage: 'Resource not found',
  status: 404,
  statusReason: 'Resource Not Found',
};

const isBase = (step: Step | BaseStep): step is BaseStep => 'base' in step;

/**
 * Runs one section of the effective policy: the innermost document's, with the next outer one's where `<base/>` stands.
 */
function runSection(
  state: RequestState,
  section: Section,
  chain: readonly LoadedPolicy[],
  depth = 0,
): Flow | Promise<Flow> {
  const policy = chain[depth];
  if (!policy) return undefined;
  const loaded = policy.sections.get(section);
  if (!loaded) {
    return state.assume('section.missing', -1) === 'base' ? runSection(state, section, chain, depth + 1) : undefined;
  }
  const { scope, site } = loaded;
  const { file, line, column } = site;
  state.recorder.trace.sections.push({ scope, section, file, line, column, entered: true });
  state.entered.add(loaded);
  const execution = new Execution(state, section, scope, -1, undefined);
  const { steps } = loaded;
  // at once as far as no step has to wait; reading the clock costs as much as a simple step, so that each begins when
  // the one before it has ended
  let started = performance.now();
  for (let index = 0; index < steps.length; index++) {
    const flow = perform(steps[index] as Step | BaseStep, started);
    if (flow instanceof Promise) return rest(flow, index + 1);
    if (flow === 'end') return 'end';
    started = Math.max(started, state.ended);
  }
  return undefined;

  function perform(step: Step | BaseStep, since: number): Flow | Promise<Flow> {
    if (!isBase(step)) return execution.performOne(step, since);
    step.covered.hits++;
    return runSection(state, section, chain, depth + 1);
  }

  async function rest(pending: Promise<Flow>, next: number): Promise<Flow> {
    let flow = await pending;
    for (let index = next; flow !== 'end' && index < steps.length; index++) {
      const performed = perform(steps[index] as Step | BaseStep, performance.now());
      flow = performed instanceof Promise ? await performed : performed;
    }
    return flow;
  }
}

/** Lists the sections that belong to the request's effective policy and were never entered. */
function noteSkipped(state: RequestState): void {
  const { sections } = state.recorder.trace;
  for (const policy of state.route.chain) {
    for (const loaded of policy.sections.values()) {
      if (state.entered.has(loaded)) continue;
      const { section, scope, site } = loaded;
      const { file, line, column } = site;
      sections.push({ scope, section, file, line, column, entered: false });
    }
  }
}

async function runToAnswer(state: RequestState): Promise<void> {
  const { chain } = state.route;
  if ((await runSection(state, 'inbound', chain)) === 'end') {
    if (!state.shared.has(hitKey)) return;
    state.resumesBehindStore = true;
    await runSection(state, 'outbound', chain);
    return;
  }
  if (state.only !== undefined) {
    // without any cors policy there is no preflight, only a method that no operation has
    if (!state.onlySeen || state.only !== 'cors') throw new PolicyFailure(operationNotFound);
    // one that no cors policy allows ends here, empty (cors page, terminate-unmatched-request)
    state.response = new ResponseMessage(200, 'OK', Headers.empty(), undefined, undefined);
    return;
  }
  if ((await runSection(state, 'backend', chain)) === 'end') return;
  // without forward-request, outbound starts from an empty 200 (forward-request page, important notes)
  state.response ??= new ResponseMessage(200, 'OK', Headers.empty(), undefined, undefined);
  await runSection(state, 'outbound', chain);
}

async function onError(state: RequestState, error: unknown): Promise<void> {
  const failure = asPolicyFailure(error, state.signal.aborted, state.defect);
  const spelling = state.services.switches['errors.json'];
  state.response?.discard();
  state.response = errorResponse(failure.failure, state.id, spelling, failure.place?.step);
  // nobody gets the answer, and on-error still runs: it is where such requests are logged
  if (state.signal.aborted) state.signal = new AbortController().signal;
  const lastError = lastErrorOf(failure);
  state.lastError = lastError;
  state.resumesBehindStore = false;
  state.recorder.trace.lastError = {
    source: lastError.source,
    reason: lastError.reason,
    message: state.recorder.mask(lastError.message),
  };
  try {
    await runSection(state, 'on-error', state.route.chain);
  } catch (second) {
    const again = asPolicyFailure(second, state.signal.aborted, state.defect);
    state.response = errorResponse(again.failure, state.id, spelling, again.place?.step);
  }
}

/**
 * Runs a request's policies to an answer. Never throws.
 * @param builtIn a built-in step that comes first, such as matching or authorization; what it throws goes to on-error
 */
export async function runPipeline(state: RequestState, builtIn?: () => void): Promise<ResponseMessage> {
  try {
    builtIn?.();
    await runToAnswer(state);
  } catch (error) {
    await onError(state, error);
  }
  for (const action of state.after) {
    try {
      await action();
    } catch (error) {
      state.defect(error);
    }
  }
  const response = state.response ?? new ResponseMessage(200, 'OK', Headers.empty(), undefined, undefined);
  state.response = response;
  noteSkipped(state);
  state.recorder.answer(response);
  return response;
}
