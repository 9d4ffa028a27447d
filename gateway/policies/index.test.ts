import { expect, test } from 'vitest';
import { policies } from './index.ts';

/** The elements with a reference page of their own (policy reference index, June 2026). */
const published = [
  'authentication-basic authentication-certificate authentication-managed-identity azure-openai-emit-token-metric',
  'azure-openai-semantic-cache-lookup azure-openai-semantic-cache-store azure-openai-token-limit cache-lookup',
  'cache-lookup-value cache-remove-value cache-store cache-store-value check-header choose cors cosmosdb-data-source',
  'cross-domain emit-metric find-and-replace forward-request get-authorization-context http-data-source',
  'include-fragment invoke-dapr-binding ip-filter json-to-xml jsonp limit-concurrency llm-content-safety',
  'llm-emit-token-metric llm-semantic-cache-lookup llm-semantic-cache-store llm-token-limit log-to-eventhub',
  'mock-response proxy publish-event publish-to-dapr quota quota-by-key rate-limit rate-limit-by-key',
  'redirect-content-urls retry return-response rewrite-uri send-one-way-request send-request',
  'send-service-bus-message set-backend-service set-body set-header set-method set-query-parameter set-status',
  'set-variable sql-data-source trace validate-azure-ad-token validate-client-certificate validate-content',
  'validate-graphql-request validate-headers validate-jwt validate-odata-request validate-parameters',
  'validate-status-code wait xml-to-json xsl-transform',
].flatMap((line) => line.split(' '));

/** Elements that stand in Microsoft's own schema of policies, or in its policy toolkit, and have no page. */
const schemaOnly = [
  'authentication-token authentication-token-store block cache-value graphql-data-source invoke-request',
  'set-request-metric-dimension-value',
].flatMap((line) => line.split(' '));

test('every element that Microsoft publishes is known, and no other', () => {
  expect([...policies.keys()].sort()).toEqual([...published, ...schemaOnly].sort());
});
