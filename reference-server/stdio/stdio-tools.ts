import { z } from 'zod';
import { echo } from '../tools/echo.ts';
import { hello } from '../tools/hello.ts';
import { listTools } from '../tools/list-tools.ts';
import { defineTool, type Tool } from '../tools/tool.ts';
import type { GatewayApi } from './gateway-api.ts';

/** A tool that reads one resource of the API at the gateway. */
const remote = (api: GatewayApi, name: string, title: string, description: string): Tool =>
  defineTool({
    name,
    title,
    description,
    // No arguments, and so none that asks for a credential.
    input: z.object({}),
    annotations: { readOnlyHint: true, openWorldHint: true },
    run: async () => ({ json: await api(`/${name}`) }),
  });

/** The five tools of the second published design: three answered here, two by the API at the gateway. */
export function stdioTools(api: GatewayApi): readonly Tool[] {
  const tools: readonly Tool[] = [
    hello,
    echo,
    listTools(() => tools),
    remote(api, 'me', 'My profile', "Retrieves the authenticated user's profile from Microsoft Graph."),
    remote(api, 'status', 'Status', 'Returns service status, authentication state, and user context information.'),
  ];
  return tools;
}
