/**
 * Elements that load and do nothing here: what they act on has no counterpart offline. Crossing one is reported, and no
 * check that crossed one passes.
 */
import { definePolicy, type PolicyDefinition, type Section } from './policy.ts';

const i: readonly Section[] = ['inbound'];
const o: readonly Section[] = ['outbound'];
const io: readonly Section[] = ['inbound', 'outbound'];
const ioe: readonly Section[] = ['inbound', 'outbound', 'on-error'];
const b: readonly Section[] = ['backend'];
const every: readonly Section[] = ['inbound', 'backend', 'outbound', 'on-error'];

const tokens = 'counts the tokens of a language model, in answers that no model gives here';
const embeddings = 'compares prompts by the embeddings of a model';
const resolver = 'resolves a field of a GraphQL schema, and no service model holds one';
const dapr = 'speaks to a Dapr sidecar, which only self-hosted gateways have';
const undocumented = "stands in Microsoft's own schema of policies and is described nowhere";

/** Name -> sections that its reference page gives, and why it is not emulated. */
const elements: Readonly<Record<string, readonly [sections: readonly Section[], why: string]>> = {
  'authentication-token': [every, undocumented],
  'authentication-token-store': [every, undocumented],
  'azure-openai-emit-token-metric': [i, tokens],
  'azure-openai-semantic-cache-lookup': [i, embeddings],
  'azure-openai-semantic-cache-store': [o, embeddings],
  'azure-openai-token-limit': [i, tokens],
  block: [every, undocumented],
  'cosmosdb-data-source': [b, resolver],
  'graphql-data-source': [b, resolver],
  'http-data-source': [b, resolver],
  'invoke-dapr-binding': [ioe, dapr],
  'invoke-request': [every, undocumented],
  'llm-content-safety': [io, 'asks Azure AI Content Safety for a judgement'],
  'llm-emit-token-metric': [i, tokens],
  'llm-semantic-cache-lookup': [i, embeddings],
  'llm-semantic-cache-store': [o, embeddings],
  'llm-token-limit': [i, tokens],
  'publish-event': [b, resolver],
  'publish-to-dapr': [i, dapr],
  'send-service-bus-message': [ioe, 'sends to Azure Service Bus'],
  'set-request-metric-dimension-value': [every, undocumented],
  'sql-data-source': [b, resolver],
  'validate-graphql-request': [i, 'judges a query by a GraphQL schema, and no service model holds one'],
  'validate-odata-request': [i, 'judges a request by an OData schema, and no service model holds one'],
  'xsl-transform': [io, 'runs XSLT, for which there is no processor here'],
};

/** Name -> why it is not emulated, completing "It …". */
export const notEmulatedBecause: ReadonlyMap<string, string> = new Map(
  Object.entries(elements).map(([name, [, why]]) => [name, why]),
);

export const notEmulated: readonly PolicyDefinition[] = Object.entries(elements).map(([name, [sections]]) =>
  definePolicy({ name, sections, emulation: 'none', schema: { anyContent: true }, build: () => () => undefined }),
);
