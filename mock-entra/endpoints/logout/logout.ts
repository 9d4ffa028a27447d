/**
 * Signing out of the browser: the session ends, and every application that it was signed in to hears of it through a frame
 * on the page (OpenID Connect Front-Channel Logout 1.0). The redirect URI is followed only when it is a registered one of
 * some application; with frames on the page, after they have loaded.
 */
import { bindingCookie, clearCookie, readCookie, sessionCookie } from '../../http/cookies.ts';
import type { Message } from '../../http/message.ts';
import { signedOutPage } from '../../pages/signed-out-page.ts';
import { redirectType } from '../../rules/registered-redirect.ts';
import type { EntraService } from '../../service.ts';
import type { BrowserSession } from '../../stores/browser-session.ts';
import { answerClient, redirectAddress } from '../authorize/authorize-answer.ts';
import { logoutAddress } from './logout-address.ts';

/** Where a signed-out browser goes on, if the address is somebody's. */
function returnUri(service: EntraService, { parameters, query }: Message): string | undefined {
  const target = parameters.get('post_logout_redirect_uri') ?? query.get('post_logout_redirect_uri');
  if (target === undefined) return undefined;
  for (const application of service.directory.applications.values()) {
    if (application.logoutUrl === target || redirectType(application, target) !== undefined) return target;
  }
  return undefined;
}

/** Addresses of the applications that a session was signed in to. */
function logoutAddresses(service: EntraService, session: BrowserSession | undefined): string[] {
  const addresses = (session?.clients ?? []).flatMap(({ clientId, issuer }) => {
    const { logoutUrl } = service.directory.applications.get(clientId) ?? {};
    const address = logoutUrl && session && logoutAddress(logoutUrl, { sid: session.id, iss: issuer });
    return address ? [address] : [];
  });
  return [...new Set(addresses)];
}

/** Answers `{tenant}/oauth2/[v2.0/]logout`. */
export function logout(service: EntraService, message: Message): Response {
  const { request, parameters, query, marks } = message;
  const cookie = readCookie(request, sessionCookie) ?? '';
  const session = service.sessions.get(cookie);
  service.sessions.delete(cookie);
  const cookies = [clearCookie(sessionCookie), clearCookie(bindingCookie)];
  const frames = logoutAddresses(service, session);
  const redirectUri = returnUri(service, message);
  const address = redirectUri !== undefined && {
    redirectUri,
    responseMode: 'query' as const,
    state: parameters.get('state') ?? query.get('state'),
  };
  if (address && frames.length === 0) return answerClient(address, [], marks, cookies);
  return signedOutPage({ frames, ...(address && { next: redirectAddress(address, []) }), marks, cookies });
}
