/** Signing out of the browser. The redirect URI is followed only when it is a registered one of some application. */
import { bindingCookie, clearCookie, readCookie, sessionCookie } from '../../http/cookies.ts';
import type { Message } from '../../http/message.ts';
import { messagePage } from '../../pages/outcome-pages.ts';
import { redirectType } from '../../rules/registered-redirect.ts';
import type { EntraService } from '../../service.ts';
import { answerClient } from '../authorize/authorize-answer.ts';

/** Answers `{tenant}/oauth2/[v2.0/]logout`. */
export function logout(service: EntraService, message: Message): Response {
  const { request, parameters, query, marks } = message;
  const cookie = readCookie(request, sessionCookie);
  if (cookie !== undefined) service.sessions.delete(cookie);
  const cookies = [clearCookie(sessionCookie), clearCookie(bindingCookie)];
  const target = parameters.get('post_logout_redirect_uri') ?? query.get('post_logout_redirect_uri');
  const state = parameters.get('state') ?? query.get('state');
  const known =
    target !== undefined &&
    [...service.directory.applications.values()].some(
      (application) => application.logoutUrl === target || redirectType(application, target) !== undefined,
    );
  if (!known || target === undefined) {
    return messagePage(
      'You signed out of your account',
      'It is a good idea to close all browser windows.',
      marks,
      cookies,
    );
  }
  return answerClient({ redirectUri: target, responseMode: 'query', state }, [], marks, cookies);
}
