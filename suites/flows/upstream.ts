/** The way to the issuer behind the authorization server, as a browser sees it. */
import type { Browser, Deployment, TestUser } from '../deployment.ts';
import type { AuthorizationRequest } from './authorize.ts';

/**
 * Lets a person consent and stops where the browser would leave for the issuer.
 * @returns the URL it would have opened there. @throws Error when it never would
 */
export async function upstreamRequest(
  deployment: Deployment,
  request: AuthorizationRequest,
  user: TestUser,
  browser: Browser,
): Promise<URL> {
  const endpoint = await upstreamEndpoint(deployment, request, user);
  const { redirect } = await browser.travel(request.url, { user, redirectUri: endpoint });
  if (!redirect) throw new Error('the browser is not sent to the issuer');
  return redirect;
}

/** The issuer's authorization endpoint: where a whole sign-in goes first after leaving the authorization server. */
async function upstreamEndpoint(
  deployment: Deployment,
  request: AuthorizationRequest,
  user: TestUser,
): Promise<string> {
  const { exchanges } = await deployment.browser().travel(request.url, { user, redirectUri: request.redirectUri });
  const own = new URL(request.url).origin;
  const first = exchanges.find(({ url }) => new URL(url).origin !== own);
  if (!first) throw new Error('the browser never leaves the authorization server');
  const { origin, pathname } = new URL(first.url);
  return `${origin}${pathname}`;
}
