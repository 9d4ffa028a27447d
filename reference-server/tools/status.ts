import { z } from 'zod';
import type { Caller, UserDetails } from '../caller/caller.ts';
import type { ReadProfile } from '../graph/graph-access.ts';
import { GraphError } from '../graph/graph-error.ts';
import { ClaimsChallenge } from '../on-behalf-of/exchange-error.ts';
import { defineTool, type Tool } from './tool.ts';

interface Status {
  readonly status: 'ok';
  readonly authenticated: boolean;
  readonly caller?: 'application' | 'user';
  readonly user?: UserDetails;
}

const notAuthenticated: Status = { status: 'ok', authenticated: false };

/** What Graph says of the user whose token the gateway brought: nothing here can read such a token. */
async function statusAtGraph(caller: Caller, readProfile: ReadProfile): Promise<Status> {
  try {
    const { displayName, userPrincipalName, id } = await readProfile(caller);
    const user = { name: displayName, username: userPrincipalName, id };
    return { status: 'ok', authenticated: true, caller: 'user', user };
  } catch (error) {
    const refused = error instanceof ClaimsChallenge || (error instanceof GraphError && error.status === 401);
    if (refused) return notAuthenticated;
    throw error;
  }
}

/**
 * Tool `status`: that the service runs, and who calls, by what was verified. To somebody without a token it says that
 * they have not authenticated, and nothing else.
 */
export const status = (readProfile: ReadProfile): Tool =>
  defineTool({
    name: 'status',
    title: 'Status',
    description: 'Returns service status, authentication state, and user context information.',
    input: z.object({}),
    annotations: { readOnlyHint: true, openWorldHint: false },
    async run(_args, caller) {
      switch (caller.kind) {
        case 'anonymous':
          return { json: notAuthenticated };
        case 'application':
          return { json: { status: 'ok', authenticated: true, caller: 'application' } satisfies Status };
        case 'user': {
          const { name, username, objectId: id } = caller.token;
          const user = { name, username, id };
          return { json: { status: 'ok', authenticated: true, caller: 'user', user } satisfies Status };
        }
        case 'exchanged':
          return { json: await statusAtGraph(caller, readProfile) };
      }
    },
  });
