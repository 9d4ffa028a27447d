import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest, codeOf, travel } from '../flows/authorize.ts';
import { leaves } from '../flows/consent.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { register } from '../flows/register.ts';

/** One character of each part of a cookie's value is changed. */
function forged(pair: string): string[] {
  const split = pair.indexOf('=');
  const [name, value] = [pair.slice(0, split), pair.slice(split + 1)];
  const at = (index: number): string =>
    `${name}=${value.slice(0, index)}${value[index] === 'A' ? 'B' : 'A'}${value.slice(index + 1)}`;
  const starts = [...value.matchAll(/[^.~:|-]+/g)].map(({ index }) => index);
  return [...new Set([...starts, value.length - 2].filter((index) => index >= 0 && index < value.length))].map(at);
}

/** A remembered answer is signed, and for one client and one address. */
export const consentRemembered = defineCheck({
  id: 'consent.remembered',
  title:
    'A remembered consent is for its client and address alone, cannot be forged, and loopback clients are asked each time',
  requirements: ['mcp.consent.cookie'],
  severity: 'critical',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const redirect = 'https://client.example/callback';
    const signedIn = async (uri: string) => {
      const clientId = await register(deployment, found, uri);
      const request = authorizationRequest(found, clientId, uri);
      const journey = await travel(deployment, request, user);
      codeOf(journey, request, found);
      const lines = journey.exchanges.flatMap((exchange) =>
        new URL(exchange.url).origin === new URL(request.url).origin ? headerValues(exchange, 'set-cookie') : [],
      );
      return { clientId, cookies: lines };
    };
    const { clientId, cookies } = await control('a person can allow a client', () => signedIn(redirect));
    for (const line of cookies) {
      for (const flag of [
        /^__Host-/,
        /;\s*secure\b/i,
        /;\s*httponly\b/i,
        /;\s*path=\/(;|$)/i,
        /;\s*samesite=(lax|strict)\b/i,
      ]) {
        ensure(flag.test(line), `a cookie of the sign-in lacks ${flag.source.replace(/[\\^;*sb$()|]/g, '')}`);
      }
    }
    const pairs = cookies.map((line) => line.split(';')[0] ?? '').filter((pair) => !pair.endsWith('='));
    if (pairs.length === 0) throw new NotTestable('nothing is remembered: no cookie is set');
    const ask = (client: string, uri: string, cookie: string) =>
      deployment.http({ url: authorizationRequest(found, client, uri).url, headers: { cookie } });
    const remembered = await ask(clientId, redirect, pairs.join('; '));
    if (!leaves(remembered)) return; // asked each time: nothing that could be forged

    const asked = async (what: string, client: string, uri: string, cookie: string) => {
      const exchange = await ask(client, uri, cookie);
      ensure(leaves(exchange) === undefined, `${what} is not asked for`, { exchange, header: 'location' });
    };
    for (const [index, pair] of pairs.entries()) {
      const others = pairs.filter((_, other) => other !== index);
      for (const wrong of forged(pair)) {
        const exchange = await ask(clientId, redirect, [...others, wrong].join('; '));
        // a cookie that is not what remembers may be anything
        const decisive = !leaves(await ask(clientId, redirect, others.join('; ')));
        ensure(!decisive || leaves(exchange) === undefined, 'a forged consent cookie is believed', { exchange });
      }
    }
    const other = await register(deployment, found, redirect);
    await asked('a client that nobody allowed', other, redirect, pairs.join('; '));
    const loopback = await signedIn(deployment.redirectUri);
    const jar = loopback.cookies.map((line) => line.split(';')[0] ?? '').join('; ');
    await asked(
      'a loopback client, which anybody on that machine could be,',
      loopback.clientId,
      deployment.redirectUri,
      jar,
    );
  },
});
