import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const call = (method: string) => ({
  method: 'POST',
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method }),
  headers: { Authorization: 'Bearer abc', 'Mcp-Session-Id': 's1', Accept: 'application/json, text/event-stream' },
});

describe('semantic 27: an existing MCP server behind an API', () => {
  test('one policy is for the API as a whole, whatever JSON-RPC asks for; headers pass', async () => {
    const under = await start({
      policy: { inbound: '<base /><set-header name="X-Seen"><value>1</value></set-header>' },
      api: { operations: [{ id: 'mcp', name: 'MCP', method: 'POST', urlTemplate: '/mcp' }] },
    });
    for (const method of ['initialize', 'tools/list', 'tools/call']) await under.request('/api/mcp', call(method));
    expect(under.backend.requests.map((each) => [each.header('Authorization'), each.header('X-Seen')])).toEqual(
      Array.from({ length: 3 }, () => ['Bearer abc', '1']),
    );
    expect(under.gateway.traces.map((trace) => trace.operation)).toEqual(['mcp', 'mcp', 'mcp']);
    // policies tell the methods apart by reading the request, which costs no buffering of the response
    expect(under.backend.requests.map((each) => JSON.parse(each.body).method)).toEqual([
      'initialize',
      'tools/list',
      'tools/call',
    ]);
  });
});
