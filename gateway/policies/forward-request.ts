import { exchangeFailure } from './exchange-failure.ts';
import { definePolicy, type PolicyResponse, type Run } from './policy.ts';
import { bool, defaulted, integer, oneOf, optional } from './schema.ts';
import { ExchangeError } from './services.ts';
import { withValues } from './with-values.ts';

const time = integer(0, 2_147_483_647);
/** What a timer holds, which is nearly a month. */
const longestMs = 2_147_483_647;

/** The redirects that .NET's handler follows. */
const redirects: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);

/** Whether .NET's handler turns a redirected request into a GET without a body. */
const becomesGet = (status: number, method: string): boolean =>
  status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';

/** Redirects followed before the last one is returned as it is; .NET's handler stops at 50. */
const redirectLimit = 50;

/** The backend entity's member for this call, with its URL and credentials put on the request. */
function takeBackend(run: Run): ReturnType<Run['services']['backends']['take']> {
  const { request } = run;
  const id = request.backendId;
  const backend = id === undefined ? undefined : run.services.backends.take(id, (name) => cookieOf(run, name));
  if (!backend || 'unavailable' in backend) return backend;
  request.setBackend(backend.url, id);
  for (const [name, value] of backend.headers) {
    run.secret(value);
    request.headers.set(name, [value], run.step);
  }
  if (backend.query.length > 0) {
    const added = backend.query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    for (const [, value] of backend.query) run.secret(value);
    const given = new Set(backend.query.map(([name]) => name.toLowerCase()));
    const kept = request.url.queryString
      .slice(1)
      .split('&')
      .filter((pair) => pair !== '')
      .filter((_pair, index) => !given.has(request.url.parameters[index]?.name.toLowerCase() ?? ''));
    request.setQuery(`?${[...kept, ...added].join('&')}`);
  }
  const certificate = backend.certificateId && run.services.certificates.get(backend.certificateId);
  if (certificate) request.certificate = certificate;
  if (backend.id !== id) run.note(`pool ${id}: ${backend.id}`);
  return backend;
}

/** A cookie that the client sent, whatever policies made of the header since. */
function cookieOf(run: Run, name: string): string | undefined {
  for (const pair of run.request.originalCookies.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** The gateway's own answer while a circuit breaker keeps requests from a backend (backends page). */
function unavailable(run: Run, reason: string): PolicyResponse {
  const response = run.newResponse(undefined);
  response.setStatus(503, reason, run.step);
  response.headers.set('Content-Type', ['application/json'], run.step);
  response.setBody(Buffer.from(JSON.stringify({ statusCode: 503, message: reason })), run.step);
  return response;
}

/**
 * `forward-request`: sends the request to the backend. The response's body streams through unless a policy reads it.
 * @see https://learn.microsoft.com/azure/api-management/forward-request-policy
 */
export const forwardRequest = definePolicy({
  name: 'forward-request',
  sections: ['backend'],
  schema: {
    attributes: {
      timeout: defaulted(time, '300'),
      'timeout-ms': optional(time),
      'continue-timeout': optional(time),
      'http-version': optional(oneOf('1', '2', '2or1'), { expressions: false }),
      'follow-redirects': defaulted(bool, 'false'),
      'buffer-request-body': defaulted(bool, 'false', { expressions: false }),
      'buffer-response': defaulted(bool, 'true', { expressions: false }),
      'fail-on-error-status-code': defaulted(bool, 'false', { expressions: false }),
    },
  },
  build: ({ attributes, site }, load) => {
    if (attributes['timeout-ms'] && !attributes.timeout.isDefault) {
      load.warn(site, "The reference has either 'timeout' or 'timeout-ms', not both; 'timeout-ms' is taken.");
    }
    const {
      'timeout-ms': milliseconds,
      timeout,
      'follow-redirects': follows,
      'buffer-request-body': keeps,
    } = attributes;
    return (run) =>
      withValues(run, [milliseconds, timeout, follows, keeps], (ms, seconds, follow, keep) =>
        forward(run, Math.min(ms ?? seconds * 1000, longestMs), follow, keep || follow),
      );

    /** Tells what Azure may do otherwise: backends get HTTP/1.1 here, and never an Expect. */
    function tellLimits(run: Run): void {
      if (attributes['http-version']?.literal === '2') run.notEmulated('forward-request http-version="2"');
      if (attributes['continue-timeout'] && run.request.headers.has('expect')) {
        run.notEmulated('forward-request continue-timeout');
      }
    }

    async function forward(run: Run, timeoutMs: number, follow: boolean, keepBody: boolean): Promise<undefined> {
      if (keepBody && run.request.body) await run.bodyBytes(run.request);
      tellLimits(run);
      run.response?.discard();
      run.response = undefined;
      const backend = takeBackend(run);
      if (backend && 'unavailable' in backend) {
        run.note(backend.unavailable);
        run.response = unavailable(run, backend.unavailable);
        return undefined;
      }
      try {
        let request: Parameters<typeof run.send>[0] = run.request;
        let response = await run.send(request, { timeoutMs, keepBody: false });
        for (let hops = 0; follow && hops < redirectLimit; hops++) {
          const location = response.headers.get('location');
          if (!redirects.has(response.status) || location === undefined) break;
          // a Location that is no URL leads nowhere: the redirect itself is the answer, as .NET's handler has it
          const url = run.parseUrl(URL.parse(location, request.url.toString())?.toString() ?? '');
          if (!url || (request.url.scheme === 'https' && url.scheme === 'http')) break;
          response.discard();
          const get = becomesGet(response.status, request.method);
          const next = await run.newRequest(request, !get);
          if (get) {
            next.method = 'GET';
            for (const name of next.headers.names()) if (/^content-/i.test(name)) next.headers.delete(name);
          }
          // the handler clears credentials wherever a redirect leads
          next.headers.delete('authorization');
          next.headers.delete('host');
          next.url = url;
          next.proxy = request.proxy;
          run.note(`followed ${response.status} to ${url.origin}${url.path}`);
          request = next;
          response = await run.send(request, { timeoutMs, keepBody: false });
        }
        backend?.ended(response.status, response.headers.get('retry-after'));
        run.response = response;
        if (backend?.sessionCookie) {
          const { name, value } = backend.sessionCookie;
          const secure = run.request.originalUrl.scheme === 'https' ? '; Secure' : '';
          response.headers.append('Set-Cookie', [`${name}=${value}; Path=/; HttpOnly${secure}`], run.step);
        }
        response.buffering = await attributes['buffer-response'].get(run);
        run.note(`${request.method} ${request.url.origin}${request.url.path} answered ${response.status}`);
      } catch (error) {
        if (!(error instanceof ExchangeError)) throw error;
        if (error.kind !== 'aborted') backend?.ended(undefined, undefined);
        if (error.kind === 'refused') run.warn(error.message);
        run.fail(exchangeFailure(error));
      }
      const status = run.response?.status ?? 0;
      if (status >= 400 && status <= 599 && (await attributes['fail-on-error-status-code'].get(run))) {
        const reason = run.response?.reason ?? '';
        run.response?.discard();
        run.fail({
          reason: 'BackendErrorStatusCode',
          message: `The backend answered ${status} ${reason}.`,
          status,
          statusReason: reason,
        });
      }
      return undefined;
    }
  },
});
