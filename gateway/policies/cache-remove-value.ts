import { cachingType } from './caching-type.ts';
import { definePolicy, everySection } from './policy.ts';
import { required, text } from './schema.ts';

/**
 * `cache-remove-value`.
 * @see https://learn.microsoft.com/azure/api-management/cache-remove-value-policy
 */
export const cacheRemoveValue = definePolicy({
  name: 'cache-remove-value',
  sections: everySection,
  schema: { attributes: { key: required(text), 'caching-type': cachingType } },
  build: ({ attributes }) => {
    return async (run) => {
      const key = await attributes.key.get(run);
      await run.services.cache(await attributes['caching-type'].get(run))?.remove(key);
    };
  },
});
