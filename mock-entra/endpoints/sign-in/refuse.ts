/** The end of a sign-in that may not go on. */
import type { AadstsError } from '../../errors/aadsts-error.ts';
import { errorPage } from '../../pages/outcome-pages.ts';
import { answerClientError } from '../authorize/authorize-answer.ts';
import { declineDevice } from '../device-code/approve-device.ts';
import type { Step } from './step.ts';

/** Ends a sign-in with an error: to the client where that is allowed, else on a page. */
export function refuse(step: Step, error: AadstsError): Response {
  const { service, pending, marks, cookies } = step;
  const { purpose } = pending;
  if (purpose.kind === 'device') declineDevice(service, purpose.userCode);
  if (purpose.kind !== 'authorize') return errorPage(service, error, marks, cookies);
  const silent = purpose.request.prompt === 'none';
  const seen = error.switched(service.switches.errors);
  if (seen.entry.authorize === 'page' && !silent) return errorPage(service, error, marks, cookies);
  // a silent request is told that a person must act, whatever it is that they must do
  const shown = silent && seen.errorName(2) !== 'login_required' ? error.renamed('interaction_required') : error;
  return answerClientError(service, purpose.request, shown, marks, purpose.request.version, cookies);
}
