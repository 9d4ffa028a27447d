/**
 * The control API over HTTP, for programs in other languages and for people with curl. Loopback only, on a listener of its
 * own, never for a browser: requests need the header `x-sallyport-control`, which a web page can't send to another origin
 * without a preflight that is not answered.
 */
import { Hono } from 'hono';
import { ZodError } from 'zod';
import { SeedError } from '../directory/seed.ts';
import { readBody } from '../http/parameters.ts';
import { plainAnswer } from '../http/plain-answer.ts';
import type { Control } from './control.ts';
import { actions } from './http-actions.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const json = (status: number, body: unknown): Response =>
  plainAnswer({
    text: JSON.stringify(body),
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });

/** Why a request may not act here; undefined when it may. */
function refusal(request: Request): string | undefined {
  if (!loopback.test(new URL(request.url).hostname)) return 'control is reached on loopback only';
  if (request.headers.has('origin') || request.headers.has('sec-fetch-site')) return 'control is not for browsers';
  return request.headers.has('x-sallyport-control') ? undefined : "send the header 'x-sallyport-control: 1'";
}

async function bodyOf(request: Request): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request)) || '{}');
  } catch {
    throw new RangeError('the body is not JSON');
  }
}

/** Builds the control application. */
export function createControlApp(control: Control): Hono {
  const app = new Hono({ strict: false });
  app.use(async (c, next) => {
    const why = refusal(c.req.raw);
    return why === undefined ? next() : json(403, { error: why });
  });
  app.get('/requests', () => json(200, { requests: control.requests }));
  for (const [path, action] of Object.entries(actions)) {
    app.post(`/${path}`, async (c) => {
      try {
        return json(200, (await action(control, await bodyOf(c.req.raw))) ?? {});
      } catch (error) {
        if (error instanceof SeedError) return json(400, { error: error.problems.join('; ') });
        if (error instanceof RangeError) return json(400, { error: error.message });
        if (!(error instanceof ZodError)) throw error;
        const problems = error.issues.map((issue) => `${issue.path.join('.') || '(body)'}: ${issue.message}`);
        return json(400, { error: problems.join('; ') });
      }
    });
  }
  const offered = ['GET /requests', ...Object.keys(actions).map((path) => `POST /${path}`)].join(', ');
  app.notFound(() => json(404, { error: `there are: ${offered}` }));
  return app;
}
