/**
 * Signing out of the browser: one account's session ends, and every application that it was signed in to hears of it through
 * a frame on the page (OpenID Connect Front-Channel Logout 1.0). Which account is asked, unless `logout_hint` tells: it is
 * the value of the optional claim `login_hint`, and a name does not do. The redirect URI is followed only when it is a
 * registered one of some application; with frames on the page, after they have loaded.
 */
import { AadstsError } from '../../errors/aadsts-error.ts';
import { bindingCookie, clearCookie, readCookie, sessionCookie } from '../../http/cookies.ts';
import { foreignOrigin } from '../../http/foreign-origin.ts';
import type { Message } from '../../http/message.ts';
import { errorPage } from '../../pages/outcome-pages.ts';
import { signOutPickerPage } from '../../pages/sign-in-pages.ts';
import { signedOutPage } from '../../pages/signed-out-page.ts';
import { getOrPost } from '../../rules/accepted-method.ts';
import { knownTenant } from '../../rules/known-tenant.ts';
import { noDuplicatedParameter } from '../../rules/no-duplicated-parameter.ts';
import { redirectType } from '../../rules/registered-redirect.ts';
import { type Rule, Transaction } from '../../rules/transaction.ts';
import { wellFormedRequest } from '../../rules/well-formed-request.ts';
import type { EntraService } from '../../service.ts';
import { type BrowserSession, type SignedInAccount, sessionLife } from '../../stores/browser-session.ts';
import { accountOfHint } from '../../tokens/login-hint.ts';
import { answerClient, redirectAddress } from '../authorize/authorize-answer.ts';
import { accountOf } from '../sign-in/accounts.ts';
import { logoutAddress } from './logout-address.ts';

const rules: readonly Rule[] = [getOrPost, wellFormedRequest, noDuplicatedParameter, knownTenant];

/** A parameter of the body, or of the query where the body lacks it. */
const parameter = ({ parameters, query }: Message, name: string): string | undefined =>
  parameters.get(name) ?? query.get(name);

/** Where a signed-out browser goes on, if the address is somebody's. */
function returnUri(service: EntraService, message: Message): string | undefined {
  const target = parameter(message, 'post_logout_redirect_uri');
  if (target === undefined) return undefined;
  for (const application of service.directory.applications.values()) {
    if (application.logoutUrl === target || redirectType(application, target) !== undefined) return target;
  }
  return undefined;
}

/** Addresses of the applications that accounts of a session were signed in to. */
function logoutAddresses(
  service: EntraService,
  session: BrowserSession,
  leaving: readonly SignedInAccount[],
): string[] {
  const addresses = session.clients.flatMap(({ clientId, issuer, userId }) => {
    if (!leaving.some((account) => account.userId === userId)) return [];
    const { logoutUrl } = service.directory.applications.get(clientId) ?? {};
    const address = logoutUrl && logoutAddress(logoutUrl, { sid: session.id, iss: issuer });
    return address ? [address] : [];
  });
  return [...new Set(addresses)];
}

/** The accounts that sign out; undefined when the person has to say which. */
function leavingAccounts(
  service: EntraService,
  message: Message,
  { accounts }: BrowserSession,
): readonly SignedInAccount[] | undefined {
  const { request, parameters, version } = message;
  const picked =
    request.method === 'POST' && !foreignOrigin(request, service.origins.login) ? parameters.get('account') : undefined;
  const hint = parameter(message, 'logout_hint');
  const wanted = picked ?? (hint && accountOfHint(service.directory, hint)?.id);
  const found = accounts.filter(({ userId }) => userId === wanted);
  if (found.length > 0) return found;
  const alone = version === 2 && service.switches.logoutPicker === 'always' ? 0 : 1;
  return accounts.length > alone ? undefined : accounts;
}

/** Asks which account is to sign out, and keeps what the request said. */
function askWhich(service: EntraService, message: Message, { accounts }: BrowserSession): Response {
  const kept = ['post_logout_redirect_uri', 'state'].flatMap((name) => {
    const value = parameter(message, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return signOutPickerPage({
    marks: message.marks,
    action: message.url.pathname,
    fields: kept,
    accounts: accounts.flatMap((account) => {
      const user = accountOf(service, account);
      return user ? [{ id: account.userId, name: user.displayName, login: user.userPrincipalName }] : [];
    }),
  });
}

/** Answers `{tenant}/oauth2/[v2.0/]logout`. */
export async function logout(service: EntraService, message: Message): Promise<Response> {
  const { request, marks } = message;
  try {
    const transaction = new Transaction(service, message);
    for (const rule of rules) await rule(transaction);
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    return errorPage(service, error, marks);
  }
  const cookie = readCookie(request, sessionCookie) ?? '';
  const stored = service.sessions.get(cookie);
  // who was revoked or deleted is not signed in any more, and no choice
  const session = stored && {
    ...stored,
    accounts: stored.accounts.filter((account) => accountOf(service, account) !== undefined),
  };
  const leaving = session ? leavingAccounts(service, message, session) : [];
  if (session && !leaving) return askWhich(service, message, session);
  const gone = leaving ?? [];
  const staying = (session?.accounts ?? []).filter((account) => !gone.includes(account));
  const frames = session ? logoutAddresses(service, session, gone) : [];
  if (session && staying.length > 0) {
    const clients = session.clients.filter(({ userId }) => staying.some((account) => account.userId === userId));
    service.sessions.set(cookie, { ...session, accounts: staying, clients }, sessionLife);
  } else service.sessions.delete(cookie);
  const cookies = staying.length > 0 ? [] : [clearCookie(sessionCookie), clearCookie(bindingCookie)];
  const redirectUri = returnUri(service, message);
  const address = redirectUri !== undefined && {
    redirectUri,
    responseMode: 'query' as const,
    state: parameter(message, 'state'),
  };
  if (address && frames.length === 0) return answerClient(address, [], marks, cookies);
  return signedOutPage({ frames, ...(address && { next: redirectAddress(address, []) }), marks, cookies });
}
