/** Requests of the sign-in pages: find the sign-in again, take what was typed or pressed, and go on. */
import { aadsts } from '../../errors/aadsts-error.ts';
import { bindingCookie, readCookie, sessionCookie } from '../../http/cookies.ts';
import { foreignOrigin } from '../../http/foreign-origin.ts';
import type { Message } from '../../http/message.ts';
import { errorPage } from '../../pages/outcome-pages.ts';
import type { EntraService } from '../../service.ts';
import { nextPage } from './next-page.ts';
import type { Step } from './step.ts';

/** What a page's form did. A response ends the matter; undefined goes on to whatever is next. */
export type Handler = (step: Step, message: Message) => Response | Promise<Response> | StepChange | undefined;
/** A step with another session, after somebody signed in. */
export interface StepChange {
  readonly step: Step;
}

/** Goes on with a sign-in, if the form belongs to one of this browser. */
export async function continueSignIn(service: EntraService, message: Message, handler: Handler): Promise<Response> {
  const { request, marks, parameters } = message;
  if (parameters.malformed) return errorPage(service, aadsts(9002313), marks);
  if (parameters.duplicated !== undefined) {
    return errorPage(service, aadsts(9000411, { parameter: parameters.duplicated }), marks);
  }
  const ctx = parameters.get('ctx') ?? '';
  const pending = service.pending.get(ctx);
  if (
    !pending ||
    pending.binding !== readCookie(request, bindingCookie) ||
    foreignOrigin(request, service.origins.login)
  ) {
    return errorPage(service, aadsts(90012), marks);
  }
  const session = service.sessions.get(readCookie(request, sessionCookie) ?? '');
  const step: Step = { service, pending, marks, ctx, session, cookies: [] };
  const outcome = await handler(step, message);
  if (outcome && !('step' in outcome)) return outcome;
  return nextPage(outcome ? outcome.step : step);
}
