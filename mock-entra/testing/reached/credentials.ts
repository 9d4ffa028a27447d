/** Numbers of client authentication: secrets, certificates, federated assertions. */
import { generateKeyPairSync, type KeyObject, randomUUID, sign, X509Certificate } from 'node:crypto';
import { contoso } from '../../directory/contoso.ts';
import { signingInput } from '../../tokens/jwt.ts';
import { signingKeyOf } from '../../tokens/signing-key.ts';
import { type Answer, bearer, frozenNow, gatewayTokens, graph, login, type World } from '../world.ts';
import { asDaemon, ask, exchange } from './asking.ts';
import { reach, type Scenario } from './scenario.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey: otherKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { x5c, x5t } = signingKeyOf(privateKey, frozenNow);
const pem = new X509Certificate(Buffer.from(x5c, 'base64')).toString();

interface Change {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
  /** How often it is presented; what counts is the last answer. */
  readonly times?: number;
}

/** A client with a certificate signs for itself, with changes. */
export async function certified(
  world: World,
  { header, claims, key = privateKey, times = 1 }: Change,
): Promise<Answer> {
  const { appId } = world.entra.control.addApplication({ name: 'Certified', certificates: [{ pem }] });
  const own = {
    aud: `${login}/${world.tenant}/oauth2/v2.0/token`,
    iss: appId,
    sub: appId,
    jti: randomUUID(),
    nbf: frozenNow / 1000,
    exp: frozenNow / 1000 + 600,
    ...claims,
  };
  const input = signingInput({ alg: 'RS256', typ: 'JWT', x5t, ...header }, own);
  const assertion = `${input}.${sign('RSA-SHA256', Buffer.from(input), key).toString('base64url')}`;
  let answer = await presented(world, appId, assertion);
  for (let again = 1; again < times; again++) answer = await presented(world, appId, assertion);
  return answer;
}

/** Client credentials with a client assertion. */
const presented = (world: World, clientId: string, assertion: string, type: string = bearer): Promise<Answer> =>
  ask(world, {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_assertion_type: type,
    client_assertion: assertion,
    scope: `${graph}/.default`,
  });

