import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { discover, firstMessage, messageHeaders, post, resourceMetadata } from '../flows/discover.ts';

const elsewhere = 'attacker.example';
/** Every way in which a request can say where it was sent. */
const saying: readonly Readonly<Record<string, string>>[] = [
  { host: elsewhere },
  { 'x-forwarded-host': elsewhere },
  { forwarded: `host=${elsewhere}` },
  { 'x-original-host': elsewhere },
];

/** Metadata, challenges and redirects name the deployment's own address, whatever a request calls it. */
export const hostIgnored = defineCheck({
  id: 'host.ignored',
  title: 'No Host or forwarding header shapes metadata, challenge or redirect',
  requirements: ['gateway.host'],
  severity: 'high',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: [],
  async run(deployment) {
    const { origin, pathname } = new URL(deployment.url);
    const metadata = await control('the challenge names metadata', async () => {
      const named = headerValues(await post(deployment), 'www-authenticate')
        .map(resourceMetadata)
        .find(Boolean);
      return named ?? `${origin}/.well-known/oauth-protected-resource${pathname}`;
    });
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    // where the gateway is the authorization server, its own documents and pages count as well
    const own = found.issuer.startsWith(origin)
      ? [`${origin}/.well-known/oauth-authorization-server`, found.authorizationEndpoint]
      : [];
    for (const headers of saying) {
      const exchanges = [
        await deployment.http({
          method: 'POST',
          url: deployment.url,
          headers: { ...messageHeaders, ...headers },
          body: firstMessage,
        }),
      ];
      for (const url of [metadata, ...own]) exchanges.push(await deployment.http({ url, headers }));
      for (const exchange of exchanges) {
        const [name] = Object.keys(headers);
        const header = exchange.headers.find(([, value]) => value.includes(elsewhere))?.[0];
        const { pathname: path } = new URL(exchange.url);
        const evidence = { exchange, ...(header !== undefined && { header }) };
        ensure(header === undefined, `${path} repeats what ${name} says in its header ${header}`, evidence);
        ensure(!exchange.body.includes(elsewhere), `${path} repeats what ${name} says in its body`, evidence);
      }
    }
  },
});
