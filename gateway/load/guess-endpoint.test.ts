import { expect, it } from 'vitest';
import type { Api } from '../model.ts';
import { passThroughEndpoint } from './guess-endpoint.ts';

const api = (path: string): Api => ({
  id: path,
  name: path,
  path,
  revision: '1',
  subscriptionRequired: false,
  operations: [],
});

it.each([
  ['/text/mcp', 'text', 'https://server.example', true],
  ['/text', 'text', 'https://server.example/mcp', true],
  ['/text/mcp/mcp', 'text/mcp', 'https://server.example', true],
  ['/text/mcp', 'text/mcp', '{{url}}', false],
  ['/text/mcp', 'text', '{{url}}', false],
])('is reached at %s where the API is at %s in front of %s', (expected, path, url, known) => {
  expect(passThroughEndpoint(api(path), url, known).path).toBe(expected);
});
