import { definePolicy } from './policy.ts';
import { defaulted, oneOf, required, text } from './schema.ts';

const encode = (value: string): string => encodeURIComponent(value.toWellFormed());

/**
 * `set-query-parameter` of the request to the backend.
 * @see https://learn.microsoft.com/azure/api-management/set-query-parameter-policy
 */
export const setQueryParameter = definePolicy({
  name: 'set-query-parameter',
  sections: ['inbound', 'backend'],
  schema: {
    attributes: {
      name: required(text),
      'exists-action': defaulted(oneOf('override', 'skip', 'append', 'delete'), 'override'),
    },
    children: { value: { text: required(text) } },
  },
  build: ({ attributes, children }) => {
    return async (run) => {
      const name = await attributes.name.get(run);
      const action = await attributes['exists-action'].get(run);
      const { url } = run.request;
      // pairs that are not touched stay as they were written
      const pairs = url.queryString
        .slice(1)
        .split('&')
        .filter((pair) => pair !== '');
      const { parameters } = url;
      const matches = (index: number): boolean => parameters[index]?.name.toLowerCase() === name.toLowerCase();
      const exists = pairs.some((_, index) => matches(index));
      if (action === 'skip' && exists) return;
      const kept = action === 'append' ? pairs : pairs.filter((_, index) => !matches(index));
      if (action !== 'delete') {
        for (const value of children.value) kept.push(`${encode(name)}=${encode(await value.text.get(run))}`);
      }
      run.request.setQuery(kept.length > 0 ? `?${kept.join('&')}` : '');
    };
  },
});
