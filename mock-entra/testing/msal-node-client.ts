/**
 * A program as users write it: unmodified @azure/msal-node. Runs in a process of its own, because msal-node's source of
 * managed identities is fixed per process. Reads a scenario from argv, prints one JSON line.
 */
import { ConfidentialClientApplication, ManagedIdentityApplication, PublicClientApplication } from '@azure/msal-node';

interface Scenario {
  readonly authority: string;
  readonly knownAuthority: string;
  readonly clientId: string;
  readonly flow: 'secret' | 'certificate' | 'assertion' | 'code' | 'obo' | 'device' | 'refresh';
  readonly scopes: readonly string[];
  readonly secret?: string;
  readonly certificate?: { thumbprintSha256: string; privateKey: string };
  readonly identityClientId?: string;
  readonly code?: string;
  readonly redirectUri?: string;
  readonly verifier?: string;
  readonly assertion?: string;
  readonly claims?: string;
}

const scenario: Scenario = JSON.parse(process.argv[2] ?? '{}');
const scopes = [...scenario.scopes];

async function clientAssertion(): Promise<string> {
  const application = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: scenario.identityClientId ?? '' },
  });
  const { accessToken } = await application.acquireToken({ resource: 'api://AzureADTokenExchange' });
  return accessToken;
}

const auth = {
  clientId: scenario.clientId,
  authority: scenario.authority,
  knownAuthorities: [scenario.knownAuthority],
};

const confidential = (): ConfidentialClientApplication =>
  new ConfidentialClientApplication({
    auth: {
      ...auth,
      ...(scenario.secret && { clientSecret: scenario.secret }),
      ...(scenario.certificate && { clientCertificate: scenario.certificate }),
      ...(scenario.identityClientId && { clientAssertion }),
    },
  });

async function run(): Promise<unknown> {
  const claims = scenario.claims === undefined ? {} : { claims: scenario.claims };
  switch (scenario.flow) {
    case 'secret':
    case 'certificate':
    case 'assertion':
      return confidential().acquireTokenByClientCredential({ scopes });
    case 'code':
      return confidential().acquireTokenByCode({
        scopes,
        code: scenario.code ?? '',
        redirectUri: scenario.redirectUri ?? '',
        codeVerifier: scenario.verifier ?? '',
      });
    case 'obo':
      return confidential().acquireTokenOnBehalfOf({ scopes, oboAssertion: scenario.assertion ?? '', ...claims });
    case 'device':
      return new PublicClientApplication({ auth }).acquireTokenByDeviceCode({
        scopes,
        deviceCodeCallback: ({ userCode }) => {
          process.stdout.write(`${JSON.stringify({ userCode })}\n`);
        },
      });
    case 'refresh': {
      const client = confidential();
      const first = await client.acquireTokenByCode({
        scopes,
        code: scenario.code ?? '',
        redirectUri: scenario.redirectUri ?? '',
        codeVerifier: scenario.verifier ?? '',
      });
      if (!first.account) throw new Error('no account');
      const second = await client.acquireTokenSilent({ scopes, account: first.account, forceRefresh: true });
      return { first, second };
    }
  }
}

try {
  process.stdout.write(`${JSON.stringify({ result: await run() })}\n`);
} catch (error) {
  const { name, errorCode, subError, message, claims } = error as Record<string, unknown>;
  process.stdout.write(`${JSON.stringify({ failure: { name, errorCode, subError, message, claims } })}\n`);
}