interface Federation {
  /** What the credential registers, instead of what the assertion says. */
  readonly registered?: { readonly issuer?: string; readonly subject?: string; readonly audiences?: string[] };
  /** Claims that differ from those of a user-assigned identity's token. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly mint?: Omit<Parameters<World['entra']['control']['mint']>[0], 'claims'>;
}

const issuerOf = (tenantId: string): string => `${login}/${tenantId}/v2.0`;

/** An application that a managed identity is a credential of gets an assertion like that identity's. */
export async function federated(world: World, { registered, claims, mint }: Federation): Promise<Answer> {
  const { control } = world.entra;
  const subject = control.managedIdentity('sallyport-server').principalId;
  const { appId } = control.addApplication({
    name: 'Workload',
    federatedIdentityCredentials: [
      {
        name: 'it',
        issuer: issuerOf(world.tenant),
        subject,
        audiences: ['api://AzureADTokenExchange'],
        ...registered,
      },
    ],
  });
  const now = frozenNow / 1000;
  const assertion = await control.mint({
    claims: {
      aud: 'fb60f99c-7a34-4190-8149-302f77469936',
      iss: issuerOf(world.tenant),
      sub: subject,
      oid: subject,
      idtyp: 'app',
      nbf: now,
      exp: now + 3600,
      ...claims,
    },
    ...mint,
  });
  return presented(world, appId, assertion);
}

const github = 'https://token.actions.githubusercontent.com';

/** A job of GitHub with a token for another audience than the one that is registered. */
async function fromGitHub(world: World): Promise<Answer> {
  const { control } = world.entra;
  const credential = { name: 'it', issuer: github, subject: 'repo:contoso/app:ref:refs/heads/main' };
  const { appId } = control.addApplication({ name: 'Workload', federatedIdentityCredentials: [credential] });
  return presented(world, appId, await control.mintExternal(github, { sub: credential.subject, aud: 'other' }));
}

/** The seed with one more managed identity in Contoso. */
const withIdentity = (identity: { name: string; derivedFromFederation: boolean }) => {
  const [first, ...others] = contoso.tenants;
  const managedIdentities = [...(first?.managedIdentities ?? []), identity];
  return { seed: { ...contoso, tenants: [...(first ? [{ ...first, managedIdentities }] : []), ...others] } };
};

export const credentials: readonly Scenario[] = [
  reach(7000215, 'a wrong secret', (world) => asDaemon(world, { client_secret: 'wrong' })),
  reach(7000222, 'a secret of three years ago', (world) => {
    world.entra.control.clock.advance(3 * 365 * 86_400_000);
    return asDaemon(world);
  }),
  reach(7000218, 'no credential', (world) => asDaemon(world, { client_secret: '' })),
  reach(700025, 'a credential of a public client', (world) =>
    asDaemon(world, { grant_type: 'device_code', device_code: 'x', client_id: world.appId('Sallyport Desktop') }),
  ),
  reach(9002326, 'a credential from a browser', (world) =>
    asDaemon(world, {}, { headers: { origin: 'https://app.example' } }),
  ),
  reach(900144, 'no client_assertion_type', (world) => presented(world, world.appId('Sallyport Daemon'), 'a.b.c', '')),
  reach(5002723, 'an unknown client_assertion_type', (world) =>
    presented(
      world,
      world.appId('Sallyport Daemon'),
      'a.b.c',
      'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
    ),
  ),
  reach(50027, 'a client assertion that is no token', (world) =>
    presented(world, world.appId('Sallyport Daemon'), 'nonsense'),
  ),

  reach(700021, "another client's name in the assertion", (world) =>
    certified(world, { claims: { iss: 'x', sub: 'x' } }),
  ),
  reach(700027, 'a certificate that is not registered', (world) => certified(world, { header: { x5t: 'bm8' } })),
  reach(700027, "a signature that is not the certificate's", (world) => certified(world, { key: otherKey })),
  reach(5002730, 'an algorithm that certificates are not taken with', (world) =>
    certified(world, { header: { alg: 'ES256' } }),
  ),
  reach(700023, 'an assertion for another audience', (world) => certified(world, { claims: { aud: graph } })),
  reach(700024, 'an assertion of yesterday', (world) =>
    certified(world, { claims: { exp: frozenNow / 1000 - 86_400 } }),
  ),
  reach(700024, 'an assertion for the second time, where that is refused', (world) => certified(world, { times: 2 }), {
    options: { switches: { clientAssertionReplay: false } },
  }),

  reach(700227, 'a token of the v1.0 issuer', (world) =>
    federated(world, { claims: { iss: `https://sts.windows.net/${world.tenant}/` } }),
  ),
  reach(700238, 'a token of another cloud', (world) =>
    federated(world, { claims: { iss: `https://login.microsoftonline.us/${world.tenant}/v2.0` } }),
  ),
  reach(700229, "a user's token", (world) => federated(world, { claims: { scp: 'User.Read' } })),
  reach(700226, 'a token of a system-assigned identity', (world) =>
    federated(world, { claims: { sub: world.entra.control.managedIdentity('sallyport-site').principalId } }),
  ),
  reach(700236, 'an identity of another tenant', (world) =>
    federated(world, {
      claims: {
        iss: issuerOf(world.entra.control.tenant('fabrikam.com').id),
        sub: world.entra.control.managedIdentity('fabrikam-agent').principalId,
      },
    }),
  ),
  reach(
    700231,
    'an identity that has its own token by federation, on behalf of a user',
    async (world) => {
      world.entra.control.addCredentials('Sallyport MCP Server', {
        federatedIdentityCredentials: [{ name: 'aks', managedIdentity: 'aks' }],
      });
      return exchange(world, { client_assertion: await world.assertion('aks') });
    },
    { options: withIdentity({ name: 'aks', derivedFromFederation: true }) },
  ),
  reach(700211, 'an issuer that no credential names', (world) =>
    federated(world, { registered: { issuer: 'https://issuer.example' } }),
  ),
  reach(
    70021,
    'an issuer that no credential names, before 2024',
    (world) => federated(world, { registered: { issuer: 'https://issuer.example' } }),
    { options: { switches: { federatedMismatch: 'generic' } } },
  ),
  reach(700213, 'a subject that no credential names', (world) => federated(world, { registered: { subject: 'else' } })),
  reach(7002138, 'a subject in another case', (world) => {
    const subject = world.entra.control.managedIdentity('sallyport-server').principalId.toUpperCase();
    return federated(world, { registered: { subject } });
  }),
  reach(700214, 'an audience that is registered as GUID', (world) =>
    federated(world, { registered: { audiences: ['fb60f99c-7a34-4190-8149-302f77469936'] } }),
  ),
  reach(7002121, "a managed identity's token for another audience", (world) =>
    federated(world, { claims: { aud: graph } }),
  ),
  reach(700212, "another issuer's token for another audience", fromGitHub),
  reach(5002730, 'a federated assertion that is not RS256', (world) => federated(world, { mint: { alg: 'PS256' } })),
  reach(
    50013,
    'a federated assertion of an unknown key',
    (world) => federated(world, { mint: { header: { kid: 'x' } } }),
    {
      but: { error: 'invalid_client', status: 401 },
    },
  ),
  reach(50013, 'a federated assertion of another key', (world) => federated(world, { mint: { key: 'foreign' } }), {
    but: { error: 'invalid_client', status: 401 },
  }),
  reach(700024, 'the first assertion, kept for two days', async (world) => {
    const kept = await world.assertion('sallyport-server');
    const assertion = (await gatewayTokens(world)).body.access_token;
    world.entra.control.clock.advance(2 * 86_400_000);
    return exchange(world, { client_assertion: kept, assertion });
  }),
];
