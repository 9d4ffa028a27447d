import type { McpServer } from '@modelcontextprotocol/server';
import type { Logger } from '../log/logger.ts';
import type { Tool } from '../tools/tool.ts';
import { callTool } from './call-tool.ts';

/** Adds tools to a server. */
export function addTools(server: McpServer, tools: readonly Tool[], log: Logger): void {
  for (const tool of tools) {
    const { name, title, description, input, annotations } = tool;
    server.registerTool(name, { title, description, inputSchema: input, annotations }, (args) =>
      callTool(tool, args, log),
    );
  }
}
