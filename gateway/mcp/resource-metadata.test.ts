import { expect, it } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';
import { metadataBelowServer } from './resource-metadata.ts';

const start = useGateway();

it.each([
  [
    'Bearer error="invalid_token", resource_metadata="https://g.example/.well-known/oauth-protected-resource"',
    'Bearer error="invalid_token", resource_metadata="https://g.example/tools/mcp/.well-known/oauth-protected-resource"',
  ],
  ['Bearer resource_metadata="https://g.example/.well-known/oauth-protected-resource/tools/mcp"', undefined],
  ['Bearer scope="a"', undefined],
  ['Bearer resource_metadata="https://g.example', undefined],
])('moves metadata at the root below the endpoint: %s', (written, sent) => {
  expect(metadataBelowServer(written, '/tools/mcp/')).toBe(sent);
});

const refuses = `<return-response><set-status code="401" /><set-header name="WWW-Authenticate" exists-action="override">
  <value>Bearer resource_metadata="https://g.example/.well-known/oauth-protected-resource"</value></set-header></return-response>`;

it.each([
  ['an API of type mcp', { type: 'mcp' as const }, undefined, 'https://g.example/api/mcp/.well-known/'],
  ['the switch off', { type: 'mcp' as const }, 'asWritten' as const, 'https://g.example/.well-known/'],
  ['any other API', {}, undefined, 'https://g.example/.well-known/'],
])('does so for an API of type mcp alone: %s', async (_what, type, value, expected) => {
  const under = await start({
    policy: { inbound: refuses },
    api: { ...type, operations: [{ id: 'mcp', name: 'MCP', method: 'POST', urlTemplate: '/mcp' }] },
    ...(value === undefined ? {} : { switches: { 'mcp.resourceMetadata': value } }),
  });
  const answer = await under.request('/api/mcp', { method: 'POST', body: '{}' });
  expect(answer.header('www-authenticate')).toContain(expected);
  expect(under.gateway.traces.at(-1)?.assumptions ?? []).toEqual(
    'type' in type ? [`mcp.resourceMetadata=${value ?? 'belowEndpoint'}`] : [],
  );
});
