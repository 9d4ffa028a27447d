import { sampleValue } from './json-schema/sample-value.ts';
import { definePolicy } from './policy.ts';
import { defaulted, integer, optional, text } from './schema.ts';

const mediaType = (value: string): string => (value.split(';', 1)[0] ?? '').trim().toLowerCase();

/**
 * `mock-response`: ends the pipeline with a made-up response: an example that the API's description has for the status
 * and the media type, else a sample by its schema, else no content. Without `content-type` the first representation is
 * used. Which values a sample has is documented nowhere, so one is reported as not emulated, as is what is not known of
 * the operation. An example that is no text is written as JSON without white space.
 * @see https://learn.microsoft.com/azure/api-management/mock-response-policy
 */
export const mockResponse = definePolicy({
  name: 'mock-response',
  sections: ['inbound', 'outbound', 'on-error'],
  schema: {
    attributes: {
      'status-code': defaulted(integer(200, 599), '200', { expressions: false }),
      'content-type': optional(text, { expressions: false }),
      index: optional(integer(0, 1000), { expressions: false }),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const { operation } = run;
      const response = run.newResponse(undefined);
      const status = await attributes['status-code'].get(run);
      response.setStatus(status, undefined, run.step);
      const wanted = await attributes['content-type']?.get(run);
      const all = operation?.responses?.find((each) => each.status === status)?.content ?? [];
      const content =
        wanted === undefined || wanted === '' ? all[0] : all.find(({ type }) => type === mediaType(wanted));
      const type = wanted || content?.type;
      if (type !== undefined) response.headers.set('Content-Type', [type], run.step);
      const put = (value: unknown): void => {
        const written = typeof value === 'string' ? value : JSON.stringify(value);
        response.setBody(new TextEncoder().encode(written), run.step);
      };

      const index = (await attributes.index?.get(run)) ?? 0;
      const examples = content?.examples ?? [];
      if (index < examples.length) {
        put(examples[index]);
      } else if (content?.schema && /\bjson\b/.test(content.type)) {
        put(JSON.stringify(sampleValue(content.schema)));
        run.warn('the response is a sample by the schema: which values the gateway puts there is not known');
        run.notEmulated('mock-response sample');
      } else if (content || operation?.responses === undefined) {
        run.warn('neither examples nor a schema of the response are known here: it has no content');
        run.notEmulated('mock-response content');
      }
      run.response = response;
      return 'end' as const;
    };
  },
});
