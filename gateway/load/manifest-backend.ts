/** A backend of `service.json` -> the model's. */
import type { Backend } from '../model.ts';
import type { Manifest } from './manifest-schema.ts';

const listed = (values: Readonly<Record<string, string>>): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));

export function manifestBackend(id: string, entry: Manifest['backends'][string]): Backend {
  const { url, role, pool, sessionCookie, circuitBreaker, headers, query } = entry;
  return {
    id,
    ...(url === undefined ? {} : { url }),
    ...(role === undefined ? {} : { role }),
    ...(pool && {
      pool: pool.map(({ backend: backendId, weight, priority }) => ({
        backendId,
        ...(weight === undefined ? {} : { weight }),
        ...(priority === undefined ? {} : { priority }),
      })),
    }),
    ...(sessionCookie === undefined ? {} : { sessionCookie }),
    ...(circuitBreaker && {
      circuitBreaker: {
        count: circuitBreaker.count,
        intervalMs: circuitBreaker.intervalSeconds * 1000,
        statusCodes: circuitBreaker.statusCodes,
        tripMs: circuitBreaker.tripSeconds * 1000,
        acceptRetryAfter: circuitBreaker.acceptRetryAfter,
      },
    }),
    ...((headers ?? query) && {
      credentials: { ...(headers && { headers: listed(headers) }), ...(query && { query: listed(query) }) },
    }),
  };
}
