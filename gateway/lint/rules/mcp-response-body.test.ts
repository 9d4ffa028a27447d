import { describe, expect, it } from 'vitest';
import { found, outbound } from '../testing/lint-rule.ts';

describe('mcp-response-body', () => {
  const policy = outbound('<set-variable name="b" value="@(context.Response.Body.As<string>(true))" />');
  it('finds reads in what serves MCP, by API path or operation', () => {
    expect(found('mcp-response-body', policy, { api: { path: 'tools/mcp' } })).toHaveLength(1);
    const operations = [{ id: 'o', name: 'o', method: 'GET', urlTemplate: '/sse' }];
    expect(found('mcp-response-body', policy, { api: { operations } })).toHaveLength(1);
    expect(
      found('mcp-response-body', outbound('<find-and-replace from="a" to="b" />'), { api: { path: 'mcp' } }),
    ).toHaveLength(1);
  });
  it('leaves other APIs and request bodies alone', () => {
    expect(found('mcp-response-body', policy, { api: { path: 'oauth' } })).toEqual([]);
    expect(found('mcp-response-body', policy.replace('Response', 'Request'), { api: { path: 'mcp' } })).toEqual([]);
  });
});
