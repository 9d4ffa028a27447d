import { bodyContent } from './body-content.ts';
import { definePolicy, everySection } from './policy.ts';
import { optional, required, text } from './schema.ts';

/** Bytes of a message; the rest is cut off before it is sent (usage notes). */
const largest = 200 * 1024;

/**
 * `log-to-eventhub`: an event for a logger; here, for the harness's telemetry sink.
 * @see https://learn.microsoft.com/azure/api-management/log-to-eventhub-policy
 */
export const logToEventhub = definePolicy({
  name: 'log-to-eventhub',
  sections: everySection,
  schema: {
    attributes: {
      'logger-id': required(text, { expressions: false }),
      'partition-id': optional(text, { expressions: false }),
      'partition-key': optional(text),
    },
    text: required(bodyContent),
  },
  build: ({ attributes, text: content, site }, load) => {
    if (attributes['partition-id'] && attributes['partition-key']) {
      load.warn(site, "The reference has either 'partition-id' or 'partition-key', not both.");
    }
    return async (run) => {
      run.services.telemetry.event('eventhub', {
        logger: await attributes['logger-id'].get(run),
        partitionId: await attributes['partition-id']?.get(run),
        partitionKey: await attributes['partition-key']?.get(run),
        content: Buffer.from((await content.get(run)).subarray(0, largest)).toString('utf8'),
      });
    };
  },
});
