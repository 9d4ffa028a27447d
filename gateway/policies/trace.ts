import { definePolicy } from './policy.ts';
import { defaulted, oneOf, required, text } from './schema.ts';

/**
 * `trace`: a line in the request's trace and in telemetry.
 * @see https://learn.microsoft.com/azure/api-management/trace-policy
 */
export const trace = definePolicy({
  name: 'trace',
  sections: ['inbound', 'backend', 'outbound'],
  schema: {
    attributes: {
      source: required(text, { expressions: false }),
      severity: defaulted(oneOf('verbose', 'information', 'error'), 'verbose', { expressions: false }),
    },
    anyOrder: true,
    children: {
      message: { occurs: '?', text: required(text) },
      metadata: { attributes: { name: required(text, { expressions: false }), value: required(text) } },
    },
    // older documents hold the message as the element's own text
    text: required(text),
  },
  build: ({ attributes, children, text: own }) => {
    return async (run) => {
      const source = await attributes.source.get(run);
      const severity = await attributes.severity.get(run);
      const message = await (children.message[0]?.text ?? own).get(run);
      const metadata: Record<string, string> = {};
      for (const { attributes: entry } of children.metadata) {
        metadata[await entry.name.get(run)] = await entry.value.get(run);
      }
      run.note(`${source}: ${message}`);
      run.services.telemetry.event('trace', { source, severity, message, metadata });
    };
  },
});
