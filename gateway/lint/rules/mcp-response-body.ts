import { expressionsOf } from '../../document/tree.ts';
import type { Usage } from '../../load/usage.ts';
import type { Rule } from '../rule.ts';
import { walk } from '../walk.ts';

const mcpSegment = /(?:^|\/)(?:mcp|sse|messages?)(?:\/|$)/;

/** Whether a policy used here handles MCP messages, judged by the path that clients call. */
function servesMcp(usage: Usage): boolean {
  if (usage.scope === 'api') {
    const { path, operations } = usage.api;
    return mcpSegment.test(path) || operations.some(({ urlTemplate }) => mcpSegment.test(urlTemplate));
  }
  return usage.scope === 'operation' && mcpSegment.test(`${usage.api.path}${usage.operation.urlTemplate}`);
}

const readsBody = /\bcontext\s*\.\s*Response\s*\.\s*Body\b/;

/** Policies that make the gateway hold back an MCP server's event stream. */
export const mcpResponseBody: Rule = {
  id: 'mcp-response-body',
  title: 'Policies of an MCP server leave the response body alone',
  severity: 'warning',
  help: 'Reading context.Response.Body makes the gateway buffer the whole response, which breaks streaming MCP servers. Decide on headers and status, or on the request.',
  see: 'https://learn.microsoft.com/azure/api-management/export-rest-mcp-server#configure-policies-for-the-mcp-server',
  *check(root, _document, { usages }) {
    if (!usages.some(servesMcp)) return;
    for (const { element, expression } of expressionsOf(root)) {
      const match = readsBody.exec(expression.text);
      if (!match) continue;
      yield {
        offset: expression.sourceOffset(match.index),
        element,
        message: 'context.Response.Body is read on an MCP endpoint: the event stream is buffered.',
      };
    }
    for (const { element, ancestors } of walk(root)) {
      if (element.name !== 'validate-content' && element.name !== 'find-and-replace') continue;
      if (!ancestors.some(({ name }) => name === 'outbound')) continue;
      yield {
        offset: element.nameSpan.start,
        element,
        message: `'${element.name}' reads the response body on an MCP endpoint: the event stream is buffered.`,
      };
    }
  },
};
