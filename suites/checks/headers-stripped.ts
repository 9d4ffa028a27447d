import { randomUUID } from 'node:crypto';
import { control, defineCheck, ensure } from '../check.ts';
import { firstMessage, messageHeaders } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { sentOnDuring } from '../flows/inside-of.ts';
import { obtainToken } from '../flows/redeem.ts';

/** Headers by which a platform tells a backend who is calling and from where. */
const claimed = [
  'x-functions-key',
  'X-MS-CLIENT-PRINCIPAL',
  'X-MS-CLIENT-PRINCIPAL-ID',
  'X-MS-CLIENT-PRINCIPAL-NAME',
  'X-MS-CLIENT-PRINCIPAL-IDP',
  'X-MS-TOKEN-AAD-ACCESS-TOKEN',
  'X-MS-TOKEN-AAD-ID-TOKEN',
  'X-MS-TOKEN-AAD-REFRESH-TOKEN',
  'X-MS-TOKEN-AAD-EXPIRES-ON',
  'X-ZUMO-AUTH',
  'X-ARR-ClientCert',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Port',
  'X-Forwarded-Prefix',
  'X-Forwarded-Proto',
  'X-Original-URL',
  'X-HTTP-Method-Override',
  'Forwarded',
  'Cookie',
];

/** What a caller says about itself in the platform's own headers does not reach the server. */
export const headersStripped = defineCheck({
  id: 'headers.stripped',
  title: 'Headers by which the platform vouches for a caller are taken from no client',
  requirements: ['gateway.trusted-headers'],
  severity: 'high',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller', 'inside'],
  async run(deployment) {
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstCaller(deployment)));
    const mark = randomUUID();
    let id = '';
    const requests = await sentOnDuring(deployment, async () => {
      const exchange = await deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: {
          ...messageHeaders,
          ...Object.fromEntries(claimed.map((name) => [name, `mark=${mark}`])),
          authorization: `Bearer ${token}`,
        },
        body: firstMessage,
      });
      ({ id } = exchange);
    });
    const passed = requests.flatMap(({ headers }) => headers.filter(([, value]) => value.includes(mark)));
    const [first] = passed;
    ensure(first === undefined, `what a client says in ${first?.[0]} reaches the server`, {
      exchange: { id },
      enforcedBy: ['set-header'],
      forwarded: true,
    });
  },
});
