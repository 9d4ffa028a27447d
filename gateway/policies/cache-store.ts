import { CachedResponse, type ResponseCacheKey, duration as seconds, sharedKey } from './cached-response.ts';
import { definePolicy } from './policy.ts';
import { bool, optional, required, text } from './schema.ts';

/**
 * `cache-store`: keeps the response for cache-lookup. The body is read into memory for it.
 * @see https://learn.microsoft.com/azure/api-management/cache-store-policy
 */
export const cacheStore = definePolicy({
  name: 'cache-store',
  sections: ['outbound'],
  schema: {
    attributes: {
      duration: required(seconds),
      'cache-response': optional(bool),
      // of older documents: `cache-on`, `do-not-cache`
      'caching-mode': optional(text),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const key = run.shared.get(sharedKey) as ResponseCacheKey | undefined;
      const { response } = run;
      if (!key || !response) {
        run.note('there was no cache-lookup for this request: nothing stored');
        return;
      }
      const wanted = (await attributes['cache-response']?.get(run)) ?? response.status === 200;
      if (!wanted) return;
      const duration = await attributes.duration.get(run);
      if (duration <= 0) {
        run.note(`a duration of ${duration} s is over: nothing stored`);
        return;
      }
      const body = await run.bodyBytes(response);
      if (key.downstream) {
        const directives = [key.downstream, `max-age=${duration}`, ...(key.mustRevalidate ? ['must-revalidate'] : [])];
        response.headers.set('Cache-Control', [directives.join(', ')], run.step);
      }
      const kept = new CachedResponse(response.status, response.reason, response.headers.toRaw(), body);
      await run.services.cache(key.type)?.store(key.key, kept, duration);
      run.note(`stored for ${duration} s`);
    };
  },
});
