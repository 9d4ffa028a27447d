/** Name and password: one after the other, as a person meets them, or both at once. */
import { randomUUID } from 'node:crypto';
import type { User } from '../../directory/model.ts';
import { aadsts } from '../../errors/aadsts-error.ts';
import { readCookie, sessionCookie, setCookie } from '../../http/cookies.ts';
import type { Message } from '../../http/message.ts';
import { errorPage } from '../../pages/outcome-pages.ts';
import { passwordPage, usernamePage } from '../../pages/sign-in-pages.ts';
import { isPassword } from '../../rules/password-grant.ts';
import { type BrowserSession, type SignedInAccount, sessionLife } from '../../stores/browser-session.ts';
import { newCookie } from '../../tokens/opaque.ts';
import { accountByName, clientIdOf } from './accounts.ts';
import type { Handler, StepChange } from './continue-sign-in.ts';
import type { Step } from './step.ts';

/** Wrong passwords in one sign-in before the account counts as locked. */
const mostWrongPasswords = 10;
const mostAccounts = 20;

/** Adds a signed-in account to the browser's session, under a new cookie. */
export function openSession(step: Step, message: Message, account: SignedInAccount): StepChange {
  const { service, session } = step;
  const old = readCookie(message.request, sessionCookie);
  if (old !== undefined) service.sessions.delete(old);
  const others = (session?.accounts ?? []).filter(({ userId }) => userId !== account.userId);
  const opened: BrowserSession = {
    id: session?.id ?? randomUUID(),
    accounts: [account, ...others].slice(0, mostAccounts),
    clients: session?.clients ?? [],
  };
  const cookie = newCookie();
  service.sessions.set(cookie, opened, sessionLife);
  service.issued({ kind: 'session_cookie', value: cookie, subject: account.userId });
  return { step: { ...step, session: opened, cookies: [...step.cookies, setCookie(sessionCookie, cookie)] } };
}

function refuseName(step: Step, login: string): Response {
  const app = step.service.directory.applications.get(clientIdOf(step.pending.purpose))?.name ?? '';
  const problem = `We could not find an account with that user name: ${login.slice(0, 120)}`;
  return usernamePage(step, { app, login: login.slice(0, 320), problem });
}

/** The account a password may be tried for. */
function guarded(step: Step, account: User, presented: string): Response | undefined {
  const { pending, service, marks } = step;
  if (pending.wrongPasswords >= mostWrongPasswords) {
    return errorPage(service, aadsts(50053), marks);
  }
  if (isPassword(account, presented)) return undefined;
  pending.wrongPasswords++;
  return passwordPage(step, { login: pending.login ?? '', problem: 'Your account or password is incorrect.' });
}

/** Takes name and password, in one form or one after the other. */
export const handleLogin: Handler = (step, message) => {
  const { service, pending } = step;
  const { parameters } = message;
  if (parameters.get('back') !== undefined) {
    pending.login = undefined;
    pending.chosen = true;
    return undefined;
  }
  const login = parameters.get('login')?.trim();
  if (!login) return refuseName(step, '');
  const account = accountByName(service, pending.purpose, login);
  if (!account) return refuseName(step, login);
  pending.login = login;
  const presented = parameters.get('passwd');
  if (presented === undefined) return undefined;
  const refusal = guarded(step, account, presented);
  if (refusal) return refusal;
  const signedIn: SignedInAccount = {
    tenantId: account.tenantId,
    userId: account.id,
    authTime: service.now(),
    generation: account.generation,
    methods: ['pwd'],
  };
  pending.account = signedIn;
  pending.chosen = true;
  return openSession(step, message, signedIn);
};
