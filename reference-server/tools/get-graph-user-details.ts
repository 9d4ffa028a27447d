import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { GraphClaimsChallenge } from '../graph/graph-error.ts';
import type { UserProfile } from '../graph/user-profile.ts';
import { currentRequest } from '../http/request-context.ts';
import type { Logger } from '../log/logger.ts';
import type { Exchange } from '../on-behalf-of/exchange.ts';
import { ClaimsChallenge } from '../on-behalf-of/exchange-error.ts';
import type { AccessToken } from '../validation/access-token.ts';
import { failedCall } from './failure.ts';

export const toolName = 'get_graph_user_details';

export interface GraphUserDetailsOptions {
  readonly exchange: Exchange;
  /** Reads the profile with a Graph token. @throws GraphError */
  readonly readProfile: (accessToken: string) => Promise<UserProfile>;
  readonly log: Logger;
}

/**
 * The profile of `user`. When Graph asks for claims that its token lacks, one more exchange asks for them; if they need
 * the user, that exchange says so.
 */
async function profileOf(user: AccessToken, { exchange, readProfile }: GraphUserDetailsOptions): Promise<UserProfile> {
  const first = await exchange(user);
  try {
    return await readProfile(first.accessToken);
  } catch (error) {
    if (!(error instanceof GraphClaimsChallenge)) throw error;
    const second = await exchange(user, error.claims);
    return await readProfile(second.accessToken).catch((again: unknown) => {
      throw again instanceof GraphClaimsChallenge ? new ClaimsChallenge(again.claims, second.correlationId) : again;
    });
  }
}

/** Adds the tool: the signed-in user's own profile from Microsoft Graph, read on behalf of that user. */
export function addGetGraphUserDetails(server: McpServer, options: GraphUserDetailsOptions): void {
  server.registerTool(
    toolName,
    {
      title: 'Graph user details',
      description: 'Get user details from Microsoft Graph.',
      // No arguments, and so none that asks for a credential.
      inputSchema: z.object({}),
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    async () => {
      const request = currentRequest();
      try {
        const profile = await profileOf(await request.user(), options);
        return { content: [{ type: 'text', text: JSON.stringify({ ...profile, success: true }, null, 2) }] };
      } catch (error) {
        if (error instanceof ClaimsChallenge) request.challenge = error;
        return failedCall(toolName, request.id, error, options.log);
      }
    },
  );
}
