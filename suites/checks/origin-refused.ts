import { control, defineCheck, ensure } from '../check.ts';
import { firstMessage, messageHeaders } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** Origins of pages that nobody allowed, among them lookalikes of what is often allowed. */
const foreign = [
  'https://attacker.example',
  'https://localhost.attacker.example',
  'http://localhost.attacker.example:8080',
  'http://127.0.0.1.attacker.example',
  'null',
];

/** A page of an unknown site gets 403, whatever token it has got hold of; who is no browser sends no Origin. */
export const originRefused = defineCheck({
  id: 'origin.refused',
  title: 'A request from a page of an unknown site gets 403, even with a valid token',
  requirements: ['mcp.origin'],
  severity: 'medium',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller'],
  async run(deployment) {
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstCaller(deployment)));
    const send = (origin: string | undefined) =>
      deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: { ...messageHeaders, authorization: `Bearer ${token}`, ...(origin !== undefined && { origin }) },
        body: firstMessage,
      });
    await control('without an Origin the token opens the server', async () => {
      const { status } = await send(undefined);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
    });
    for (const origin of foreign) {
      const exchange = await send(origin);
      ensure(exchange.status === 403, `a request from ${origin} answers ${exchange.status}, not 403`, { exchange });
    }
  },
});
