import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import type { Exchange, ExchangeFailure } from '../deployment.ts';
import { bearerChallenge } from '../flows/challenge.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { forgeOf, insideOf } from '../flows/inside-of.ts';

const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
const error = (code: number): ExchangeFailure => ({ kind: 'error', code });

/** What goes wrong, in words, and which statuses tell a caller what to do about it. */
const failures: readonly (readonly [what: string, failure: ExchangeFailure, statuses: readonly number[]])[] = [
  ['a sign-in that needs a second factor', { kind: 'error', code: 50076, claims }, [401]],
  ['a sign-in that has expired', error(500133), [401]],
  ['a sign-in that was revoked', error(50173), [401]],
  ['an account that was disabled', error(50057), [401]],
  ['missing consent', error(65001), [403]],
  ['missing assignment', error(50105), [403]],
  ['an assertion that no federated credential matches', error(700213), [502]],
  ['an unknown application', error(700016), [502]],
  ['a scope that does not exist', error(70011), [502]],
  ['a request that is throttled', { kind: 'status', status: 429 }, [503]],
  ['an issuer that fails', { kind: 'status', status: 503 }, [503]],
  ['an answer that is no JSON', { kind: 'garbage' }, [502]],
  ['an issuer that cannot be reached', { kind: 'unreachable' }, [503]],
  ['a managed identity without a token', { kind: 'identity' }, [503]],
];

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function membersOf(exchange: Exchange): Record<string, unknown> {
  try {
    return JSON.parse(exchange.body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Whatever the exchange fails of, its caller gets a code and a correlation id, and nothing about the inside. */
export const exchangeErrors = defineCheck({
  id: 'exchange.errors',
  title: 'Every failure of the exchange is answered with a code and a correlation id, and names nobody',
  requirements: ['obo.errors'],
  severity: 'medium',
  topologies: ['gateway-obo', 'direct'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    const [forge, inside, user] = [forgeOf(deployment), insideOf(deployment), firstUser(deployment)];
    if (inside.exchanges === false) throw new NotTestable('the policies exchange no token on behalf of the user');
    await control('the exchange works when nothing is wrong', async () => {
      const { status } = await post(deployment, await forge.goodToken(user));
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
    });
    for (const [what, failure, statuses] of failures) {
      const mend = inside.failExchanges(failure);
      try {
        const exchange = await post(deployment, await forge.goodToken(user));
        const evidence = { exchange };
        const expected = statuses.join(' or ');
        ensure(statuses.includes(exchange.status), `${what} answers ${exchange.status}, not ${expected}`, evidence);
        const { code, correlation_id: correlation } = membersOf(exchange);
        ensure(typeof code === 'string' && code !== '', `the answer to ${what} has no code`, evidence);
        ensure(guid.test(String(correlation)), `the answer to ${what} has no correlation id`, evidence);
        const whole = exchange.headers.map(([name, value]) => `${name}: ${value}`).join('\n') + exchange.body;
        const told = inside.internalNames.some((name) => whole.toLowerCase().includes(name.toLowerCase()));
        ensure(!told && !whole.includes('AADSTS'), `the answer to ${what} repeats what the issuer said`, evidence);
        if (exchange.status === 401) {
          const challenge = bearerChallenge(exchange);
          ensure(challenge?.error !== undefined, `the answer to ${what} has no challenge`, evidence);
          const passed = Buffer.from(challenge.claims ?? '', 'base64').toString();
          const wanted = 'claims' in failure ? failure.claims : '';
          ensure(passed === wanted, `the answer to ${what} does not pass the issuer’s claims on`, evidence);
        }
      } finally {
        mend();
      }
    }
  },
});
