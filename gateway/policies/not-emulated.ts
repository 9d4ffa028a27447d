/**
 * Elements that load and do nothing here: they depend on services that have no counterpart offline, or on API schemas
 * that a service model does not hold. Crossing one is reported, and no check that crossed one passes.
 */
import { definePolicy, type PolicyDefinition, type Section } from './policy.ts';

const i: readonly Section[] = ['inbound'];
const o: readonly Section[] = ['outbound'];
const io: readonly Section[] = ['inbound', 'outbound'];
const oe: readonly Section[] = ['outbound', 'on-error'];
const ioe: readonly Section[] = ['inbound', 'outbound', 'on-error'];
const b: readonly Section[] = ['backend'];

/** Name -> sections that its reference page gives. */
const elements: Readonly<Record<string, readonly Section[]>> = {
  'azure-openai-emit-token-metric': i,
  'azure-openai-semantic-cache-lookup': i,
  'azure-openai-semantic-cache-store': o,
  'azure-openai-token-limit': i,
  'llm-content-safety': io,
  'llm-emit-token-metric': i,
  'llm-semantic-cache-lookup': i,
  'llm-semantic-cache-store': o,
  'llm-token-limit': i,
  'cache-value': ['inbound', 'backend', 'outbound', 'on-error'],
  'cosmosdb-data-source': b,
  'cross-domain': i,
  'http-data-source': b,
  'invoke-dapr-binding': ioe,
  proxy: i,
  'publish-event': b,
  'publish-to-dapr': i,
  'send-service-bus-message': ioe,
  'sql-data-source': b,
  'validate-client-certificate': i,
  'validate-graphql-request': i,
  'validate-headers': oe,
  'validate-odata-request': i,
  'validate-parameters': i,
  'validate-status-code': oe,
  'xsl-transform': io,
};

export const notEmulated: readonly PolicyDefinition[] = Object.entries(elements).map(([name, sections]) =>
  definePolicy({ name, sections, emulation: 'none', schema: { anyContent: true }, build: () => () => undefined }),
);
