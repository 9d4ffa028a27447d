/** The other pages: account picker, second factor, consent. */
import { aadsts } from '../../errors/aadsts-error.ts';
import type { Message } from '../../http/message.ts';
import { secondFactorPage } from '../../pages/sign-in-pages.ts';
import { accountOf, eligibleAccounts } from './accounts.ts';
import type { Handler } from './continue-sign-in.ts';
import { openSession } from './handle-login.ts';
import { nextPage } from './next-page.ts';
import { refuse } from './refuse.ts';
import type { Step } from './step.ts';

/** Wrong codes before the sign-in ends. */
const mostWrongCodes = 5;

/** Takes the account that was picked; anything else asks for a name. */
export const handlePick: Handler = (step, { parameters }) => {
  const { service, pending, session } = step;
  const picked = parameters.get('account');
  pending.chosen = true;
  pending.login = undefined;
  const account = eligibleAccounts(service, session, pending.purpose).find(({ userId }) => userId === picked);
  if (account) pending.account = account;
  return undefined;
};

/** Takes the one-time code; AADSTS500121 after too many wrong ones. */
export const handleSecondFactor: Handler = (step, message: Message) => {
  const { service, pending } = step;
  const account = pending.account && accountOf(service, pending.account);
  if (!pending.account || !account) return undefined;
  const expected = service.oneTimeCode(account);
  if (message.parameters.get('otc')?.trim() !== expected) {
    pending.wrongCodes++;
    if (pending.wrongCodes >= mostWrongCodes) return refuse(step, aadsts(500121));
    const problem = 'That code is not right. Check it and try again.';
    return secondFactorPage(step, { login: account.userPrincipalName, problem });
  }
  const strengthened = { ...pending.account, methods: [...new Set([...pending.account.methods, 'mfa'])] };
  pending.account = strengthened;
  return openSession(step, message, strengthened);
};

/** Takes the answer to "Stay signed in?". */
export const handleStaySignedIn: Handler = ({ pending }) => {
  pending.stayAnswered = true;
  return undefined;
};

/** Takes the answer to whether the device is the person's own; AADSTS65004 when not. */
export const handleDeviceConfirmation: Handler = (step, { parameters }) => {
  if (parameters.get('decision') !== 'accept') return refuse(step, aadsts(65004));
  step.pending.deviceConfirmed = true;
  return undefined;
};

/** Takes the decision on permissions; AADSTS65004 when a person declines. */
export const handleConsent: Handler = (step: Step, { parameters }) => {
  const { pending } = step;
  if (parameters.get('decision') !== 'accept') {
    if (pending.purpose.kind !== 'adminConsent') return refuse(step, aadsts(65004));
    pending.decision = 'cancelled';
    return nextPage(step);
  }
  // nextPage works out once more what is open, and records it
  pending.decision = parameters.get('everybody') === '1' ? 'everybody' : 'user';
  return nextPage(step);
};
