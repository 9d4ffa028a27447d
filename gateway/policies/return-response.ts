import { definePolicy, everySection } from './policy.ts';
import { optional, text } from './schema.ts';

/**
 * `return-response`: ends the pipeline with a response of its own. It starts from an empty 200, or from the response in
 * a variable. Whether headers that policies set before are carried over is a switch; by default they are lost.
 * @see https://learn.microsoft.com/azure/api-management/return-response-policy
 */
export const returnResponse = definePolicy({
  name: 'return-response',
  sections: everySection,
  schema: {
    attributes: { 'response-variable-name': optional(text, { expressions: false }) },
    policies: ['set-status', 'set-header', 'set-body'],
  },
  build: ({ attributes, steps }) => {
    return async (run) => {
      const name = await attributes['response-variable-name']?.get(run);
      const copied = name === undefined ? undefined : run.responseIn(name);
      if (name !== undefined && !copied) run.note(`variable ${name} holds no response: starting from an empty one`);
      const response = run.newResponse(copied);
      const before = copied ? undefined : run.response;
      // only headers that a policy set: what the backend sent is not at stake
      const carried = [...(before?.headers.origins() ?? [])].flatMap(([header, by]) => {
        // what a policy deleted is not there to be carried
        const values = before?.headers.values(header);
        return values ? [{ header, values, by }] : [];
      });
      if (carried.length > 0 && run.assume('returnResponse.carriesHeaders')) {
        for (const { header, values, by } of carried) response.headers.set(header, values, by);
      }
      const flow = await run.targeting(response).perform(steps);
      run.response = response;
      return flow ?? 'end';
    };
  },
});
