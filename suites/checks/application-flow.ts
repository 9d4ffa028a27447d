import { CheckFailure, defineCheck, ensure } from '../check.ts';

const personal = 'get_graph_user_details';

/** Every real MCP client works with the application's token as a fixed header, and gets nobody's personal data. */
export const applicationFlow = defineCheck({
  id: 'flow.application',
  title: 'Every MCP client calls tools with the application’s own token, and none that needs a person',
  requirements: ['mcp.application-flow'],
  severity: 'high',
  topologies: ['client-credentials'],
  needs: ['caller'],
  async run(deployment) {
    ensure(deployment.clients.length > 0, 'there is no client to connect with');
    for (const client of deployment.clients) {
      const session = await deployment.connect(undefined, { client }).catch((error: unknown) => {
        const reason = error instanceof Error ? error.name : 'unknown';
        throw new CheckFailure(`${client} cannot connect with the application’s token (${reason})`);
      });
      try {
        const tools = await session.listTools();
        ensure(tools.includes('hello'), `${client}: the server lists ${tools.join(', ') || 'no tools'}`);
        const greeting = await session.callTool('hello', { name: 'Sallyport' });
        ensure(!greeting.isError, `${client}: hello ends in an error`);
        const profile = await session.callTool(personal);
        ensure(profile.isError, `${client}: ${personal} answers an application as if a person stood behind it`);
      } finally {
        await session.close();
      }
    }
  },
});
