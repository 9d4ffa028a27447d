import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { post } from '../flows/discover.ts';

/** What a published lab asks for instead of a token for the MCP server. */
const graph = 'https://graph.microsoft.com/.default';

/** A token that the same application gets for Microsoft Graph is for Graph, and nobody else can even verify it. */
export const graphToken = defineCheck({
  id: 'token.graph',
  title: 'A token for Microsoft Graph does not open the MCP server',
  requirements: ['token.audience'],
  severity: 'critical',
  topologies: ['client-credentials'],
  needs: ['caller'],
  async run(deployment) {
    const { application } = deployment;
    if (!application) throw new NotTestable('the target names no application that calls in its own name');
    await control('its token for the MCP server opens it', async () => {
      const { status } = await post(deployment, await application.token());
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
    });
    const token = await control('the application gets a token for Graph', () => application.token(graph));
    const exchange = await post(deployment, token);
    const enforcedBy = ['validate-azure-ad-token', 'validate-jwt'];
    ensure(exchange.status !== 200, 'a Graph token opens the MCP server', { exchange, enforcedBy });
    ensure(exchange.status === 401, `a Graph token answers ${exchange.status}, not 401`, { exchange, enforcedBy });
  },
});
