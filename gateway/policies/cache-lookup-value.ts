import { toText } from '../dotnet/primitives/virtual.ts';
import { cachingType } from './caching-type.ts';
import { definePolicy, everySection, type Run } from './policy.ts';
import { anything, optional, required, text } from './schema.ts';
import type { CachingType } from './services.ts';
import { withValues } from './with-values.ts';

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
    const { key: keyed, 'variable-name': named, 'caching-type': type } = attributes;
    return (run) => withValues(run, [keyed, named, type], (key, name, caching) => look(run, key, name, caching));

    async function look(run: Run, key: string, name: string, caching: CachingType): Promise<undefined> {
      const found = await run.services.cache(caching)?.lookup(key);
      run.note(found === undefined ? 'miss' : 'hit');
      if (found !== undefined) {
        const kept = typeof found === 'string' || run.assume('cache.valueType') === 'kept';
        run.setVariable(name, kept ? found : toText(found, run.runtime));
      } else if (attributes['default-value']) run.setVariable(name, await attributes['default-value'].get(run));
      return undefined;
    }
  },
});
