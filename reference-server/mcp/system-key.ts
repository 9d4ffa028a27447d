import { createHash, timingSafeEqual } from 'node:crypto';
import { jsonAnswer, send } from '../http/refusal-answer.ts';
import type { Route } from '../http/request-listener.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * A route that wants a system key in `x-functions-key` before anything else, as the Functions host does for the MCP
 * extension. The host also takes it in the query, where every log on the way keeps it: this does not.
 *
 * @param key undefined: the route as it is
 */
export function withSystemKey(route: Route, key: string | undefined): Route {
  if (key === undefined) return route;
  const expected = digest(key);
  return {
    ...route,
    admits(request, response) {
      const given = request.headers['x-functions-key'];
      if (typeof given === 'string' && timingSafeEqual(digest(given), expected)) return true;
      send(response, jsonAnswer(401, { error: 'unauthorized', error_description: 'A valid function key is required' }));
      return false;
    },
  };
}
