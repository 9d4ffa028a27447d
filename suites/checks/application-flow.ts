import { CheckFailure, defineCheck, ensure, NotTestable } from '../check.ts';

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
    // of a server that is not the reference server nothing is known but a tool that works
    const { tool = 'hello' } = deployment;
    ensure(deployment.clients.length > 0, 'there is no client to connect with');
    for (const client of deployment.clients) {
      const session = await deployment.connect(undefined, { client }).catch((error: unknown) => {
        // where only people call, a token that none of them brought is missing, which is nobody's fault
        if (!deployment.application)
          throw new NotTestable('the target names no application that calls in its own name');
        const reason = error instanceof Error ? error.name : 'unknown';
        throw new CheckFailure(`${client} cannot connect with the application’s token (${reason})`, { goodCase: true });
      });
      try {
        const tools = await session.listTools();
        ensure(tools.includes(tool), `${client}: the server lists ${tools.join(', ') || 'no tools'}`);
        const greeting = await session.callTool(
          tool,
          deployment.tool === undefined ? { name: 'Sallyport' } : undefined,
        );
        ensure(!greeting.isError, `${client}: ${tool} ends in an error`);
        if (deployment.tool !== undefined) continue;
        const profile = await session.callTool(personal);
        ensure(profile.isError, `${client}: ${personal} answers an application as if a person stood behind it`);
      } finally {
        await session.close();
      }
    }
  },
});
