import { duration as seconds } from './cached-response.ts';
import { cachingType } from './caching-type.ts';
import { definePolicy, everySection } from './policy.ts';
import { anything, required, text } from './schema.ts';

/**
 * `cache-store-value`: asynchronous and volatile; keys are shared by all APIs of the service.
 * @see https://learn.microsoft.com/azure/api-management/cache-store-value-policy
 */
export const cacheStoreValue = definePolicy({
  name: 'cache-store-value',
  sections: everySection,
  schema: {
    attributes: {
      key: required(text),
      value: required(anything),
      duration: required(seconds),
      'caching-type': cachingType,
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const key = await attributes.key.get(run);
      const value = await attributes.value.get(run);
      const duration = await attributes.duration.get(run);
      const cache = run.services.cache(await attributes['caching-type'].get(run));
      if (!cache) {
        run.note('no external cache is configured: nothing stored');
        return;
      }
      if (value === null || value === undefined) {
        run.note('the value is null: nothing stored');
        return;
      }
      if (duration <= 0) {
        run.note(`a duration of ${duration} s is over: nothing stored`);
        await cache.remove(key);
        return;
      }
      await cache.store(key, value, duration);
      run.note(`stored for ${duration} s`);
    };
  },
});
