import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { firstMessage, messageHeaders, post, resourceMetadata } from '../flows/discover.ts';
import { jsonBody } from '../flows/json-body.ts';

/** Without a token every method gets 401 and a challenge whose metadata speaks of this server. */
export const noToken = defineCheck({
  id: 'challenge.no-token',
  title: 'A request without a token gets 401 and a challenge that leads to this server’s metadata',
  requirements: ['mcp.challenge'],
  severity: 'high',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: [],
  async run(deployment) {
    await control('the MCP endpoint answers at all', () => post(deployment));
    for (const method of ['POST', 'GET', 'DELETE']) {
      const exchange = await deployment.http({
        method,
        url: deployment.url,
        headers: messageHeaders,
        ...(method === 'POST' && { body: firstMessage }),
      });
      ensure(exchange.status === 401, `${method} without a token answers ${exchange.status}, not 401`, { exchange });
      const challenges = headerValues(exchange, 'www-authenticate');
      ensure(challenges.length > 0, `the 401 to ${method} has no WWW-Authenticate header`, { exchange });
      const where = challenges.map(resourceMetadata).find(Boolean);
      ensure(where !== undefined, `the challenge to ${method} names no resource_metadata`, { exchange });
      const metadata = await deployment.http({ url: where });
      ensure(metadata.status === 200, `the metadata named by the challenge answers ${metadata.status}`, {
        exchange: metadata,
      });
      const resource = jsonBody(metadata).resource;
      ensure(resource === deployment.url, 'the metadata named by the challenge is of another resource', {
        exchange: metadata,
      });
    }
  },
});
