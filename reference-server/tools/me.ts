import { z } from 'zod';
import type { ReadProfile } from '../graph/graph-access.ts';
import { defineTool, type Tool } from './tool.ts';

/** Tool `me`: the signed-in user's own profile from Microsoft Graph. */
export const me = (readProfile: ReadProfile): Tool =>
  defineTool({
    name: 'me',
    title: 'My profile',
    description: "Retrieves the authenticated user's profile from Microsoft Graph.",
    // No arguments, and so none that asks for a credential.
    input: z.object({}),
    annotations: { readOnlyHint: true, openWorldHint: true },
    run: async (_args, caller) => ({ json: await readProfile(caller) }),
  });
