import { z } from 'zod';
import type { ReadProfile } from '../graph/graph-access.ts';
import { defineTool, type Tool } from './tool.ts';

/** Tool `get_graph_user_details`: the signed-in user's own profile, in the shape of the published answer. */
export const getGraphUserDetails = (readProfile: ReadProfile): Tool =>
  defineTool({
    name: 'get_graph_user_details',
    title: 'Graph user details',
    description: 'Get user details from Microsoft Graph.',
    // No arguments, and so none that asks for a credential.
    input: z.object({}),
    annotations: { readOnlyHint: true, openWorldHint: true },
    run: async (_args, caller) => ({ json: { ...(await readProfile(caller)), success: true } }),
  });
