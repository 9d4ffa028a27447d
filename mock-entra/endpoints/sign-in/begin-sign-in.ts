/** Starts a sign-in: binds it to the browser, and takes an account that is signed in already where that is allowed. */
import { aadsts } from '../../errors/aadsts-error.ts';
import { bindingCookie, readCookie, sessionCookie, setCookie } from '../../http/cookies.ts';
import type { Message } from '../../http/message.ts';
import type { EntraService } from '../../service.ts';
import type { PendingSignIn, Purpose } from '../../stores/pending-sign-in.ts';
import { newCookie, newFlowToken } from '../../tokens/opaque.ts';
import { eligibleAccounts } from './accounts.ts';
import { nextPage } from './next-page.ts';
import { refuse } from './refuse.ts';
import { signInLife } from './sign-in-life.ts';
import type { Step } from './step.ts';

const bindingForm = /^[\w-]{64}$/;

/** First answer to a purpose: a page, or the result at once when nobody has to act. */
export async function beginSignIn(service: EntraService, message: Message, purpose: Purpose): Promise<Response> {
  const { request, marks } = message;
  const known = readCookie(request, bindingCookie);
  const binding = known !== undefined && bindingForm.test(known) ? known : newCookie();
  if (binding !== known) service.issued({ kind: 'sign_in_state', value: binding });
  const session = service.sessions.get(readCookie(request, sessionCookie) ?? '');
  const pending: PendingSignIn = {
    purpose,
    binding,
    login: undefined,
    account: undefined,
    chosen: false,
    decision: undefined,
    consented: false,
    deviceConfirmed: false,
    stayAnswered: false,
    wrongPasswords: 0,
    wrongCodes: 0,
  };
  const step: Step = {
    service,
    pending,
    marks,
    ctx: newFlowToken(),
    session,
    cookies: [setCookie(bindingCookie, binding)],
  };
  const prompt = purpose.kind === 'authorize' ? purpose.request.prompt : undefined;
  const accounts = eligibleAccounts(service, session, purpose);
  const [only] = accounts;

  if (prompt === 'none') {
    if (!only) return refuse(step, aadsts(50058));
    if (accounts.length > 1) return refuse(step, aadsts(16000));
    pending.account = only;
    return nextPage(step);
  }
  service.issued({ kind: 'sign_in_state', value: step.ctx });
  service.pending.set(step.ctx, pending, signInLife);
  if (purpose.kind === 'authorize') pending.login = purpose.request.loginHint;
  if (prompt !== 'login' && prompt !== 'select_account' && only && accounts.length === 1) pending.account = only;
  return nextPage(step);
}
