import type { Route } from '../http/request-listener.ts';
import type { Logger } from '../log/logger.ts';
import type { Tool } from '../tools/tool.ts';
import { endpoints } from './index.ts';
import { serveEndpoint } from './serve-endpoint.ts';

/** Routes of the HTTP endpoints whose tool there is. */
export const endpointRoutes = (
  tools: readonly Tool[],
  { anonymously, log }: { readonly anonymously: boolean; readonly log: Logger },
): readonly (readonly [path: string, route: Route])[] =>
  endpoints.flatMap((endpoint) => {
    const tool = tools.find(({ name }) => name === endpoint.tool);
    if (!tool) return [];
    const serve: Route['serve'] = (request, response, context) =>
      serveEndpoint(endpoint, tool, context, { request, response, log });
    return [[endpoint.path, { anonymously, serve }] as const];
  });
