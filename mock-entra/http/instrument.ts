/** Around every endpoint: faults that are in force, and the entry in the request log. */
import type { Endpoint, FaultEffect } from '../control/faults.ts';
import { credentialKind, readableText, shownParameters } from '../control/request-log.ts';
import { type AadstsError, anyAadsts } from '../errors/aadsts-error.ts';
import type { RequestMarks } from '../errors/error-body.ts';
import type { EntraService } from '../service.ts';
import type { Parameters } from './parameters.ts';
import { headerOf } from './plain-answer.ts';

/** One request as far as faults and log need it. */
export interface Instrumented {
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly parameters: Parameters;
  readonly marks: RequestMarks;
  /** Answers an AADSTS error in the endpoint's own form. */
  readonly answerError: (error: AadstsError) => Response | Promise<Response>;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });

/** Longest a request hangs when the client never gives up. */
const longestHang = 10 * 60_000;

/** A body that breaks off half way. */
function cutBody(text: string): ReadableStream<Uint8Array> {
  const half = new TextEncoder().encode(text.slice(0, Math.max(1, Math.floor(text.length / 2))));
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new Error('cut by a fault'));
      else controller.enqueue(half);
      sent = true;
    },
  });
}

async function withMembers(response: Response, members: Readonly<Record<string, unknown>>): Promise<Response> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return response;
  return new Response(JSON.stringify({ ...body, ...members }), { status: response.status, headers: response.headers });
}

/** Faults that answer in place of the endpoint; undefined when the endpoint shall answer. */
async function instead(effect: FaultEffect, at: Instrumented, service: EntraService): Promise<Response | undefined> {
  switch (effect.kind) {
    case 'error': {
      const { code, values, kind: _kind, ...options } = effect;
      return at.answerError(anyAadsts(code, values, options));
    }
    case 'latency':
      await pause(effect.ms, at.request.signal);
      return undefined;
    case 'hang':
      await pause(longestHang, AbortSignal.any([at.request.signal, service.closing]));
      return new Response(null, { status: 504 });
    case 'status': {
      const headers = effect.retryAfter === undefined ? {} : { 'retry-after': String(effect.retryAfter) };
      return new Response(effect.body ?? '', { status: effect.status, headers });
    }
    case 'odata': {
      const innerError = { date: new Date(at.marks.at).toISOString().slice(0, 19), 'request-id': at.marks.traceId };
      const headers = new Headers({ 'content-type': 'application/json', 'request-id': at.marks.traceId });
      if (effect.retryAfter !== undefined) headers.set('retry-after', String(effect.retryAfter));
      const error = { code: effect.code, message: effect.message, innerError };
      return new Response(JSON.stringify({ error }), { status: effect.status, headers });
    }
    default:
      return undefined;
  }
}

/** Faults that change the endpoint's answer. */
async function changed(effect: FaultEffect, response: Response): Promise<Response> {
  switch (effect.kind) {
    case 'accessToken':
      return withMembers(response, { access_token: effect.token });
    case 'idToken':
      return withMembers(response, { id_token: effect.token });
    case 'members':
      return withMembers(response, effect.members);
    case 'cut':
      return new Response(cutBody(await response.text()), { status: response.status, headers: response.headers });
    case 'badJson':
      return new Response('{"token_type":"Bearer",<html>', { status: response.status, headers: response.headers });
    default:
      return response;
  }
}

/** AADSTS number of an answer, for the log. */
function errorOf(response: Response): number | undefined {
  const [, code] = (headerOf(response, 'x-ms-clitelem') ?? '').split(',');
  return code && code !== '0' ? Number(code) : undefined;
}

/** Text of a request as the log may hold it. */
function readableBy({ directory }: EntraService): (text: string) => string {
  const knows = { id: (guid: string) => directory.knows(guid), domain: (name: string) => directory.hasDomain(name) };
  return (text) => readableText(text, knows);
}

/** Runs an endpoint with the faults in force and logs the request. `run` learns which effects are left to it. */
export async function instrument(
  service: EntraService,
  at: Instrumented,
  run: (effects: readonly FaultEffect[]) => Response | Promise<Response>,
): Promise<Response> {
  const effects = service.faults.take(at.endpoint, at.parameters);
  let response: Response | undefined;
  for (const effect of effects) response ??= await instead(effect, at, service);
  response ??= await run(effects);
  for (const effect of effects) response = await changed(effect, response);
  const readable = readableBy(service);
  service.log.add({
    at: at.marks.at,
    endpoint: at.endpoint,
    method: at.request.method,
    path: readable(new URL(at.request.url).pathname.slice(0, 500)),
    parameters: shownParameters(at.parameters, readable),
    credential: credentialKind(at.parameters, at.request.headers.get('authorization')),
    status: response.status,
    error: errorOf(response),
    correlationId: at.marks.correlationId,
  });
  return response;
}
