import { definePolicy } from './policy.ts';
import { defaulted, integer, optional, text } from './schema.ts';

/**
 * `mock-response`: ends the pipeline with a made-up response. API definitions with examples and schemas are not part of
 * a service model, so the response has no content, as it has on Azure when there are none, and is reported as not emulated.
 * @see https://learn.microsoft.com/azure/api-management/mock-response-policy
 */
export const mockResponse = definePolicy({
  name: 'mock-response',
  sections: ['inbound', 'outbound', 'on-error'],
  schema: {
    attributes: {
      'status-code': defaulted(integer(200, 599), '200'),
      'content-type': optional(text),
      index: optional(integer(0, 1000)),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const response = run.newResponse(undefined);
      response.setStatus(await attributes['status-code'].get(run), undefined, run.step);
      const type = await attributes['content-type']?.get(run);
      if (type !== undefined) response.headers.set('Content-Type', [type], run.step);
      run.response = response;
      run.warn('examples and schemas of the API are not known here: the response has no content');
      run.notEmulated('mock-response content');
      return 'end' as const;
    };
  },
});
