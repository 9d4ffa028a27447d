import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { firstMessage, messageHeaders, post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** What answers must say so that browsers and caches between do no harm. */
const wanted: readonly (readonly [name: string, value: RegExp])[] = [
  ['x-content-type-options', /^nosniff$/i],
  ['cache-control', /\bno-store\b/i],
  ['strict-transport-security', /\bmax-age=[1-9]\d*/i],
  ['referrer-policy', /no-referrer/i],
];

/** Answers with somebody's data are kept by nobody, and no page but those that were allowed may read them. */
export const securityHeaders = defineCheck({
  id: 'headers.security',
  title: 'Answers carry security headers, and only origins that were named may read them',
  requirements: ['gateway.security-headers'],
  severity: 'medium',
  topologies: ['gateway-obo'],
  needs: ['users'],
  async run(deployment) {
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstUser(deployment)));
    const exchange = await post(deployment, token);
    await control('the token opens the server', async () => {
      if (exchange.status !== 200) throw new Error(`the MCP endpoint answers ${exchange.status}`);
    });
    for (const [header, value] of wanted) {
      const values = headerValues(exchange, header);
      ensure(values.length > 0 && values.every((one) => value.test(one)), `the answer lacks a good ${header}`, {
        exchange,
      });
    }
    const preflight = await deployment.http({
      method: 'OPTIONS',
      url: deployment.url,
      headers: {
        origin: 'https://attacker.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    const read = await deployment.http({
      method: 'POST',
      url: deployment.url,
      headers: { ...messageHeaders, authorization: `Bearer ${token}`, origin: 'https://attacker.example' },
      body: firstMessage,
    });
    for (const answer of [preflight, read]) {
      const [allowed] = headerValues(answer, 'access-control-allow-origin');
      ensure(allowed === undefined, `${answer.method}: a page of any site is told that it may read (${allowed})`, {
        exchange: answer,
        header: 'access-control-allow-origin',
        enforcedBy: ['cors'],
      });
    }
  },
});
