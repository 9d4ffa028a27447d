import { toText } from '../dotnet/primitives/virtual.ts';
import { cachingType } from './caching-type.ts';
import { definePolicy, everySection } from './policy.ts';
import { anything, optional, required, text } from './schema.ts';

/**
 * `cache-lookup-value`: a miss leaves the variable unset, or sets it to `default-value`.
 * @see https://learn.microsoft.com/azure/api-management/cache-lookup-value-policy
 */
export const cacheLookupValue = definePolicy({
  name: 'cache-lookup-value',
  sections: everySection,
  schema: {
    attributes: {
      key: required(text),
      'variable-name': required(text, { expressions: false }),
      'default-value': optional(anything),
      'caching-type': cachingType,
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const key = await attributes.key.get(run);
      const name = await attributes['variable-name'].get(run);
      const cache = run.services.cache(await attributes['caching-type'].get(run));
      const found = await cache?.lookup(key);
      run.note(found === undefined ? 'miss' : 'hit');
      if (found !== undefined) {
        const kept = typeof found === 'string' || run.assume('cache.valueType') === 'kept';
        run.setVariable(name, kept ? found : toText(found, run.runtime));
      } else if (attributes['default-value']) run.setVariable(name, await attributes['default-value'].get(run));
    };
  },
});
