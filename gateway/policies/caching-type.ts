import { defaulted, oneOf } from './schema.ts';

/** The `caching-type` attribute: which cache is meant (cache policies' reference pages). */
export const cachingType = defaulted(oneOf('internal', 'external', 'prefer-external'), 'prefer-external', {
  expressions: false,
});
