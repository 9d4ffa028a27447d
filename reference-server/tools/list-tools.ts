import { z } from 'zod';
import { defineTool, type Tool } from './tool.ts';

/** A tool as MCP's `tools/list` describes it. */
const described = ({ name, title, description, input, annotations }: Tool): object => {
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(input);
  return { name, title, description, inputSchema, annotations };
};

/**
 * Tool `tools`: what there is, with schemas, for callers that don't speak MCP.
 * @param all every tool, itself too; asked when called
 */
export const listTools = (all: () => readonly Tool[]): Tool =>
  defineTool({
    name: 'tools',
    title: 'Tools',
    description: 'Returns available tools and their schemas.',
    input: z.object({}),
    annotations: { readOnlyHint: true, openWorldHint: false },
    run: async () => ({ json: { tools: all().map(described) } }),
  });
