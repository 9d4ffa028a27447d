/** The Graph host. */
import { Hono, type MiddlewareHandler } from 'hono';
import type { RequestMarks } from '../errors/error-body.ts';
import { instrument } from '../http/instrument.ts';
import { queryParameters, requestMarks } from '../http/message.ts';
import { type Parameters, readBody } from '../http/parameters.ts';
import { plainAnswer } from '../http/plain-answer.ts';
import type { EntraService } from '../service.ts';
import { runBatch } from './batch.ts';
import type { Call } from './call.ts';
import { callerOf } from './caller.ts';
import {
  badRequest,
  GraphError,
  graphErrorAnswer,
  graphHeaders,
  insufficientClaims,
  invalidToken,
} from './graph-error.ts';
import { type Operation, operations, refuseUnpermitted } from './operations.ts';
import { userInfo } from './user-info.ts';

const exposed = [
  'ETag',
  'Location',
  'Preference-Applied',
  'Content-Range',
  'request-id',
  'client-request-id',
  'Retry-After',
];

/** Graph may be called by scripts of any origin: the token is what counts. */
const crossOrigin: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  if (origin === undefined) return next();
  if (c.req.method === 'OPTIONS') {
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': c.req.header('access-control-request-headers')?.slice(0, 1000) ?? '',
      'access-control-max-age': '3600',
    };
    return plainAnswer({ text: '', status: 204, headers });
  }
  await next();
  c.res.headers.set('access-control-allow-origin', '*');
  c.res.headers.set('access-control-expose-headers', [...exposed, 'WWW-Authenticate'].join(', '));
};

/** Longest body of a POST other than a batch, in bytes. */
const longestPost = 64 * 1024;

type Answer = (marks: RequestMarks, options: Parameters) => unknown;

/** Builds the Graph host's application. */
export function createGraphApp(service: EntraService): Hono {
  const app = new Hono({ strict: false });
  app.use(crossOrigin);

  function serve(request: Request, answer: Answer): Promise<Response> {
    const options = queryParameters(new URL(request.url));
    const marks = requestMarks(request, options, service.now());
    const answerError = (error: Error): Response => graphErrorAnswer(invalidToken(error.message), marks);
    return instrument(
      service,
      { endpoint: 'graph', request, parameters: options, marks, answerError },
      async (effects) => {
        try {
          const challenge = effects.find((effect) => effect.kind === 'claimsChallenge');
          if (challenge) throw insufficientClaims(challenge.claims);
          if (options.malformed || options.duplicated !== undefined) throw badRequest('The query string is malformed.');
          const body = await answer(marks, options);
          const text = typeof body === 'string';
          const headers = graphHeaders(marks);
          return plainAnswer({
            text: text ? body : JSON.stringify(body),
            status: 200,
            headers: text ? { ...headers, 'content-type': 'text/plain' } : headers,
          });
        } catch (error) {
          if (error instanceof GraphError) return graphErrorAnswer(error, marks);
          throw error;
        }
      },
    );
  }

  const run = (operation: Operation, version: string, request: Request, path: Call['path']): Promise<Response> =>
    serve(request, async (_marks, options) => {
      const caller = callerOf(service, request);
      const eventual = request.headers.get('consistencylevel')?.toLowerCase() === 'eventual';
      const { method = 'GET' } = operation;
      const sent = request.method === method && method === 'POST' ? await readBody(request, longestPost) : undefined;
      const call = { service, caller, root: `${service.origins.graph}${version}`, path, options, eventual };
      refuseUnpermitted({ ...call, body: undefined }, operation);
      if (request.method !== method)
        throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
      return operation.answer({ ...call, body: method === 'POST' ? parseJson(sent) : undefined });
    });

  for (const version of ['/v1.0', '/beta']) {
    for (const operation of operations) {
      const path = `${version}${operation.path.replace(/\{(\w+)\}/g, ':$1')}`;
      app.all(path, (c) => run(operation, version, c.req.raw, c.req.param() as Record<string, string>));
    }
    app.post(`${version}/$batch`, (c) =>
      serve(c.req.raw, async (marks) => {
        callerOf(service, c.req.raw);
        const text = await readBody(c.req.raw, 1024 * 1024);
        const { origin } = new URL(c.req.url);
        const authorization = c.req.header('authorization') ?? '';
        const send = async (request: Request): Promise<Response> => app.fetch(request);
        return runBatch(parseJson(text), { send, base: `${origin}${version}`, authorization, marks });
      }),
    );
  }
  app.on(['GET', 'POST'], '/oidc/userinfo', (c) =>
    serve(c.req.raw, () => userInfo(service, callerOf(service, c.req.raw))),
  );
  app.notFound((c) =>
    serve(c.req.raw, () => {
      callerOf(service, c.req.raw);
      const segment = new URL(c.req.url).pathname.split('/')[2] ?? '';
      throw badRequest(`Resource not found for the segment '${segment.slice(0, 100)}'.`);
    }),
  );
  return app;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw badRequest('Unable to read JSON request payload.');
  }
}
