import { bodyContent } from './body-content.ts';
import { definePolicy, everySection } from './policy.ts';
import { optional, required, text } from './schema.ts';

/**
 * `log-to-eventhub`: an event for a logger; here, for the harness's telemetry sink.
 * @see https://learn.microsoft.com/azure/api-management/log-to-eventhub-policy
 */
export const logToEventhub = definePolicy({
  name: 'log-to-eventhub',
  sections: everySection,
  schema: {
    attributes: { 'logger-id': required(text), 'partition-id': optional(text), 'partition-key': optional(text) },
    text: required(bodyContent),
  },
  build: ({ attributes, text: content }) => {
    return async (run) => {
      run.services.telemetry.event('eventhub', {
        logger: await attributes['logger-id'].get(run),
        partitionId: await attributes['partition-id']?.get(run),
        partitionKey: await attributes['partition-key']?.get(run),
        content: Buffer.from(await content.get(run)).toString('utf8'),
      });
    };
  },
});
