import { CachedResponse, hitKey, type ResponseCacheKey, sharedKey } from './cached-response.ts';
import { cachingType } from './caching-type.ts';
import { definePolicy } from './policy.ts';
import { bool, defaulted, oneOf, required, text } from './schema.ts';

/** What a miss takes out of the request, so that the backend answers completely (observed in traces of the service). */
const conditional = [
  ...['cache-control', 'pragma', 'range', 'if-range'],
  ...['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
];

/**
 * `cache-lookup`: after a cached response, outbound goes on behind cache-store (observed in traces of the service). GET
 * only, and not with an Authorization header unless allowed.
 * @see https://learn.microsoft.com/azure/api-management/cache-lookup-policy
 */
export const cacheLookup = definePolicy({
  name: 'cache-lookup',
  sections: ['inbound'],
  schema: {
    attributes: {
      'vary-by-developer': required(bool),
      'vary-by-developer-groups': required(bool),
      'caching-type': cachingType,
      'downstream-caching-type': defaulted(oneOf('none', 'private', 'public'), 'none'),
      'must-revalidate': defaulted(bool, 'true'),
      'allow-private-response-caching': defaulted(bool, 'false'),
    },
    anyOrder: true,
    children: {
      'vary-by-header': { text: required(text) },
      'vary-by-query-parameter': { text: required(text) },
    },
  },
  build: ({ attributes, children }) => {
    return async (run) => {
      const { request } = run;
      if (request.method !== 'GET') return undefined;
      if (request.headers.has('authorization') && !(await attributes['allow-private-response-caching'].get(run))) {
        run.note('the request has an Authorization header: not looked up');
        return undefined;
      }
      const parts: unknown[] = [run.apiId, run.operationId, request.url.origin, request.url.path];
      const parameters: string[] = [];
      for (const { text: value } of children['vary-by-query-parameter'])
        parameters.push(...(await value.get(run)).split(';'));
      const named = parameters.map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
      if (named.length === 0) parts.push(request.url.queryString);
      else parts.push(named.map((name) => [name, request.url.query(name)]));
      for (const { text: value } of children['vary-by-header']) {
        const name = (await value.get(run)).trim().toLowerCase();
        parts.push([name, request.headers.values(name)]);
      }
      if (await attributes['vary-by-developer'].get(run)) parts.push(['developer', run.userId ?? run.subscriptionId]);
      const downstream = await attributes['downstream-caching-type'].get(run);
      const key: ResponseCacheKey = {
        key: `response:${JSON.stringify(parts)}`,
        type: await attributes['caching-type'].get(run),
        downstream: downstream === 'none' ? undefined : downstream,
        mustRevalidate: await attributes['must-revalidate'].get(run),
      };
      run.shared.set(sharedKey, key);
      const found = await run.services.cache(key.type)?.lookup(key.key);
      if (!(found instanceof CachedResponse)) {
        run.note('miss');
        for (const name of conditional) request.headers.delete(name, run.step);
        return undefined;
      }
      run.note('hit');
      run.shared.set(hitKey, true);
      const response = run.newResponse(undefined);
      response.setStatus(found.status, found.reason, run.step);
      for (let index = 0; index + 1 < found.headers.length; index += 2) {
        response.headers.append(found.headers[index] ?? '', [found.headers[index + 1] ?? ''], run.step);
      }
      response.setBody(found.body, run.step);
      run.response = response;
      return 'end';
    };
  },
});
