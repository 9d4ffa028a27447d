/**
 * What the server talks to, for its own tests only: signing keys, the token endpoint, a managed identity endpoint and
 * Microsoft Graph, each as small as a test needs. It judges nothing; it records, and answers what a test told it to.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createSigner, type Signer } from './signer.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Responder = (request: RecordedRequest) => FakeAnswer | Promise<FakeAnswer>;

export interface FakeCloud {
  /** `https://localhost:PORT`: sign-in service and Graph. */
  readonly origin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly managedIdentityClientId: string;
  /** Certificate to trust, PEM. */
  readonly certificate: string;
  readonly signer: Signer;
  readonly requests: RecordedRequest[];
  /** Paths of the requests, with the tenant left out. */
  readonly paths: () => string[];
  /** What the endpoints answer; replace one to make it fail. */
  readonly answers: Record<'keys' | 'token' | 'device' | 'me' | 'identity', Responder>;
  /** Environment of a server that talks to this cloud. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** What the cloud stands on. Tests bring it: this folder imports nothing of the others. */
export interface LoopbackNet {
  createAuthority(options: { readonly names: readonly string[] }): Promise<{
    readonly certificatePem: string;
    issue(names: readonly string[]): Promise<{ readonly key: string; readonly cert: string }>;
  }>;
  listen(
    handler: RequestListener,
    options?: { readonly tls?: { readonly key: string; readonly cert: string } },
  ): Promise<{ readonly url: string; readonly port: number; close(): Promise<void> }>;
}

/** The published profile, as Graph gives it. */
export const graphProfile = {
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
  businessPhones: [],
  displayName: 'Adele Vance',
  givenName: null,
  jobTitle: null,
  mail: 'adele@contoso.example',
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: null,
  surname: null,
  userPrincipalName: 'adele@contoso.example',
  id: '7d8b3f0e-5a0b-4a0b-9a57-0d6c5c6f2f11',
};

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    form: new URLSearchParams(text),
  };
}

function reply(response: ServerResponse, { status, body, headers }: FakeAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Starts the endpoints on loopback. */
export async function startFakeCloud({ createAuthority, listen }: LoopbackNet): Promise<FakeCloud> {
  const authority = await createAuthority({ names: ['localhost'] });
  const tls = await authority.issue(['localhost', '127.0.0.1']);
  const tenantId = randomUUID();
  const clientId = randomUUID();
  const managedIdentityClientId = randomUUID();
  const identityHeader = randomUUID();
  const requests: RecordedRequest[] = [];
  let origin = '';

  const signer = await createSigner({ tenantId, clientId, origin: () => origin });
  const answers: FakeCloud['answers'] = {
    keys: () => ({ status: 200, body: signer.jwks() }),
    token: () => ({
      status: 200,
      body: {
        token_type: 'Bearer',
        scope: 'https://graph.microsoft.com/User.Read',
        expires_in: 3599,
        access_token: `graph-${randomUUID()}`,
      },
    }),
    device: () => ({
      status: 200,
      body: {
        user_code: 'ABCD-EFGH',
        device_code: randomUUID(),
        verification_uri: `${origin}/device`,
        expires_in: 900,
        interval: 1,
        message: `Open ${origin}/device and enter the code ABCD-EFGH`,
      },
    }),
    me: () => ({ status: 200, body: graphProfile, headers: { 'request-id': randomUUID() } }),
    identity: async ({ query }) => ({
      status: 200,
      body: {
        access_token: await signer.mint({ sub: 'managed-identity', jti: randomUUID() }),
        expires_on: String(Math.floor(Date.now() / 1000) + 86_400),
        resource: query.get('resource'),
        token_type: 'Bearer',
      },
    }),
  };

  const metadata = (): FakeAnswer => ({
    status: 200,
    body: {
      issuer: `${origin}/${tenantId}/v2.0`,
      authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
    },
  });
  const routes = new Map<string, Responder>([
    [`/${tenantId}/v2.0/.well-known/openid-configuration`, metadata],
    [`/${tenantId}/discovery/v2.0/keys`, (request) => answers.keys(request)],
    [`/${tenantId}/oauth2/v2.0/token`, (request) => answers.token(request)],
    [`/${tenantId}/oauth2/v2.0/devicecode`, (request) => answers.device(request)],
    ['/v1.0/me', (request) => answers.me(request)],
    ['/identity', (request) => answers.identity(request)],
  ]);
  const handler = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const recorded = await record(request);
    requests.push(recorded);
    const responder = routes.get(recorded.path);
    reply(response, responder ? await responder(recorded) : { status: 404, body: { error: 'not_found' } });
  };
  const cloud = await listen((request, response) => void handler(request, response), { tls });
  const identity = await listen((request, response) => void handler(request, response));
  origin = cloud.url;

  return {
    origin,
    tenantId,
    clientId,
    managedIdentityClientId,
    certificate: authority.certificatePem,
    signer,
    requests,
    paths: () => requests.map(({ path }) => path.replace(`/${tenantId}`, '')),
    answers,
    environment: {
      APPLICATION_UAMI: managedIdentityClientId,
      APPLICATION_CID: clientId,
      APPLICATION_TENANT: tenantId,
      AUTHORITY_HOST: origin,
      STS_ISSUER: `https://127.0.0.1:${cloud.port}`,
      GRAPH_ENDPOINT: origin,
      IDENTITY_ENDPOINT: `${identity.url}/identity`,
      IDENTITY_HEADER: identityHeader,
    },
    close: async () => {
      await Promise.all([cloud.close(), identity.close()]);
    },
  };
}
