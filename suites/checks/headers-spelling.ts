import { randomUUID } from 'node:crypto';
import { control, defineCheck, ensure } from '../check.ts';
import type { Exchange } from '../deployment.ts';
import { firstMessage, messageHeaders } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { insideOf } from '../flows/inside-of.ts';
import { obtainToken } from '../flows/redeem.ts';

/** The platform's headers, as CGI and WSGI servers take them for the same ones: both become HTTP_X_MS_CLIENT_PRINCIPAL. */
const respelled = [
  'X_MS_CLIENT_PRINCIPAL',
  'X_MS-CLIENT-PRINCIPAL',
  'X_MS_TOKEN_AAD_ACCESS_TOKEN',
  'X_Forwarded_For',
  'X_Forwarded_Host',
];

/** Deleting a header by its name leaves the names that a server behind the gateway reads as the same. */
export const headersSpelling = defineCheck({
  id: 'headers.spelling',
  title:
    'A header of the platform that is spelled with underscores reaches no server that would take it for the real one',
  requirements: ['gateway.trusted-headers'],
  severity: 'medium',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller', 'inside'],
  async run(deployment) {
    const inside = insideOf(deployment);
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstCaller(deployment)));
    const ask = (headers: Readonly<Record<string, string>>): Promise<Exchange> =>
      deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: { ...messageHeaders, ...headers, authorization: `Bearer ${token}` },
        body: firstMessage,
      });
    await control('the token opens the server', async () => {
      const { status } = await ask({});
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
    });
    const mark = randomUUID();
    for (const name of respelled) {
      const before = inside.serverRequests().length;
      const { id } = await ask({ [name]: mark });
      const requests = inside.serverRequests().slice(before);
      const [passed] = requests.flatMap(({ headers }) => headers.filter(([, value]) => value === mark));
      ensure(passed === undefined, `what a client says in ${passed?.[0]} reaches the server`, {
        exchange: { id },
        enforcedBy: ['set-header', 'choose'],
      });
    }
  },
});
