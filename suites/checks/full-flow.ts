import { CheckFailure, defineCheck, ensure } from '../check.ts';
import type { Deployment, TestUser } from '../deployment.ts';
import { firstUser } from '../flows/first-user.ts';

/** A client's own words, short and without anything that could be a credential. */
function told(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/[\w~+/=.-]{24,}/g, '…').slice(0, 200);
}

async function callsTheTool(deployment: Deployment, user: TestUser, client: string): Promise<void> {
  const session = await deployment.connect(user, { client }).catch((error: unknown) => {
    throw new CheckFailure(`${client} cannot connect: ${told(error)}`, { goodCase: true });
  });
  try {
    const tools = await session.listTools();
    if (deployment.tool !== undefined) {
      const { isError } = await session.callTool(deployment.tool);
      ensure(!isError, `${client}: ${deployment.tool} ends in an error`);
      return;
    }
    ensure(tools.includes('get_graph_user_details'), `${client}: the server lists ${tools.join(', ') || 'no tools'}`);
    const answer = await session.callTool('get_graph_user_details');
    ensure(!answer.isError, `${client}: get_graph_user_details ends in an error`);
    const profile = JSON.parse(answer.text) as Record<string, unknown>;
    ensure(profile.success === true, `${client}: get_graph_user_details answers success: ${String(profile.success)}`);
    const name = String(profile.userPrincipalName).toLowerCase();
    ensure(name === user.name.toLowerCase(), `${client}: the profile is not that of the person who signed in`);
  } finally {
    await session.close();
  }
}

/** Every real MCP client goes from the URL to the profile of the person who signed in. */
export const fullFlow = defineCheck({
  id: 'flow.full',
  title: 'Every MCP client signs in from the URL alone and get_graph_user_details returns the profile',
  requirements: ['mcp.full-flow'],
  severity: 'high',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    ensure(deployment.clients.length > 0, 'there is no client to connect with');
    for (const client of deployment.clients) await callsTheTool(deployment, user, client);
  },
});
