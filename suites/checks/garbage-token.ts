import { randomBytes } from 'node:crypto';
import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { post } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** One character of the middle of each part is changed; parts are dropped, doubled and emptied. */
function distorted(token: string): string[] {
  const parts = token.split('.');
  const flipped = parts.map((part, index) => {
    const at = Math.floor(part.length / 2);
    const other = part[at] === 'A' ? 'B' : 'A';
    return parts.map((same, i) => (i === index ? part.slice(0, at) + other + part.slice(at + 1) : same)).join('.');
  });
  // lengths and characters that base64 does not have, behind a header that is genuine
  const unreadable = ['A', '*'].flatMap((part) =>
    parts.slice(1).map((_, index) => parts.map((same, i) => (i === index + 1 ? part : same)).join('.')),
  );
  return [
    ...flipped.filter((other) => other !== token),
    ...unreadable,
    parts.slice(0, -1).join('.'),
    `${token}.${parts.at(-1)}`,
  ];
}

/** Whatever stands in the Authorization header, the answer is 401: never 200, never 5xx. */
export const garbageToken = defineCheck({
  id: 'token.garbage',
  title: 'A garbage token gets 401 and the challenge, not a server error',
  requirements: ['token.invalid-is-401'],
  severity: 'high',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller'],
  async run(deployment) {
    const token = await control('a genuine token opens the server', async () => {
      const genuine = await obtainToken(deployment, firstCaller(deployment));
      const { status } = await post(deployment, genuine);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a genuine token`);
      return genuine;
    });
    const garbage = [
      'x',
      'not-a-token',
      'a.b.c',
      '....',
      'e30.e30.',
      '%00',
      '='.repeat(64),
      randomBytes(48).toString('base64'),
      randomBytes(600).toString('base64url'),
      'A'.repeat(6000),
      ...distorted(token),
    ];
    for (const [index, value] of garbage.entries()) {
      const exchange = await post(deployment, value);
      const what = index < 10 ? 'a garbage token' : 'a genuine token with one change';
      ensure(exchange.status === 401, `${what} (variant ${index}) answers ${exchange.status}, not 401`, { exchange });
      ensure(headerValues(exchange, 'www-authenticate').length > 0, `the 401 to ${what} has no WWW-Authenticate`, {
        exchange,
      });
    }
  },
});
