/** Requests that work, for scenarios that change one thing of them. Fields with an empty value are left out. */
import type { Page } from '../form-driver.ts';
import { daemon } from '../token-request.ts';
import {
  type Answer,
  bearer,
  gatewayRequest,
  gatewayTokens,
  login,
  onBehalfOf,
  type TokenOptions,
  verifier,
  type World,
} from '../world.ts';

/** Fields of a form. */
export type Form = Readonly<Record<string, string>>;

const present = (form: Form): Form => Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));

/** A form to the token endpoint. */
export const ask = (world: World, form: Form, options?: TokenOptions): Promise<Answer> =>
  world.token(present(form), options);

/** Client credentials of the daemon. */
export const asDaemon = (world: World, change: Form = {}, options?: TokenOptions): Promise<Answer> =>
  ask(world, { ...daemon(world), ...change }, options);

/** A request that its own text says all of, to the login host. */
export async function send(path: string, world: World, init: RequestInit = {}): Promise<Answer> {
  const response = await world.entra.login(new Request(`${login}/${path}`, init));
  return { status: response.status, body: JSON.parse(await response.text()), headers: response.headers };
}

/** A body as it is, to the token endpoint. */
export const post = (world: World, body: string, query = ''): Promise<Answer> =>
  send(`${world.tenant}/oauth2/v2.0/token${query}`, world, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });

/** The gateway's credential: an assertion of its managed identity. */
async function gatewayProof(world: World): Promise<Form> {
  return { client_assertion_type: bearer, client_assertion: await world.assertion('sallyport-gateway') };
}

/** Signs Alice in at the gateway, whose request is changed. */
export async function codeOf(world: World, change: Form = {}): Promise<string> {
  const page = await world.signIn('alice@contoso.com', present(gatewayRequest(world, change)));
  return page.left?.searchParams.get('code') ?? '';
}

/** Redeems a code as the gateway does. */
export const redeem = async (world: World, code: string, change: Form = {}, options?: TokenOptions): Promise<Answer> =>
  ask(
    world,
    {
      grant_type: 'authorization_code',
      client_id: world.appId('Sallyport Gateway'),
      code,
      redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
      code_verifier: verifier,
      ...(await gatewayProof(world)),
      ...change,
    },
    options,
  );

/** Signs Alice in, does something to the world, and refreshes as the gateway does. */
export async function refreshAfter(
  world: World,
  between: (world: World) => void,
  change: Form = {},
  options?: TokenOptions & { readonly user?: string },
): Promise<Answer> {
  const { body } = await gatewayTokens(world, options?.user);
  between(world);
  const form = {
    grant_type: 'refresh_token',
    client_id: world.appId('Sallyport Gateway'),
    refresh_token: body.refresh_token,
    ...(await gatewayProof(world)),
    ...change,
  };
  return ask(world, form, options);
}

/** Exchanges a token on behalf of Alice, as the server does. */
export async function exchange(world: World, change: Form = {}): Promise<Answer> {
  const assertion = change.assertion ?? (await gatewayTokens(world)).body.access_token;
  return ask(world, {
    grant_type: onBehalfOf,
    client_id: world.appId('Sallyport MCP Server'),
    client_assertion_type: bearer,
    client_assertion: await world.assertion('sallyport-server'),
    scope: 'https://graph.microsoft.com/.default',
    requested_token_use: 'on_behalf_of',
    ...change,
    assertion,
  });
}

/** Opens the gateway's authorize request, changed. */
export const authorize = (
  world: World,
  change: Form = {},
  where: { readonly segment?: string; readonly version?: 1 | 2 } = {},
): Promise<Page> => world.browser().open(world.authorizeUrl(present(gatewayRequest(world, change)), where));

/** Fabrikam's application for several tenants, and its request. */
export const portal = (world: World, change: Form = {}): Form => ({
  client_id: world.appId('Fabrikam Partner Portal'),
  response_type: 'code',
  redirect_uri: 'https://portal.fabrikam.com/signin-oidc',
  scope: `openid offline_access api://${world.appId('Fabrikam Partner Portal')}/access_as_user`,
  ...change,
});

/** The portal's own fields at the token endpoint. */
export const portalProof = (world: World): Form => ({
  client_id: world.appId('Fabrikam Partner Portal'),
  client_secret: world.entra.control.secretOf('Fabrikam Partner Portal'),
});

/** Signs Fay in at the portal, in a tenant. */
export async function portalCode(world: World, segment: string, change: Form = {}): Promise<string> {
  const page = await world.signIn('fay@fabrikam.com', portal(world, change), { segment });
  return page.left?.searchParams.get('code') ?? '';
}

/** Redeems a code of the portal. */
export const portalTokens = async (world: World, segment: string, code: string): Promise<Answer> =>
  ask(
    world,
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'https://portal.fabrikam.com/signin-oidc',
      ...portalProof(world),
    },
    { segment },
  );

/** Asks an endpoint of managed identities for a token. */
export async function identityToken(world: World, kind: 'app-service' | 'imds', resource: string): Promise<Answer> {
  const { endpoint, header } = world.entra.control.identityEndpoint('sallyport-server');
  const { clientId } = world.entra.control.managedIdentity('sallyport-server');
  const query = new URLSearchParams({ resource, client_id: clientId });
  const request =
    kind === 'imds'
      ? new Request(`${new URL('/metadata/identity/oauth2/token', endpoint)}?api-version=2018-02-01&${query}`, {
          headers: { metadata: 'true' },
        })
      : new Request(`${endpoint}?api-version=2019-08-01&${query}`, { headers: { 'x-identity-header': header } });
  const response = await world.entra.managedIdentity(request);
  return { status: response.status, body: JSON.parse(await response.text()), headers: response.headers };
}
